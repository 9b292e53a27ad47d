//! Measures how fast the CLI is and how much memory it takes: creating a token, next to curl; using, trying, and renewing
//! saved tokens; and an audit.
//!
//! Each round runs every program once, so that what slows the machine slows all of them. A duration is from the start of
//! the first program to the end of the last. The stand-in delays each reply by the latency in the table; it does not delay
//! connecting, which the two curl calls do twice. curl does not list the tokens before it creates one, as the CLI does to
//! know afterwards what is new, so the CLI may take one reply longer.

mod audit;
mod curl;
mod fleet;
mod keychain;
mod load;
mod peak;
mod program;
mod saved_tokens;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use latchkey_core::Secret;
use latchkey_standin::{JenkinsVersion, NewToken, Options};
use serde_json::Value;

pub(super) use self::curl::Curl;
pub(super) use self::program::{Program, run};
use super::cleanup::check_interrupted;
use super::table::{Goal, Table};
use super::target::Target;
use super::{median, size};
use crate::controller::Controller;

/// By how much the stand-in delays replies, in milliseconds.
const LATENCIES: [u64; 2] = [0, 50];

/// A token that the stand-ins have from the start.
const TOKEN: &str = "11c0ffee00c0ffee00c0ffee00c0ffee00";

/// Measures on stand-ins.
///
/// # Errors
///
/// If a measurement fails. A missed goal is not an error.
pub(super) fn bench(
    latchkey: &Program,
    curl: Option<&Curl>,
    core: JenkinsVersion,
    rounds: u32,
) -> Result<Table> {
    eprintln!("Measuring the CLI, stand-in {core}, {rounds} rounds.");
    let mut table = Table::new();
    started(latchkey, curl, rounds, &mut table)?;
    for latency in LATENCIES {
        let place = Place::standin(core, latency)?;
        created(latchkey, curl, &place, rounds, &mut table)?;
    }
    let place = Place::standin(core, 0)?;
    let peak = peak::of(latchkey.create_with_password(&place, "peak"), place.controller.password.reveal())?;
    table.megabytes("create with a password, peak memory", peak.bytes, Goal::AtMost(20.0));
    saved_tokens::measure(latchkey, core, rounds, &mut table)?;
    audit::measure(latchkey, core, rounds, &mut table)?;
    table.kilobytes("the program, release build", size::of_file(latchkey.binary())?, Goal::None);
    Ok(table)
}

/// Measures on a real controller, and revokes what was made.
///
/// # Errors
///
/// If a measurement fails. A missed goal is not an error.
pub(super) fn bench_real(
    latchkey: &Program,
    curl: Option<&Curl>,
    target: &Target,
    rounds: u32,
) -> Result<Table> {
    eprintln!("Measuring the CLI, {}, {rounds} rounds.", target.heading());
    let controller = Arc::clone(&target.controller);
    let create = ["create", "--name", &target.token_name, "--expires", "1d", "--as", "json"];
    let made = run(latchkey.as_user(&controller, &create), controller.password.reveal())?;
    let made: Value = serde_json::from_str(&made).context("create wrote no JSON")?;
    let token = Secret::new(made["token"].as_str().context("create wrote no token")?);
    let distance = "real latency".to_owned();
    let token_name = target.token_name.clone();
    let place = Place { controller, token, distance, latency: None, token_name };
    let mut table = Table::new();
    created(latchkey, curl, &place, rounds, &mut table)?;
    target.sweep()?;
    Ok(table)
}

/// Runs the CLI under load and prints a table.
///
/// # Errors
///
/// If a client fails, or a token is lost, left over, or created twice.
pub(super) fn load(latchkey: &Program, core: JenkinsVersion) -> Result<()> {
    load::run(latchkey, core)
}

/// Audits many controllers and prints a table.
///
/// # Errors
///
/// If an audit fails or leaves out a token.
pub(super) fn fleet(latchkey: &Program, core: JenkinsVersion) -> Result<()> {
    fleet::run(latchkey, core)
}

/// Where and as which user the programs create tokens.
struct Place {
    controller: Arc<Controller>,
    /// A token of the user there.
    token: Secret,
    /// The latency, in words.
    distance: String,
    /// How long the stand-in delays a reply, in milliseconds; `None` if that is not known.
    latency: Option<f64>,
    /// What tokens are named there.
    token_name: String,
}

impl Place {
    fn standin(core: JenkinsVersion, milliseconds: u64) -> Result<Self> {
        let latency = Duration::from_millis(milliseconds);
        let options = Options { core, latency, ..Options::default() };
        let controller = Controller::standin(options)?;
        let standin = controller.as_standin().context("this is a real controller")?;
        let token = NewToken { value: Some(TOKEN.to_owned()), ..NewToken::new("the first") };
        standin.add_token(&controller.user, token);
        Ok(Self {
            controller: Arc::new(controller),
            token: Secret::new(TOKEN),
            distance: format!("latency {milliseconds} ms"),
            latency: Some(latency.as_secs_f64() * 1000.0),
            token_name: "bench".to_owned(),
        })
    }
}

/// Measures a program that sends no request.
fn started(latchkey: &Program, curl: Option<&Curl>, rounds: u32, table: &mut Table) -> Result<()> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        check_interrupted()?;
        own.push(milliseconds(|| run(latchkey.command(&["--version"]), "").map(drop))?);
        if let Some(curl) = curl {
            others.push(milliseconds(|| run(curl.command(&["--version"]), "").map(drop))?);
        }
    }
    table.milliseconds("latchkey --version", median(own)?, Goal::AtMost(10.0));
    if curl.is_some() {
        table.milliseconds("  curl --version", median(others)?, Goal::None);
    }
    Ok(())
}

/// Measures from the start of a program to the token.
fn created(
    latchkey: &Program,
    curl: Option<&Curl>,
    place: &Place,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let [mut by_password, mut recipe, mut by_token, mut one_call] = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        check_interrupted()?;
        by_password.push(milliseconds(|| {
            let command = latchkey.create_with_password(place, &place.token_name);
            program::token(&run(command, place.controller.password.reveal())?).map(drop)
        })?);
        by_token.push(milliseconds(|| {
            let command = latchkey.create_with_token(place, &place.token_name);
            program::token(&run(command, "")?).map(drop)
        })?);
        if let Some(curl) = curl {
            recipe.push(milliseconds(|| curl.create_with_password(place))?);
            one_call.push(milliseconds(|| curl.create_with_token(place))?);
        }
    }
    let mut rows = |what: &str, own: Vec<f64>, other: &str, others: Vec<f64>| -> Result<()> {
        let what = format!("{what}, {}", place.distance);
        if others.is_empty() {
            table.milliseconds(&what, median(own)?, Goal::None);
            return Ok(());
        }
        let others = (median(others)? * 10.0).round() / 10.0;
        let goal = place.latency.map_or(Goal::None, |latency| Goal::AtMost(others + latency));
        table.milliseconds(&what, median(own)?, goal);
        table.milliseconds(&format!("  {other}, {}", place.distance), others, Goal::None);
        Ok(())
    };
    rows("create with a password", by_password, "the two curl calls of the recipe", recipe)?;
    rows("create with a token", by_token, "one curl call", one_call)
}

/// How long it takes, in milliseconds.
fn milliseconds(act: impl FnOnce() -> Result<()>) -> Result<f64> {
    let began = Instant::now();
    act()?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}
