//! A load test: fifty clients at once create, list and revoke a token again and again.

use std::collections::HashSet;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use latchkey_standin::{JenkinsVersion, RecordedRequest, Standin};
use serde_json::Value;

use super::super::GENERATE;
use super::super::cleanup::check_interrupted;
use super::super::table::{Goal, Table};
use super::program::{self, Program};
use super::{Place, peak};

const CLIENTS: usize = 50;

/// No client starts another round after this.
const LIMIT: Duration = Duration::from_secs(15);

/// A created token, and what it took.
struct Made {
    uuid: String,
    value: String,
    /// In bytes.
    peak: u64,
    /// When, since the beginning.
    at: Duration,
}

/// Runs the clients and prints a table.
///
/// # Errors
///
/// If a client fails, or a token is lost, left over, or created twice.
pub(super) fn run(latchkey: &Program, core: JenkinsVersion) -> Result<()> {
    eprintln!("{CLIENTS} clients at once, for {} s.", LIMIT.as_secs());
    let place = Place::standin(core, 0)?;
    let standin = place.controller.as_standin().context("this is a real controller")?;
    let began = Instant::now();
    let made = thread::scope(|scope| {
        let client = |number| {
            let place = &place;
            scope.spawn(move || client(latchkey, place, standin, number, began))
        };
        let clients: Vec<_> = (0..CLIENTS).map(client).collect();
        let ended =
            clients.into_iter().map(|client| client.join().map_err(|_| anyhow!("a client panicked"))?);
        ended.collect::<Result<Vec<_>>>()
    })?;
    let took = began.elapsed();
    let mut made: Vec<Made> = made.into_iter().flatten().collect();
    made.sort_by_key(|made| made.at);

    let makes = |request: &&RecordedRequest| request.status == 200 && request.path.ends_with(GENERATE);
    let answered = standin.requests().iter().filter(makes).count();
    let uuids: HashSet<&str> = made.iter().map(|made| made.uuid.as_str()).collect();
    let values: HashSet<&str> = made.iter().map(|made| made.value.as_str()).collect();
    let left = standin.tokens_of(&place.controller.user).len() - 1;
    let quarter = made.len().div_ceil(4);
    let most = |part: &[Made]| part.iter().map(|made| made.peak).max().unwrap_or_default();

    let mut table = Table::new();
    table.count("tokens created, listed and revoked", made.len(), Goal::None);
    table.count("  lost or created twice", answered.abs_diff(uuids.len()), Goal::Exactly(0.0));
    table.count("  left over", left, Goal::Exactly(0.0));
    table.megabytes("peak memory of a client, first quarter", most(&made[..quarter]), Goal::None);
    table.megabytes("  last quarter", most(&made[made.len() - quarter..]), Goal::AtMost(20.0));
    println!("Load: {CLIENTS} clients at once for {:.0} s, stand-in.\n\n{table}", took.as_secs_f64());
    ensure!(answered == made.len() && left == 0, "a token was lost or is left over");
    ensure!(uuids.len() == made.len() && values.len() == made.len(), "two clients got the same token");
    Ok(())
}

/// Every fifth client uses the password, the others a token.
fn client(
    latchkey: &Program,
    place: &Place,
    standin: &Standin,
    number: usize,
    began: Instant,
) -> Result<Vec<Made>> {
    let has_password = number.is_multiple_of(5);
    let input = if has_password { place.controller.password.reveal() } else { "" };
    let command = |arguments: &[&str]| match has_password {
        true => latchkey.as_user(&place.controller, arguments),
        false => latchkey.with_token(place, arguments),
    };
    let mut rounds = Vec::new();
    while began.elapsed() < LIMIT {
        check_interrupted()?;
        let name = format!("client {number}, round {}", rounds.len());
        let peak = peak::of(command(&["create", "--name", &name, "--as", "json"]), input)?;
        let token: Value = serde_json::from_str(&peak.line).context("create wrote no JSON")?;
        let text =
            |field: &str| Ok::<_, anyhow::Error>(token[field].as_str().context("no token")?.to_owned());
        let made = Made { uuid: text("uuid")?, value: text("token")?, peak: peak.bytes, at: began.elapsed() };
        ensure!(standin.token_works(&made.value), "{name}: the token does not work");
        let count = |listed: &str| -> Result<usize> {
            let listed: Value = serde_json::from_str(listed)?;
            let tokens = listed["tokens"].as_array().context("list wrote no tokens")?;
            Ok(tokens.iter().filter(|token| token["name"] == name.as_str()).count())
        };
        let listed = program::run(command(&["list", "--json"]), input)?;
        ensure!(count(&listed)? == 1, "{name}: not listed once");
        program::run(command(&["revoke", "--yes", &made.uuid]), input)?;
        ensure!(!standin.token_works(&made.value), "{name}: not revoked");
        rounds.push(made);
    }
    Ok(rounds)
}
