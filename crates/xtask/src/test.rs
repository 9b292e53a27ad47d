//! `cargo xtask test`: all tests, stage by stage.

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use latchkey_driver::BrowserKind;

use crate::package::twice;
use crate::reproducible::Compiler;
use crate::{
    browsers, build, checks, consumers, gates, keychain, publish, python, skipped, tools, workflows,
};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct TestArguments {
    /// Also run the slower tests.
    #[arg(long)]
    long: bool,
    /// Run only the browser tests whose names contain this text, or pass an option to the test harness.
    #[arg(last = true, value_name = "BROWSER TEST")]
    browser: Vec<String>,
}

/// Runs the tests, the fastest to fail first.
///
/// # Errors
///
/// If a stage fails. Later stages do not run.
pub fn test(arguments: &TestArguments) -> Result<()> {
    let began = Instant::now();
    // Compiling the tests can replace this file.
    let xtask = std::env::current_exe().context("cannot find this program")?;
    let dist = stage("build the extension and the tests", build_all)?;
    stage("find Chromium", || browsers::ensure(BrowserKind::Chromium))?;
    stage("find Firefox", || browsers::ensure(BrowserKind::Firefox))?;
    let run = |arguments: &[&str]| {
        let mut cargo = cargo_test(arguments);
        for browser in build::BROWSERS {
            cargo.env(build::variable(browser), dist.join(browser));
        }
        tools::run(&mut cargo)
    };
    let browser_tests = |more: &[&str]| {
        let selected = arguments.browser.iter().map(String::as_str);
        run(&["--workspace", "--test", "browser", "--"]
            .into_iter()
            .chain(selected)
            .chain(more.iter().copied())
            .collect::<Vec<_>>())
    };
    stage("unit, property and doc tests", || run(&[]))?;
    stage("contract tests", || run(CONTRACT))?;
    stage("scripts in Groovy, credential formats in sh and curl, snippets of the documents", || {
        run(&["--workspace", "--test", "groovy", "--test", "credential_format", "--test", "gates"])
    })?;
    if !arguments.browser.is_empty() {
        return stage("selected browser tests", || browser_tests(&[]));
    }
    stage("browser tests in Chromium", || browser_tests(&["--skip", "firefox::"]))?;
    stage("browser tests in Firefox", || browser_tests(IN_FIREFOX))?;
    if arguments.long {
        stage("dependencies, by cargo-deny", checks::cargo_deny)?;
        stage("workflows, by actionlint and zizmor", workflows::lint)?;
        stage("addons-linter", || checks::addons_linter(&dist.join("firefox")))?;
        stage("all browser tests in Firefox", || browser_tests(&["firefox::"]))?;
        // Without doc tests, because an example that must not run is marked as ignored, too.
        let skipped = stage("find and install a keychain", keychain::ensure)?;
        stage("slow unit and property tests", || run(&slow_tests(skipped)))?;
        stage("slow contract tests", || run(&[CONTRACT, &["--", IGNORED]].concat()))?;
        let without_python = stage("find or install packages of Python", python::ensure)?;
        let skipped: Vec<&str> = without_python.into_iter().flat_map(skip).collect();
        stage("slow browser tests", || browser_tests(&[&[IGNORED], &*skipped].concat()))?;
        let mut skipped = stage("find, install, and build readers of credential formats", consumers::ensure)?;
        skipped.extend(without_python);
        stage("credential formats in fish, python-dotenv, and Kubernetes", || {
            run(&ignored_tests("credential_format", &skipped))
        })?;
        let skipped = stage("find, install, and build gates", gates::ensure)?;
        stage("popup and command line behind real gates", || run(&ignored_tests("gates", &skipped)))?;
        stage("crates, packed and built as crates.io would get them", publish::dry_run)?;
        stage("packages, built twice", || twice::check(&xtask, &[Compiler::ask()?.host], false))?;
    }
    // It was printed between all the rest.
    match skipped::summary() {
        Some(skipped) => eprintln!("{skipped}\nAll other tests passed in {}.", in_words(began.elapsed())),
        None => eprintln!("All tests passed in {}.", in_words(began.elapsed())),
    }
    Ok(())
}

/// Builds the extension and compiles the tests at the same time, because linking the extension keeps only one core busy.
fn build_all() -> Result<PathBuf> {
    thread::scope(|scope| {
        let tests = scope.spawn(|| tools::run(&mut cargo_test(&["--workspace", "--no-run"])));
        let dist = build::build()?;
        tests.join().map_err(|_| anyhow!("the thread that compiles the tests panicked"))??;
        Ok(dist)
    })
}

/// Callers select the default members or `--workspace`, never one package: those two enable the same features of every
/// dependency, and cargo compiles a dependency again for each other set of features.
fn cargo_test(arguments: &[&str]) -> Command {
    let mut cargo = tools::cargo();
    cargo.arg("test").args(arguments);
    cargo
}

/// The slow tests of the default members, all but the ones whose names contain this.
fn slow_tests(skipped: Option<&str>) -> Vec<&str> {
    let skips = skipped.into_iter().flat_map(skip);
    ["--lib", "--bins", "--tests", "--", IGNORED].into_iter().chain(skips).collect()
}

const CONTRACT: &[&str] = &["--workspace", "--test", "contract"];

/// The slow tests of a target, all but the ones whose names contain one of these.
fn ignored_tests<'a>(target: &'a str, skipped: &[&'a str]) -> Vec<&'a str> {
    let skips = skipped.iter().copied().flat_map(skip);
    ["--workspace", "--test", target, "--", IGNORED].into_iter().chain(skips).collect()
}

/// The arguments that skip the tests whose names contain this.
fn skip(tests: &str) -> [&str; 2] {
    ["--skip", tests]
}

const IGNORED: &str = "--ignored";

/// Firefox takes three times as long as Chromium, so only what differs between the browsers runs there every time.
const IN_FIREFOX: &[&str] = &[
    "main_job::firefox::",
    "lifetime::firefox::",
    "pages::firefox::",
    "cookie_stores::firefox::",
    "revoking::firefox::",
    "languages::firefox::",
    "interruptions::firefox::",
    "secrets::firefox::",
    "login::firefox::",
];

/// Runs a stage and prints how long it took.
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
