//! An audit of many users, next to another build of the program.

use std::path::Path;
use std::process::Command;

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

/// How long an audit may take without another build to compare it with, in milliseconds.
const MAXIMUM: f64 = 2_500.0;

/// By how much a measurement may exceed that of the other build: two runs of the same program differ by this.
const NOISE: f64 = 1.05;

/// The most memory that an audit may take, in units of 1,000,000 bytes.
const MAXIMUM_MEMORY: f64 = 64.0;

/// Measures audits by the program and by the other build.
///
/// # Errors
///
/// If an audit fails or leaves out a token.
pub(super) fn measure(
    latchkey: &Program,
    beside: Option<&Path>,
    core: JenkinsVersion,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let administrator = Account { administrator: true, ..Account::new(ADMINISTRATOR, PASSWORD) };
    let options = Options { core, accounts: vec![administrator], ..Options::default() };
    let standin = Standin::start(options).context("the stand-in does not start")?;
    standin.add_users(USERS);
    let audit = |program: Option<&Path>| -> Command {
        latchkey.command_of(
            program.unwrap_or(latchkey.binary()),
            &["audit", standin.url(), "--csv", "--user", ADMINISTRATOR, "--password-stdin"],
        )
    };
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        check_interrupted()?;
        own.push(milliseconds(|| complete(&program::run(audit(None), PASSWORD)?))?);
        if beside.is_some() {
            others.push(milliseconds(|| complete(&program::run(audit(beside), PASSWORD)?))?);
        }
    }
    let what = format!("audit of {USERS} users");
    match beside {
        None => table.milliseconds(&what, median(own)?, Goal::AtMost(MAXIMUM)),
        Some(program) => {
            let others = median(others)?;
            table.milliseconds(&what, median(own)?, Goal::AtMost((others * NOISE).round()));
            table.milliseconds(&format!("  by {}", program.display()), others, Goal::None);
        }
    }
    let memory = peak::sampled(audit(None), PASSWORD)?;
    table.megabytes("  audit, peak memory", memory, Goal::AtMost(MAXIMUM_MEMORY));
    Ok(())
}

/// Checks that every token is in a line.
fn complete(listed: &str) -> Result<()> {
    let tokens = listed.lines().filter(|line| line.starts_with("token,")).count();
    ensure!(tokens == USERS * TOKENS_EACH, "the audit listed {tokens} tokens");
    Ok(())
}
