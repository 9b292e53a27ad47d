//! The command line: how fast it makes a token, beside the recipe with curl, and how much memory it takes.
//!
//! Each round runs everything once, in turns, so that what slows the machine slows all of it. A duration is from the
//! start of a program, or of the first of two, to the end of the last. The stand-in keeps each reply back by the
//! latency named; nothing delays connecting, which the two calls of the recipe do twice.

mod curl;
mod load;
mod peak;
mod program;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use latchkey_standin::{Account, NewToken, Options, Standin};

use self::curl::Curl;
use self::program::Program;
use super::table::{Goal, Table};
use super::{median, size};

/// Milliseconds by which replies are kept back.
const LATENCIES: [u64; 2] = [0, 50];

/// A token that the stand-ins know from the start on.
const TOKEN: &str = "11c0ffee00c0ffee00c0ffee00c0ffee00";

/// Measures and prints the table, then puts the command line under load and prints what came of it. Gives the table.
///
/// # Errors
///
/// When something could not be measured, or failed under load; never because of a figure.
pub(super) fn bench(rounds: u32) -> Result<Table> {
    eprintln!("Building the command line.");
    let latchkey = Program::build()?;
    let curl = Curl::find()?;
    if curl.is_none() {
        eprintln!("curl is missing: what would stand beside the command line is left out.");
    }
    eprintln!("Measuring, {rounds} rounds.");
    let mut table = Table::new();
    started(&latchkey, curl.as_ref(), rounds, &mut table)?;
    for latency in LATENCIES {
        let controller = Controller::start(latency)?;
        created(&latchkey, curl.as_ref(), &controller, rounds, &mut table)?;
    }
    let controller = Controller::start(0)?;
    let peak = peak::of(latchkey.create_with_password(&controller, "peak"), &controller.alice.password)?;
    table.megabytes("create with a password: memory at most", peak.bytes, Goal::AtMost(20.0));
    table.kilobytes("the program, release build", size::of_file(latchkey.binary())?, Goal::None);
    println!("Command line: medians of {rounds} rounds, stand-in.\n\n{table}");
    load::run(&latchkey)?;
    Ok(table)
}

/// A stand-in, and whom the programs act as there.
struct Controller {
    standin: Standin,
    alice: Account,
    latency: Duration,
}

impl Controller {
    fn start(latency: u64) -> Result<Self> {
        let latency = Duration::from_millis(latency);
        let options = Options { latency, context: "/jenkins".to_owned(), ..Options::default() };
        let alice = options.accounts.iter().find(|account| account.id == "alice");
        let alice = alice.context("the stand-in knows no alice")?.clone();
        let standin = Standin::start(options)?;
        standin.add_token("alice", NewToken { value: Some(TOKEN.to_owned()), ..NewToken::new("the first") });
        Ok(Self { standin, alice, latency })
    }
}

/// From the start of a program that asks nobody to its end.
fn started(latchkey: &Program, curl: Option<&Curl>, rounds: u32, table: &mut Table) -> Result<()> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        own.push(milliseconds(|| program::run(latchkey.command(&["--version"]), "").map(drop))?);
        if let Some(curl) = curl {
            others.push(milliseconds(|| program::run(curl.command(&["--version"]), "").map(drop))?);
        }
    }
    table.milliseconds("latchkey --version", median(own)?, Goal::AtMost(10.0));
    if curl.is_some() {
        table.milliseconds("  curl --version", median(others)?, Goal::None);
    }
    Ok(())
}

/// From nothing to a token.
fn created(
    latchkey: &Program,
    curl: Option<&Curl>,
    controller: &Controller,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let [mut by_password, mut recipe, mut by_token, mut one_call] = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        by_password.push(milliseconds(|| {
            let command = latchkey.create_with_password(controller, "by password");
            program::token(&program::run(command, &controller.alice.password)?).map(drop)
        })?);
        by_token.push(milliseconds(|| {
            program::token(&program::run(latchkey.create_with_token(controller, "by token"), "")?).map(drop)
        })?);
        if let Some(curl) = curl {
            recipe.push(milliseconds(|| curl.create_with_password(controller))?);
            one_call.push(milliseconds(|| curl.create_with_token(controller))?);
        }
    }
    let latency = controller.latency.as_millis();
    let mut rows = |what: &str, own: Vec<f64>, other: &str, others: Vec<f64>| -> Result<()> {
        let what = format!("{what}, latency {latency} ms");
        if others.is_empty() {
            table.milliseconds(&what, median(own)?, Goal::None);
            return Ok(());
        }
        let others = (median(others)? * 10.0).round() / 10.0;
        table.milliseconds(&what, median(own)?, Goal::AtMost(others));
        table.milliseconds(&format!("  {other}"), others, Goal::None);
        Ok(())
    };
    rows("create with a password", by_password, "the two curl calls of the recipe", recipe)?;
    rows("create with a token", by_token, "one curl call", one_call)
}

/// How long something took.
fn milliseconds(act: impl FnOnce() -> Result<()>) -> Result<f64> {
    let began = Instant::now();
    act()?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}
