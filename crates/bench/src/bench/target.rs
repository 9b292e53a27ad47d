//! What the bench measures: a stand-in, or a real controller on which it revokes every token it creates.

use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::Zoned;
use latchkey_core::CoreVersion;
use latchkey_core::version::ExpirySupport;
use latchkey_standin::{JenkinsVersion, Options};
use serde_json::Value;

use super::cleanup::Cleanup;
use super::command_line::{Program, run};
use crate::controller::Controller;

/// A controller, and the name of every token that the bench creates on it.
pub(super) struct Target {
    pub(super) controller: Arc<Controller>,
    /// `None` if the controller does not tell.
    version: Option<CoreVersion>,
    pub(super) token_name: String,
    cleanup: Option<Cleanup>,
}

impl Target {
    /// Starts a stand-in.
    pub(super) fn standin(core: JenkinsVersion) -> Result<Self> {
        let controller = Arc::new(Controller::standin(Options { core, ..Options::default() })?);
        let version = CoreVersion::parse(&core.to_string());
        Ok(Self { controller, version, token_name: "Latchkey bench".to_owned(), cleanup: None })
    }

    /// Asks a real controller for its version, and makes sure that what will be made there can be revoked.
    ///
    /// # Errors
    ///
    /// If it does not answer, or does not let the command line list the user's tokens.
    pub(super) fn real(controller: Controller, program: &Arc<Program>) -> Result<Self> {
        let controller = Arc::new(controller);
        let version = version_of(&controller, program)?;
        let token_name = format!("Latchkey bench {}", Zoned::now().strftime("%F %T"));
        let cleanup = Some(Cleanup::prepare(program, &controller, &token_name)?);
        Ok(Self { controller, version, token_name, cleanup })
    }

    /// The heading of its column.
    pub(super) fn heading(&self) -> String {
        let kind = if self.controller.is_standin() { "stand-in" } else { "Jenkins" };
        let version = self.version.as_ref().map_or("of unknown version".to_owned(), ToString::to_string);
        format!("{kind} {version}")
    }

    /// The URL of the user's tokens page.
    pub(super) fn tokens_page(&self) -> String {
        let page = self.version.as_ref().map_or("security/", CoreVersion::tokens_page);
        format!("{}/me/{page}", self.controller.root)
    }

    /// The URL of the dashboard.
    pub(super) fn dashboard(&self) -> String {
        format!("{}/", self.controller.root)
    }

    /// The fields of the request that creates a token, as the popup sends them.
    pub(super) fn token_fields(&self) -> [(&'static str, &str); 2] {
        let expiry = self.version.as_ref().map_or(ExpirySupport::Unknown, CoreVersion::expiry_support);
        let duration = if expiry == ExpirySupport::No { "never" } else { "30" };
        [("newTokenName", &self.token_name), ("expirationDuration", duration)]
    }

    /// Revokes the tokens created so far.
    pub(super) fn sweep(&self) -> Result<()> {
        if let Some(cleanup) = &self.cleanup {
            cleanup.revoke_all()?;
        } else if let Some(standin) = self.controller.as_standin() {
            for token in standin.tokens_of(&self.controller.user) {
                standin.revoke_token(&self.controller.user, &token.uuid);
            }
        }
        Ok(())
    }

    /// How many tokens the user of a real controller has.
    pub(super) fn count_tokens(&self) -> Result<usize> {
        let cleanup = self.cleanup.as_ref().context("the tokens of a stand-in are not counted")?;
        cleanup.count()
    }
}

/// The version, asked with the CLI so that the request takes the same route as the measured programs.
fn version_of(controller: &Controller, program: &Program) -> Result<Option<CoreVersion>> {
    let user = run(program.as_user(controller, &["whoami", "--json"]), controller.password.reveal())?;
    let user: Value = serde_json::from_str(&user).context("whoami wrote no JSON")?;
    Ok(user["jenkins"].as_str().and_then(CoreVersion::parse))
}
