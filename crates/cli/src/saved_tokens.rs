//! Which saved tokens a command is about.

use clap::Args;
use latchkey_core::UserId;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::login::is_same_user;
use crate::session::address;
use crate::token_store::{Inventory, KeptToken};

/// Which saved tokens a command is about: those of a controller, or all.
#[derive(Args, Debug)]
pub(crate) struct SavedTokensArg {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL; if that is not set, all controllers]
    url: Option<String>,
    /// Look at the tokens for all controllers, even if JENKINS_URL is set
    #[arg(long, conflicts_with = "url")]
    all: bool,
}

impl SavedTokensArg {
    /// Finds them: the one in the file of `--from`, or those in the keychain, only of `--user` if that is given.
    pub(crate) fn find(&self, access: &Access) -> Result<Inventory, CliError> {
        if access.password_stdin {
            return Err(CliError::usage("--password-stdin cannot be used with saved tokens")
                .hint("Leave it out: each token is tried as it is saved."));
        }
        let root = match &access.from {
            Some(_) if self.all => {
                return Err(CliError::usage("--all and --from cannot be used together")
                    .hint("Leave --all out: the file has one token."));
            }
            Some(_) => {
                let (store, root) = address::resolve_saved(self.url.as_deref(), access)?;
                let saved = store.read(&root, None)?;
                let tokens = vec![KeptToken { store, saved, is_default: true }];
                return Ok(Inventory { tokens, unreadable: Vec::new() });
            }
            None if self.all || self.url.is_none() && !address::is_in_environment() => None,
            None => Some(address::resolve_saved(self.url.as_deref(), access)?.1.to_string()),
        };
        // The headers of one controller are not for the others.
        if root.is_none() && !access.header.is_empty() {
            return Err(CliError::usage("--header needs a controller: it is sent to that one alone")
                .hint("Give the URL of the controller, or set JENKINS_URL."));
        }
        let mut inventory = Inventory::of_keychain()?;
        if let Some(root) = &root {
            inventory.tokens.retain(|kept| kept.saved.controller == *root);
            inventory.unreadable.retain(|entry| entry.name.split(' ').next() == Some(root));
        }
        if let Some(user) = access.user.as_deref().map(UserId::new) {
            inventory.tokens.retain(|kept| is_same_user(&kept.saved.user, user.as_str()));
        }
        if inventory.tokens.is_empty() && inventory.unreadable.is_empty() {
            let of_user = access.user.as_ref().map(|user| format!(" of {user}")).unwrap_or_default();
            let at = root.map(|root| format!(" for {root}")).unwrap_or_default();
            let message = format!("No token{of_user} is saved{at}");
            return Err(CliError::new(ExitCode::NoCredentials, "nothing-saved", message)
                .hint("Get one from the browser with `latchkey login`, or save one with `latchkey save`."));
        }
        Ok(inventory)
    }
}
