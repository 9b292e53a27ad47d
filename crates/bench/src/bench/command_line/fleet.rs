//! A fleet: many controllers audited at the same time, next to one after the other.
//!
//! The stand-ins are in the process of the bench and share the processor with the CLI. Without latency, their work is most
//! of what is measured; with it, the time that is saved shows.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use latchkey_standin::{Account, JenkinsVersion, Options, Standin};
use tempfile::TempDir;

use super::super::cleanup::check_interrupted;
use super::super::table::{Goal, Table};
use super::program::{self, Program};
use super::{milliseconds, peak};

const CONTROLLERS: usize = 200;

/// How many users each controller has, besides the administrator. Each has four tokens.
const USERS: usize = 500;
const TOKENS_EACH: usize = 4;

const ADMINISTRATOR: &str = "admin";
const PASSWORD: &str = "admin-pass-1";

/// By how much the stand-ins delay replies, in milliseconds.
const LATENCIES: [u64; 2] = [0, 20];

/// The most memory that an audit may take, in units of 1,000,000 bytes.
const MAXIMUM_MEMORY: f64 = 64.0;

/// Measures audits once each, and prints a table.
///
/// # Errors
///
/// If an audit fails or leaves out a token.
pub(super) fn run(latchkey: &Program, core: JenkinsVersion) -> Result<()> {
    eprintln!("Auditing {CONTROLLERS} controllers with {USERS} users each.");
    let mut table = Table::new();
    for latency in LATENCIES {
        let fleet = Fleet::start(core, latency)?;
        for (what, jobs) in [("16 at the same time", "16"), ("  one after the other", "1")] {
            check_interrupted()?;
            let took = milliseconds(|| complete(&program::run(fleet.audit(latchkey, jobs), "")?))?;
            table.remark(&format!("{what}, latency {latency} ms"), took, Goal::None);
        }
        if latency == 0 {
            let memory = peak::sampled(fleet.audit(latchkey, "16"), "")?;
            table.megabytes("16 at the same time, peak memory", memory, Goal::AtMost(MAXIMUM_MEMORY));
            let memory = peak::sampled(fleet.audit(latchkey, "1"), "")?;
            table.megabytes("  one after the other, peak memory", memory, Goal::None);
        }
    }
    let tokens = CONTROLLERS * USERS * TOKENS_EACH;
    println!(
        "Fleet: audits of {CONTROLLERS} controllers with {USERS} users each, {tokens} tokens.\n\n{table}"
    );
    Ok(())
}

/// Stand-ins, and a folder with their URLs and the credentials for them.
struct Fleet {
    folder: TempDir,
    _standins: Vec<Standin>,
}

impl Fleet {
    fn start(core: JenkinsVersion, milliseconds: u64) -> Result<Self> {
        let mut standins = Vec::new();
        for _ in 0..CONTROLLERS {
            let administrator = Account { administrator: true, ..Account::new(ADMINISTRATOR, PASSWORD) };
            let latency = Duration::from_millis(milliseconds);
            let options = Options { core, latency, accounts: vec![administrator], ..Options::default() };
            let standin = Standin::start(options).context("a stand-in does not start")?;
            standin.add_users(USERS);
            standins.push(standin);
        }
        let folder = tempfile::tempdir()?;
        let urls: Vec<&str> = standins.iter().map(Standin::url).collect();
        fs::write(folder.path().join("controllers"), urls.join("\n"))?;
        let line = format!("machine 127.0.0.1 login {ADMINISTRATOR} password {PASSWORD}\n");
        fs::write(folder.path().join("netrc"), line)?;
        Ok(Self { folder, _standins: standins })
    }

    fn audit(&self, latchkey: &Program, jobs: &str) -> Command {
        let mut command = latchkey.command(&["audit", "--csv", "--jobs", jobs, "--controllers"]);
        command.arg(self.folder.path().join("controllers")).env("NETRC", self.folder.path().join("netrc"));
        command
    }
}

/// Checks that every token is in a line.
fn complete(listed: &str) -> Result<()> {
    let tokens = listed.lines().filter(|line| line.starts_with("token,")).count();
    ensure!(tokens == CONTROLLERS * USERS * TOKENS_EACH, "the audits listed {tokens} tokens");
    Ok(())
}
