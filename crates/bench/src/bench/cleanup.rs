//! Interrupts, and revoking what was made on a real controller, also when the bench ends early.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::command_line::{Program, run};
use crate::controller::Controller;

/// Set by an interrupt.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What to say where nothing is revoked any more.
static LEFT: OnceLock<String> = OnceLock::new();

/// From now on an interrupt ends the bench in good order: browsers and their profiles go, and tokens are revoked.
///
/// # Errors
///
/// When the system does not tell of interrupts.
pub(super) fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            if let Some(left) = LEFT.get() {
                eprintln!("{left}");
            }
            process::exit(130);
        }
        eprintln!("Interrupted: ends after this round and clears up. Once more ends at once.");
    })
    .context("cannot hear Ctrl-C")
}

/// Whether to go on. Asked before each round, so that nothing is made any more while the made is revoked.
///
/// # Errors
///
/// After an interrupt.
pub(super) fn check_interrupted() -> Result<()> {
    if INTERRUPTED.load(Ordering::Relaxed) {
        bail!("interrupted");
    }
    Ok(())
}

/// Revokes by name: whatever makes a token in the bench gives it this one, which nobody else gives.
pub(super) struct Cleanup {
    program: Arc<Program>,
    controller: Arc<Controller>,
    name: String,
}

impl Cleanup {
    /// Lists the tokens once, so that nothing is made that could not be revoked.
    ///
    /// # Errors
    ///
    /// When the tokens cannot be listed.
    pub(super) fn prepare(program: &Arc<Program>, controller: &Arc<Controller>, name: &str) -> Result<Self> {
        let (program, its) = (Arc::clone(program), Arc::clone(controller));
        let cleanup = Self { program, controller: its, name: name.to_owned() };
        cleanup.listed().context("what the bench makes could not be revoked")?;
        eprintln!("Every token made on {} is named {name:?} and is revoked in the end.", controller.root);
        LEFT.get_or_init(|| format!("Tokens named {name:?} may be left at {}.", controller.root));
        Ok(cleanup)
    }

    /// Revokes every token with the name, also where another could not be revoked.
    ///
    /// # Errors
    ///
    /// When one is left: how many, and why each could not be revoked.
    pub(super) fn revoke_all(&self) -> Result<()> {
        let mut reasons = Vec::new();
        for uuid in self.made()? {
            if let Err(error) = self.run(&["revoke", "--yes", &uuid]) {
                reasons.push(format!("{error:#}"));
            }
        }
        let left = self.made()?.len();
        ensure!(left == 0, "{left} tokens are left after all were to be revoked: {}", reasons.join("; "));
        Ok(())
    }

    /// How many tokens there are, whatever their names.
    pub(super) fn count(&self) -> Result<usize> {
        Ok(self.listed()?.len())
    }

    fn made(&self) -> Result<Vec<String>> {
        let listed = self.listed()?.into_iter();
        Ok(listed.filter(|(name, _)| *name == self.name).map(|(_, uuid)| uuid).collect())
    }

    fn run(&self, arguments: &[&str]) -> Result<String> {
        run(self.program.as_user(&self.controller, arguments), self.controller.password.reveal())
    }

    /// Name and uuid of every token.
    fn listed(&self) -> Result<Vec<(String, String)>> {
        let listed = self.run(&["list", "--json"])?;
        let listed: Value = serde_json::from_str(&listed).context("list wrote no JSON")?;
        let text = |token: &Value, field: &str| token[field].as_str().unwrap_or_default().to_owned();
        let tokens = listed["tokens"].as_array().context("list wrote no tokens")?;
        Ok(tokens.iter().map(|token| (text(token, "name"), text(token, "uuid"))).collect())
    }
}

impl Drop for Cleanup {
    /// Where the bench ended in good order there is nothing left to revoke. Here nobody is left to hand an error to.
    fn drop(&mut self) {
        if let Err(error) = self.revoke_all() {
            let root = &self.controller.root;
            eprintln!("Tokens named {:?} may be left: {error:#}. Revoke them at {root}.", self.name);
        }
    }
}
