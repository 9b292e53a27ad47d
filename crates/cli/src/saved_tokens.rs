//! Which saved tokens a command is about.

use clap::Args;
use latchkey_core::UserId;
use serde_json::{Value, json};

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::fleet::FleetArgs;
use crate::session::address;
use crate::suggest::quoted;
use crate::terminal::output::Output;
use crate::token_store::{Inventory, KeptToken};
use crate::user_id::is_same_user;

/// Which saved tokens a command is about: those of one or several controllers, or all.
#[derive(Args, Debug)]
pub(crate) struct SavedTokensArg {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL; if that is not set, all controllers]
    url: Option<String>,
    #[command(flatten)]
    pub(crate) fleet: FleetArgs,
}

/// The saved tokens that a command is about.
pub(crate) struct FoundTokens {
    pub(crate) inventory: Inventory,
    /// Controllers that are listed and for which no token is saved, each with the error that says so; `None` if none are
    /// listed.
    pub(crate) missing: Option<Vec<(String, CliError)>>,
    /// Whether they may be for several controllers.
    pub(crate) is_fleet: bool,
}

impl SavedTokensArg {
    /// Finds them: the one in the file of `--from`, or those in the keychain, only of `--user` if that is given.
    pub(crate) fn find(&self, access: &Access) -> Result<FoundTokens, CliError> {
        if access.password_stdin {
            return Err(CliError::usage("--password-stdin cannot be used with saved tokens")
                .hint("Leave it out: each token is tried as it is saved."));
        }
        self.fleet.check(access)?;
        if access.from.is_some() {
            let (store, root) = address::resolve_saved(self.url.as_deref(), access)?;
            let saved = store.read(&root, None)?;
            let tokens = vec![KeptToken { store, saved, is_default: true }];
            let inventory = Inventory { tokens, unreadable: Vec::new() };
            return Ok(FoundTokens { inventory, missing: None, is_fleet: false });
        }
        if let Some(roots) = self.fleet.listed_roots()? {
            return listed(&roots, access);
        }
        let root = match self.fleet.all || self.url.is_none() && !address::is_in_environment() {
            true => None,
            false => Some(address::resolve_saved(self.url.as_deref(), access)?.1.to_string()),
        };
        // The headers of one controller are not for the others.
        if root.is_none() && !access.header.is_empty() {
            return Err(CliError::usage("--header needs a controller: it is sent to that one alone")
                .hint("Give the URL of the controller, or set JENKINS_URL."));
        }
        let inventory =
            in_keychain(access, |controller| root.as_deref().is_none_or(|root| root == controller))?;
        if inventory.tokens.is_empty() && inventory.unreadable.is_empty() {
            return Err(nothing_saved(root.as_deref(), access)
                .hint("Get one from the browser with `latchkey login`, or save one with `latchkey save`."));
        }
        Ok(FoundTokens { inventory, missing: None, is_fleet: root.is_none() })
    }
}

impl FoundTokens {
    /// Names the listed controllers without a saved token, and what the keychain has that cannot be read.
    pub(crate) fn warn_of_missing(&self, output: &Output) {
        for (controller, error) in self.missing.iter().flatten() {
            output.about(controller).warn(&error.in_one_line());
        }
        for entry in &self.inventory.unreadable {
            output.warn(&format!(
                "The keychain's entry {:?} of latchkey was left out: {}",
                entry.name, entry.reason
            ));
        }
    }

    /// The listed controllers without a saved token, for programs.
    pub(crate) fn add_missing_to(&self, document: &mut Value) {
        if let Some(missing) = &self.missing {
            let failed = |(controller, error): &(String, CliError)| json!({ "controller": controller, "error": error.in_json() });
            document["failedControllers"] = missing.iter().map(failed).collect();
        }
    }

    /// The errors of the listed controllers without a saved token.
    pub(crate) fn missing_errors(&self) -> impl Iterator<Item = &CliError> {
        self.missing.iter().flatten().map(|(_, error)| error)
    }
}

/// How many listed controllers have no saved token, if there are any.
pub(crate) fn without_saved_token(controllers: usize) -> Option<String> {
    match controllers {
        0 => None,
        1 => Some("1 controller has no saved token".to_owned()),
        several => Some(format!("{several} controllers have no saved token")),
    }
}

/// The tokens for these controllers.
fn listed(roots: &[String], access: &Access) -> Result<FoundTokens, CliError> {
    let inventory = in_keychain(access, |controller| roots.iter().any(|root| root == controller))?;
    let is_saved = |root: &&String| inventory.tokens.iter().any(|kept| kept.saved.controller == **root);
    let missing = roots.iter().filter(|root| !is_saved(root)).map(|root| {
        let user = access.user.as_ref().map(|user| format!(" --user {}", quoted(user))).unwrap_or_default();
        let hint = format!("Get one from the browser with `latchkey login {}{user}`.", quoted(root));
        (root.clone(), nothing_saved(None, access).hint(hint))
    });
    let missing = Some(missing.collect());
    Ok(FoundTokens { inventory, missing, is_fleet: true })
}

/// What is in the keychain for the controllers whose root passes, only of `--user` if that is given.
fn in_keychain(access: &Access, passes: impl Fn(&str) -> bool) -> Result<Inventory, CliError> {
    let mut inventory = Inventory::of_keychain()?;
    inventory.tokens.retain(|kept| passes(&kept.saved.controller));
    inventory.unreadable.retain(|entry| passes(entry.name.split(' ').next().unwrap_or_default()));
    if let Some(user) = access.user.as_deref().map(UserId::new) {
        inventory.tokens.retain(|kept| is_same_user(&kept.saved.user, user.as_str()));
    }
    Ok(inventory)
}

fn nothing_saved(root: Option<&str>, access: &Access) -> CliError {
    let of_user = access.user.as_ref().map(|user| format!(" of {user}")).unwrap_or_default();
    let at = root.map(|root| format!(" for {root}")).unwrap_or_default();
    CliError::new(ExitCode::NoCredentials, "nothing-saved", format!("No token{of_user} is saved{at}"))
}
