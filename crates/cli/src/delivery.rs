//! Where a new token goes: to standard output in some format, and to where tokens are saved.

use std::path::PathBuf;

use clap::Args;
use latchkey_core::token::Lifetime;
use latchkey_core::{ControllerUrl, Expiry, GeneratedToken, Secret, UserId, credential_format};
use serde_json::json;

use crate::error::{CliError, ExitCode};
use crate::terminal::escape::escape_json;
use crate::terminal::output::{self, Output};
use crate::token_format::TokenFormat;
use crate::token_store::{RequestedExpiry, SavedToken, TokenStore};

/// What happens to a new token.
#[derive(Args, Debug)]
pub(crate) struct TokenOutput {
    /// Print the token in this format [default: raw]
    #[arg(long = "as", value_name = "FORMAT", conflicts_with = "json")]
    format: Option<TokenFormat>,
    /// Save the token in the system's keychain; it is then printed only with --as
    #[arg(long)]
    save: bool,
    /// Save the token in this file, which only you can read; it is then printed only with --as
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    pub(crate) save_to: Option<PathBuf>,
}

/// Why a new token was not delivered as requested.
#[derive(Debug)]
pub(crate) enum DeliveryError {
    /// It is neither printed nor saved, for this reason, so it must be revoked.
    Undelivered(String),
    /// It is either printed or saved, but not both.
    Partly(CliError),
}

impl TokenOutput {
    /// Whether the token is to be printed as JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.format == Some(TokenFormat::Json)
    }

    /// Where the token is to be saved.
    pub(crate) fn store(&self) -> Option<TokenStore> {
        match &self.save_to {
            Some(file) => Some(TokenStore::File(file.clone())),
            None => self.save.then_some(TokenStore::Keychain),
        }
    }

    /// The format on standard output; `None` if the token is only saved.
    fn format(&self, output: &Output) -> Option<TokenFormat> {
        match self.format {
            Some(format) => Some(format),
            None if output.json => Some(TokenFormat::Json),
            None => self.store().is_none().then_some(TokenFormat::Raw),
        }
    }

    /// Checks, before a token is created, that it can be delivered.
    pub(crate) fn check(
        &self,
        controller: &ControllerUrl,
        user: &UserId,
        output: &Output,
    ) -> Result<(), CliError> {
        match self.store() {
            Some(store) => store.check()?,
            None => output::check_stdout()?,
        }
        if let Some(format) = self.format(output).and_then(TokenFormat::credential_format) {
            credential_format::render(format, controller, user, &Secret::new("11"))?;
        }
        Ok(())
    }

    /// Saves and prints a new token. A token that cannot be saved is printed.
    pub(crate) fn deliver(&self, new: &NewToken<'_>, output: &Output) -> Result<(), DeliveryError> {
        let store = self.store();
        let saved =
            store.as_ref().map(|store| store.write(&new.to_saved()).map_err(|reason| (store, reason)));
        let is_saved = matches!(saved, Some(Ok(())));
        if let Some(format) = self.format(output).or_else(|| (!is_saved).then_some(TokenFormat::Raw)) {
            // `check` did not test standard output, because the token was to be saved.
            let checked = if store.is_some() && !is_saved { output::check_stdout() } else { Ok(()) };
            // The controller's root may have changed since the format was checked.
            let printed = checked.and_then(|()| output.secret(&new.render(format)?));
            match (printed, &store) {
                (Ok(()), _) => {}
                (Err(error), Some(store)) if is_saved => {
                    let hints = vec![format!("The token is saved in {store}.")];
                    return Err(DeliveryError::Partly(CliError { hints, is_silent: false, ..error }));
                }
                (Err(error), _) => return Err(DeliveryError::Undelivered(error.message)),
            }
        }
        match saved {
            Some(Err((store, reason))) => Err(DeliveryError::Partly(not_saved(store, &reason))),
            Some(Ok(())) | None => {
                if let Some(store) = store {
                    output.say(&format!("Saved in {store}"));
                }
                Ok(())
            }
        }
    }
}

fn not_saved(store: &TokenStore, reason: &str) -> CliError {
    let message = format!("The token was created but not saved in {store}: {reason}");
    CliError::new(ExitCode::NotSaved, "not-saved", message).hint(match store {
        TokenStore::Keychain => "It is on standard output. Save it with `latchkey save --save-to FILE`.",
        TokenStore::File(_) => "It is on standard output. Save it from there.",
    })
}

/// A new token, with the controller and the user it is for.
pub(crate) struct NewToken<'a> {
    pub(crate) controller: &'a ControllerUrl,
    pub(crate) user: &'a UserId,
    pub(crate) token: &'a GeneratedToken,
    pub(crate) requested: RequestedExpiry,
}

impl NewToken<'_> {
    fn to_saved(&self) -> SavedToken {
        SavedToken {
            controller: self.controller.to_string(),
            user: self.user.to_string(),
            token: self.token.value.clone(),
            uuid: Some(self.token.uuid.clone()),
            name: Some(self.token.name.clone()),
            expiry: Some(self.requested.granted(&self.token.lifetime)),
            successor: None,
        }
    }

    fn render(&self, format: TokenFormat) -> Result<Secret, CliError> {
        let Some(format) = format.credential_format() else { return Ok(self.json()) };
        Ok(credential_format::render(format, self.controller, self.user, &self.token.value)?)
    }

    fn json(&self) -> Secret {
        let expires = match &self.token.lifetime {
            Lifetime::Until(date) => json!({ "state": "on", "date": date }),
            Lifetime::Never => json!({ "state": "never" }),
            Lifetime::NotSupported => json!({ "state": "not-supported" }),
        };
        let document = json!({
            "controller": self.controller.to_string(),
            "user": self.user.as_str(),
            "name": self.token.name,
            "uuid": self.token.uuid,
            "token": self.token.value.reveal(),
            "expires": expires,
        });
        Secret::new(escape_json(&document.to_string()))
    }

    /// Says what was created, and warns if it does not expire as asked.
    pub(crate) fn report(&self, output: &Output) {
        let (name, user) = (&self.token.name, self.user);
        let expiry = match &self.token.lifetime {
            Lifetime::Until(date) => format!("expires on {date}"),
            Lifetime::Never | Lifetime::NotSupported => "never expires".to_owned(),
        };
        output.say(&format!("Created {name:?} for {user} at {}; it {expiry}", self.controller));
        let reason = match self.token.lifetime {
            Lifetime::NotSupported => {
                "Tokens of this Jenkins cannot expire (that takes 2.548 or LTS 2.555.1)"
            }
            Lifetime::Never => "Jenkins created a token that never expires, although an expiry was requested",
            Lifetime::Until(_) => return,
        };
        if self.requested.expiry != Expiry::Never {
            output.warn(&format!("{reason}. Revoke it when you no longer need it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_no_longer_fits_its_format_is_undelivered() {
        let token_output = TokenOutput { format: Some(TokenFormat::Netrc), save: false, save_to: None };
        let (controller, user) = (ControllerUrl::parse("https://ci:8443").unwrap(), UserId::new("alice"));
        let token = GeneratedToken {
            name: "n".to_owned(),
            uuid: "u-1".to_owned(),
            value: Secret::new("11aa"),
            lifetime: Lifetime::Never,
        };
        let requested = RequestedExpiry { expiry: Expiry::Never, at: 0 };
        let new = NewToken { controller: &controller, user: &user, token: &token, requested };
        let delivered = token_output.deliver(&new, &Output::new(false));
        let Err(DeliveryError::Undelivered(reason)) = delivered else { panic!("{delivered:?}") };
        assert!(reason.contains("port"), "{reason}");
    }
}
