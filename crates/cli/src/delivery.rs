//! Where a new token goes: to standard output in some form, and to where tokens are saved.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use latchkey_core::token::Lifetime;
use latchkey_core::{
    ControllerUrl, CredentialFormat, Expiry, GeneratedToken, Secret, UserId, credential_format,
};
use serde_json::json;

use crate::error::CliError;
use crate::session::Session;
use crate::terminal::escape::escape_json;
use crate::terminal::output::Output;
use crate::terminal::stdout;
use crate::token_store::{self, SavedToken, TokenStore};

/// What becomes of a new token.
#[derive(Args, Debug)]
pub(crate) struct TokenOutput {
    /// The form of the token on standard output [default: raw]
    #[arg(long = "as", value_name = "FORMAT", conflicts_with = "json")]
    form: Option<Form>,
    /// Save the token in the system's keychain; it is then printed only with --as
    #[arg(long)]
    save: bool,
    /// Save the token in this file, readable by you alone; it is then printed only with --as
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    save_to: Option<PathBuf>,
}

/// The forms in which a token is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// the token alone
    Raw,
    /// USER:TOKEN, as HTTP Basic and `jenkins-cli.jar -auth` take it
    UserToken,
    /// an object with controller, user, name, uuid, token and expiry
    Json,
    /// shell commands that set JENKINS_URL, JENKINS_USER_ID and JENKINS_API_TOKEN
    Env,
    /// a line for ~/.netrc
    Netrc,
    /// a shell command in which curl reads the credentials on its standard input
    Curl,
    /// the header Authorization
    Header,
    /// shell commands that put the credentials into a file for jenkins-cli.jar
    Cli,
}

impl Form {
    /// As core knows it; `None` for JSON.
    fn credential_format(self) -> Option<CredentialFormat> {
        Some(match self {
            Self::Json => return None,
            Self::Raw => CredentialFormat::Token,
            Self::UserToken => CredentialFormat::UserToken,
            Self::Env => CredentialFormat::Environment,
            Self::Netrc => CredentialFormat::Netrc,
            Self::Curl => CredentialFormat::Curl,
            Self::Header => CredentialFormat::Header,
            Self::Cli => CredentialFormat::Cli,
        })
    }
}

impl TokenOutput {
    /// Whether the token is wanted as JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.form == Some(Form::Json)
    }

    /// Where the token is to be saved.
    fn place(&self) -> Option<TokenStore> {
        match &self.save_to {
            Some(file) => Some(TokenStore::File(file.clone())),
            None => self.save.then_some(TokenStore::Keychain),
        }
    }

    /// Whether the new token takes the place of what is saved there.
    pub(crate) fn saves_in(&self, place: &TokenStore) -> bool {
        self.place().as_ref() == Some(place)
    }

    /// The form on standard output; `None` where the token is only saved.
    fn form(&self, output: &Output) -> Option<Form> {
        match self.form {
            Some(form) => Some(form),
            None if output.json => Some(Form::Json),
            None => self.place().is_none().then_some(Form::Raw),
        }
    }

    /// Makes sure, before a token is made, that it can go where it is to go.
    ///
    /// # Errors
    ///
    /// What would be in its way.
    pub(crate) fn check(
        &self,
        controller: &ControllerUrl,
        user: &UserId,
        output: &Output,
    ) -> Result<(), CliError> {
        if let Some(place) = self.place() {
            token_store::check(&place)?;
        } else {
            stdout::check()?;
        }
        if let Some(format) = self.form(output).and_then(Form::credential_format) {
            credential_format::render(format, controller, user, &Secret::new("11"))?;
        }
        Ok(())
    }

    /// Saves a new token and writes it out. Whatever fails, the token is not lost silently: what could not be saved
    /// is written out; what could not be written out, and was not saved, is given back by `revoke_undelivered`, which says
    /// whether it is revoked.
    ///
    /// # Errors
    ///
    /// [`CliError::NotSaved`], [`CliError::StdoutClosed`] or [`CliError::Lost`].
    pub(crate) fn deliver(
        &self,
        new: &NewToken<'_>,
        output: &Output,
        revoke_undelivered: impl FnOnce(&str) -> (bool, String),
    ) -> Result<(), CliError> {
        let saving = self.place().map(|place| (token_store::write(&place, &new.to_be_saved()), place));
        let is_saved = matches!(saving, Some((Ok(()), _)));
        let form = self.form(output).or_else(|| (!is_saved).then_some(Form::Raw));
        if let Some(form) = form
            && let Err(failure) = self.write_out(form, new, output, is_saved)
        {
            if is_saved {
                return Err(failure);
            }
            let reason = match failure {
                CliError::StdoutClosed(error) => error.to_string(),
                CliError::NoOutput { reason } => reason,
                failure => failure.message(),
            };
            let (revoked, revoke) = revoke_undelivered(&new.token.uuid);
            return Err(CliError::Lost { reason, revoked, uuid: new.token.uuid.clone(), revoke });
        }
        match saving {
            Some((Ok(()), place)) => output.say(&format!("Saved in {place}")),
            Some((Err(CliError::Saving { place, reason }), _)) => {
                return Err(CliError::NotSaved { place, reason });
            }
            Some((Err(failure), _)) => return Err(failure),
            None => {}
        }
        Ok(())
    }
}

impl TokenOutput {
    /// Writes a new token to standard output. Where nothing was saved although it was to be, nobody has made sure
    /// yet that somebody reads there; and the controller's root may have become another since the form was tried.
    fn write_out(
        &self,
        form: Form,
        new: &NewToken<'_>,
        output: &Output,
        is_saved: bool,
    ) -> Result<(), CliError> {
        if !is_saved && self.place().is_some() {
            stdout::check()?;
        }
        output.secret(&new.render(form)?).map_err(CliError::StdoutClosed)
    }
}

/// A new token, and whose it is.
pub(crate) struct NewToken<'a> {
    pub(crate) controller: &'a ControllerUrl,
    pub(crate) user: &'a UserId,
    pub(crate) token: &'a GeneratedToken,
}

impl NewToken<'_> {
    fn to_be_saved(&self) -> SavedToken {
        SavedToken {
            controller: self.controller.to_string(),
            user: self.user.to_string(),
            token: self.token.value.clone(),
            uuid: Some(self.token.uuid.clone()),
        }
    }

    fn render(&self, form: Form) -> Result<Secret, CliError> {
        let Some(format) = form.credential_format() else { return Ok(self.json()) };
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

    /// Tells what was made, and warns where it does not expire as it was to.
    pub(crate) fn report(&self, asked: Expiry, output: &Output) {
        let (name, user) = (&self.token.name, self.user);
        let expiry = match &self.token.lifetime {
            Lifetime::Until(date) => format!("expires on {date}"),
            Lifetime::Never | Lifetime::NotSupported => "never expires".to_owned(),
        };
        output.say(&format!("Created {name:?} for {user} at {}; it {expiry}", self.controller));
        if asked != Expiry::Never {
            match self.token.lifetime {
                Lifetime::NotSupported => output.warn(
                    "Tokens of this Jenkins cannot expire (that takes 2.548 or LTS 2.555.1). Revoke it when it \
                     is no longer needed",
                ),
                Lifetime::Never => output.warn("Jenkins made a token that never expires, though it was to"),
                Lifetime::Until(_) => {}
            }
        }
    }
}

/// Revokes a token that nobody has got; whether it is revoked, and the command that does it.
pub(crate) fn revoke_undelivered(
    session: &mut Session<'_>,
    owner: &latchkey_core::Owner,
    uuid: &str,
) -> (bool, String) {
    let act_as = session.act_as();
    let revoked = session.run(async |client: &latchkey_core::Client<latchkey_native::HttpTransport>| {
        client.revoke(&act_as, owner, uuid).await
    });
    (revoked.is_ok(), session.command("revoke", owner, &[uuid]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_does_not_fit_its_form_after_all_is_given_back() {
        let output = TokenOutput { form: Some(Form::Netrc), save: false, save_to: None };
        let (controller, user) = (ControllerUrl::parse("https://ci:8443").unwrap(), UserId::new("alice"));
        let token = GeneratedToken {
            name: "n".to_owned(),
            uuid: "u-1".to_owned(),
            value: Secret::new("11aa"),
            lifetime: Lifetime::Never,
        };
        let new = NewToken { controller: &controller, user: &user, token: &token };
        let handed = output.deliver(&new, &Output { json: false }, |uuid| {
            assert_eq!(uuid, "u-1");
            (true, String::new())
        });
        let Err(CliError::Lost { reason, revoked: true, .. }) = handed else { panic!("{handed:?}") };
        assert!(reason.contains("port"), "{reason}");
    }
}
