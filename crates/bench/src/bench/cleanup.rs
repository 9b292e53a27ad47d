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

/// Printed if the bench ends without revoking.
static LEFT: OnceLock<String> = OnceLock::new();

/// From now on, an interrupt makes the bench close browsers, remove their profiles, and revoke tokens before it ends.
///
/// # Errors
///
/// If the handler cannot be installed.
pub(super) fn catch_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            if let Some(left) = LEFT.get() {
                eprintln!("{left}");
            }
            process::exit(130);
        }
        eprintln!("Interrupted. The bench cleans up after this round; press Ctrl-C again to end it now.");
    })
    .context("cannot handle Ctrl-C")
}

/// Checked before each round, so that no token is created after the others are revoked.
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

/// Revokes the bench's tokens by their name, which no other token has.
pub(super) struct Cleanup {
    program: Arc<Program>,
    controller: Arc<Controller>,
    name: String,
}

impl Cleanup {
    /// Lists the tokens once, to fail before a token is created that could not be revoked.
    ///
    /// # Errors
    ///
    /// If the tokens cannot be listed.
    pub(super) fn prepare(program: &Arc<Program>, controller: &Arc<Controller>, name: &str) -> Result<Self> {
        let (program, its) = (Arc::clone(program), Arc::clone(controller));
        let cleanup = Self { program, controller: its, name: name.to_owned() };
        cleanup.listed().context("cannot list the tokens, so the bench could not revoke what it creates")?;
        eprintln!("Every token created on {} is named {name:?} and will be revoked.", controller.root);
        LEFT.get_or_init(|| {
            format!("Tokens named {name:?} may be left on {}. Revoke them there.", controller.root)
        });
        Ok(cleanup)
    }

    /// Revokes every token with the name, even if another could not be revoked.
    ///
    /// # Errors
    ///
    /// If one is left: how many, and why.
    pub(super) fn revoke_all(&self) -> Result<()> {
        let mut reasons = Vec::new();
        for uuid in self.made()? {
            if let Err(error) = self.run(&["revoke", "--yes", &uuid]) {
                reasons.push(format!("{error:#}"));
            }
        }
        let left = self.made()?.len();
        ensure!(left == 0, "{left} tokens could not be revoked: {}", reasons.join("; "));
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
    /// Finds nothing to revoke if the bench ended normally. An error can only be printed here.
    fn drop(&mut self) {
        if let Err(error) = self.revoke_all() {
            let root = &self.controller.root;
            eprintln!("Tokens named {:?} may be left on {root}: {error:#}. Revoke them there.", self.name);
        }
    }
}
