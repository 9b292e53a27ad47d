//! `cargo xtask test`: every test, stage by stage.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use latchkey_driver::BrowserKind;

use crate::package::twice;
use crate::{browsers, build, checks, tools};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct TestArguments {
    /// Run also the tests that take longer.
    #[arg(long)]
    long: bool,
    /// Passed on to the browser tests: part of a test's name, or an option of the test harness.
    #[arg(last = true, value_name = "BROWSER TEST")]
    browser: Vec<String>,
}

/// Runs the tests in the order in which they are fastest to fail.
///
/// # Errors
///
/// The first stage that failed.
pub fn test(arguments: &TestArguments) -> Result<()> {
    let began = Instant::now();
    // Asked for at once: a test that is built later may replace this very file.
    let xtask = std::env::current_exe().context("cannot find this program")?;
    let dist = stage("the extension is built", build::build)?;
    stage("Chromium is there", || browsers::ensure(BrowserKind::Chromium))?;
    stage("Firefox is there", || browsers::ensure(BrowserKind::Firefox))?;
    stage("unit, property and doc tests", || cargo_test(&[], &[]))?;
    let contract = ["--package", "latchkey-tests", "--lib", "--test", "contract"];
    stage("contract tests", || cargo_test(&contract, &[]))?;
    let browser_tests = |more: &[&str]| {
        let mut cargo = tools::cargo();
        cargo.args(["test", "--package", "latchkey-tests", "--test", "browser", "--"]);
        cargo.args(&arguments.browser).args(more);
        for browser in build::BROWSERS {
            // Where the tests find the extension.
            cargo.env(build::variable(browser), dist.join(browser));
        }
        tools::run(&mut cargo)
    };
    let consumers = ["--package", "latchkey-tests", "--test", "groovy", "--test", "credential_format"];
    stage("what others read: scripts by Groovy, tokens by sh and curl", || cargo_test(&consumers, &[]))?;
    if !arguments.browser.is_empty() {
        return stage("the browser tests asked for", || browser_tests(&[]));
    }
    // In Firefox everything takes three times as long; what differs between the browsers is tried always.
    stage("browser tests in Chromium", || browser_tests(&["--skip", "firefox::"]))?;
    stage("browser tests in Firefox", || browser_tests(IN_FIREFOX))?;
    if arguments.long {
        stage("dependencies by cargo-deny", checks::cargo_deny)?;
        stage("addons-linter", || checks::addons_linter(&dist.join("firefox")))?;
        stage("all browser tests in Firefox", || browser_tests(&["firefox::"]))?;
        // Without the doc tests: an example that is not to be run is ignored, too.
        stage("long unit and property tests", || cargo_test(&["--lib", "--bins", "--tests"], IGNORED))?;
        stage("long contract tests", || cargo_test(&contract, IGNORED))?;
        stage("long browser tests", || browser_tests(IGNORED))?;
        stage("packages, made twice", || twice::check(&xtask))?;
    }
    eprintln!("All tests passed, in {}.", in_words(began.elapsed()));
    Ok(())
}

const IGNORED: &[&str] = &["--ignored"];

/// The main job, what is kept through closed popups, the pages that cannot carry a request, whose cookies go
/// along, the list, the choice of a language, interruptions, and where secrets go.
const IN_FIREFOX: &[&str] = &[
    "main_job::firefox::",
    "lifetime::firefox::",
    "pages::firefox::",
    "cookie_stores::firefox::",
    "revoking::firefox::",
    "languages::firefox::",
    "interruptions::firefox::",
    "secrets::firefox::",
];

fn cargo_test(selection: &[&str], for_harness: &[&str]) -> Result<()> {
    tools::run(tools::cargo().arg("test").args(selection).arg("--").args(for_harness))
}

/// Says what is being done, and how long it took.
fn stage<T>(name: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {name}");
    let began = Instant::now();
    let ended = act().with_context(|| format!("failed: {name}"))?;
    eprintln!("==> {name}: {}", in_words(began.elapsed()));
    Ok(ended)
}

fn in_words(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}
