//! Measures what commands do with saved tokens: running a program with one (`exec`), trying all of them (`status`), and
//! replacing one (`renew`).

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use latchkey_standin::JenkinsVersion;
use serde_json::Value;
use tempfile::TempDir;

use super::super::cleanup::check_interrupted;
use super::super::median;
use super::super::table::{Goal, Table};
use super::keychain::Keychain;
use super::program::{self, Program};
use super::{Place, milliseconds, peak};

/// What `exec` may add to the command that it runs, in milliseconds.
const MAXIMUM_EXEC: f64 = 10.0;

/// How many tokens are tried, each on a controller of its own.
const CONTROLLERS: usize = 20;

/// By how much the controllers delay their replies, in milliseconds.
const LATENCY: u64 = 50;

/// How long `status` may take for all of them, in milliseconds.
const MAXIMUM_STATUS: f64 = 150.0;

/// The most memory that a command may take, in units of 1,000,000 bytes.
const MAXIMUM_MEMORY: f64 = 20.0;

/// By how much `renew` may take longer than `replace`, in milliseconds: it sends the same requests, and also writes what it
/// is about to do to the disk.
const MAXIMUM_JOURNAL: f64 = 10.0;

/// Measures the commands that use saved tokens.
///
/// # Errors
///
/// If a command fails.
pub(super) fn measure(
    latchkey: &Program,
    core: JenkinsVersion,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let keychain = Keychain::start()?;
    executed(latchkey, core, keychain.as_ref(), rounds, table)?;
    tried(latchkey, core, keychain.as_ref(), rounds, table)?;
    renewed(latchkey, core, rounds, table)
}

/// A token that is saved in a file.
struct Saved {
    folder: TempDir,
    place: Place,
}

impl Saved {
    /// Creates a token of a stand-in and saves it.
    fn create(latchkey: &Program, core: JenkinsVersion, latency: u64) -> Result<Self> {
        let saved = Self { folder: tempfile::tempdir()?, place: Place::standin(core, latency)? };
        let file = saved.file();
        let create = latchkey
            .with_token(&saved.place, &["create", "--name", "saved", "--expires", "10d", "--save-to", &file]);
        program::run(create, "")?;
        Ok(saved)
    }

    fn file(&self) -> String {
        self.folder.path().join("token").display().to_string()
    }

    /// A field of the record.
    fn field(&self, name: &str) -> Result<String> {
        let record: Value = serde_json::from_str(&fs::read_to_string(self.file())?)?;
        Ok(record[name].as_str().with_context(|| format!("the record has no {name}"))?.to_owned())
    }

    /// How many requests arrived while this ran.
    fn requests(&self, act: impl FnOnce() -> Result<()>) -> Result<usize> {
        let standin = self.place.controller.as_standin().context("this is a real controller")?;
        standin.clear_requests();
        act()?;
        Ok(standin.requests().len())
    }
}

/// `exec`, next to the command that it runs. Its memory is not measured: the other program takes over the process, and the system
/// then has no figure for what was before.
fn executed(
    latchkey: &Program,
    core: JenkinsVersion,
    keychain: Option<&Keychain>,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let saved = Saved::create(latchkey, core, 0)?;
    let file = saved.file();
    let root = saved.place.controller.root.as_str();
    let from_file = || latchkey.command(&["exec", root, "--from", &file, "--", "true"]);
    let from_keychain = |keychain: &Keychain| keychain.command(latchkey, &["exec", root, "--", "true"]);
    if let Some(keychain) = keychain {
        save(keychain, latchkey, &saved.place)?;
    }
    let [mut bare, mut by_file, mut by_keychain] = [const { Vec::new() }; 3];
    for _ in 0..rounds {
        check_interrupted()?;
        bare.push(timed(program::command("true"))?);
        by_file.push(timed(from_file())?);
        if let Some(keychain) = keychain {
            by_keychain.push(timed(from_keychain(keychain))?);
        }
    }
    let bare = rounded(median(bare)?);
    let goal = Goal::AtMost(rounded(bare + MAXIMUM_EXEC));
    table.milliseconds("exec -- true, token in a file", median(by_file)?, goal);
    table.milliseconds("  true", bare, Goal::None);
    let requests = saved.requests(|| program::run(from_file(), "").map(drop))?;
    table.count("  requests of exec", requests, Goal::Exactly(0.0));
    match keychain {
        Some(keychain) => {
            table.milliseconds("exec -- true, token in the keychain", median(by_keychain)?, goal);
            program::run(keychain.command(latchkey, &["forget", root]), "")?;
        }
        None => table.reason("exec -- true, token in the keychain", NO_KEYCHAIN),
    }
    Ok(())
}

/// `status` of many tokens.
fn tried(
    latchkey: &Program,
    core: JenkinsVersion,
    keychain: Option<&Keychain>,
    rounds: u32,
    table: &mut Table,
) -> Result<()> {
    let what = format!("status of {CONTROLLERS} controllers, latency {LATENCY} ms");
    let Some(keychain) = keychain else {
        table.reason(&what, NO_KEYCHAIN);
        return Ok(());
    };
    let places: Vec<Place> =
        (0..CONTROLLERS).map(|_| Place::standin(core, LATENCY)).collect::<Result<_>>()?;
    for place in &places {
        save(keychain, latchkey, place)?;
    }
    let status = || keychain.command(latchkey, &["status", "--json"]);
    let shown: Value = serde_json::from_str(&program::run(status(), "")?)?;
    let tokens = shown["tokens"].as_array().context("status wrote no tokens")?;
    let works = tokens.iter().filter(|token| token["check"]["state"] == "works").count();
    ensure!((tokens.len(), works) == (CONTROLLERS, CONTROLLERS), "not every token works: {shown}");
    let [mut online, mut offline] = [const { Vec::new() }; 2];
    for _ in 0..rounds {
        check_interrupted()?;
        online.push(timed(status())?);
        offline.push(timed(keychain.command(latchkey, &["status", "--offline"]))?);
    }
    table.milliseconds(&what, median(online)?, Goal::AtMost(MAXIMUM_STATUS));
    table.milliseconds("  reading the keychain (--offline)", median(offline)?, Goal::None);
    memory("status", peak::sampled(status(), "")?, table);
    Ok(())
}

/// `renew`, next to `replace`: in turn, on the same token.
fn renewed(latchkey: &Program, core: JenkinsVersion, rounds: u32, table: &mut Table) -> Result<()> {
    let what = format!("renew, latency {LATENCY} ms");
    let saved = Saved::create(latchkey, core, LATENCY)?;
    if saved.field("expires")? == "never" {
        table.reason(&what, "tokens of this Jenkins never expire");
        return Ok(());
    }
    let file = saved.file();
    let renew = || latchkey.command(&["renew", "--from", &file, "--within", "30d"]);
    let replace = || -> Result<Command> {
        let uuid = saved.field("uuid")?;
        Ok(latchkey.command(&["replace", "--from", &file, &uuid, "--expires", "10d", "--save-to", &file]))
    };
    let [mut renewals, mut replacements] = [const { Vec::new() }; 2];
    for _ in 0..rounds {
        check_interrupted()?;
        let before = saved.field("uuid")?;
        replacements.push(timed(replace()?)?);
        let between = saved.field("uuid")?;
        renewals.push(timed(renew())?);
        ensure!(before != between && between != saved.field("uuid")?, "the token was not replaced");
    }
    let replacement = rounded(median(replacements)?);
    let goal = Goal::AtMost(rounded(replacement + MAXIMUM_JOURNAL));
    table.milliseconds(&what, median(renewals)?, goal);
    table.milliseconds(&format!("  replace, latency {LATENCY} ms"), replacement, Goal::None);
    let replacing = saved.requests(|| program::run(replace()?, "").map(drop))?;
    let renewing = saved.requests(|| program::run(renew(), "").map(drop))?;
    table.count("  requests of renew", renewing, Goal::Exactly(replacing as f64));
    memory("renew", peak::sampled(renew(), "")?, table);
    Ok(())
}

const NO_KEYCHAIN: &str = "there is no keychain";

/// Saves the token of a stand-in in the keychain.
fn save(keychain: &Keychain, latchkey: &Program, place: &Place) -> Result<()> {
    let controller = &place.controller;
    let command = keychain.command(latchkey, &["save", &controller.root, "--user", &controller.user]);
    program::run(command, place.token.reveal()).map(drop)
}

fn timed(command: Command) -> Result<f64> {
    milliseconds(|| program::run(command, "").map(drop))
}

fn memory(command: &str, bytes: u64, table: &mut Table) {
    table.megabytes(&format!("  {command}, peak memory"), bytes, Goal::AtMost(MAXIMUM_MEMORY));
}

/// As the table shows it.
fn rounded(milliseconds: f64) -> f64 {
    (milliseconds * 10.0).round() / 10.0
}
