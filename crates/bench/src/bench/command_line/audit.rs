//! An audit of many users.

use anyhow::{Context, Result, ensure};
use latchkey_standin::{Account, JenkinsVersion, Options, Standin};

use super::super::cleanup::check_interrupted;
use super::super::median;
use super::super::table::{Goal, Table};
use super::program::{self, Program};
use super::{milliseconds, peak};

/// How many users there are, besides the administrator. Each has four tokens.
const USERS: usize = 5_000;
const TOKENS_EACH: usize = 4;

const ADMINISTRATOR: &str = "admin";
const PASSWORD: &str = "admin-pass-1";

/// How long an audit may take, in milliseconds. Before there were filters and revocations, it took 340 ms on two cores.
const MAXIMUM: f64 = 400.0;

/// The most memory that an audit may take, in units of 1,000,000 bytes.
const MAXIMUM_MEMORY: f64 = 64.0;

/// Measures audits.
///
/// # Errors
///
/// If an audit fails or leaves out a token.
pub(super) fn measure(
    latchkey: &Program,
    core: JenkinsVersion,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let administrator = Account { administrator: true, ..Account::new(ADMINISTRATOR, PASSWORD) };
    let options = Options { core, accounts: vec![administrator], ..Options::default() };
    let standin = Standin::start(options).context("the stand-in does not start")?;
    standin.add_users(USERS);
    let arguments = ["audit", standin.url(), "--csv", "--user", ADMINISTRATOR, "--password-stdin"];
    let audit = || latchkey.command(&arguments);
    let mut durations = Vec::new();
    for _ in 0..rounds {
        check_interrupted()?;
        durations.push(milliseconds(|| complete(&program::run(audit(), PASSWORD)?))?);
    }
    let what = format!("audit of {USERS} users");
    table.milliseconds(&what, median(durations)?, Goal::AtMost(MAXIMUM));
    let memory = peak::sampled(audit(), PASSWORD)?;
    table.megabytes("  audit, peak memory", memory, Goal::AtMost(MAXIMUM_MEMORY));
    Ok(())
}

/// Checks that every token is in a line.
fn complete(listed: &str) -> Result<()> {
    let tokens = listed.lines().filter(|line| line.starts_with("token,")).count();
    ensure!(tokens == USERS * TOKENS_EACH, "the audit listed {tokens} tokens");
    Ok(())
}
