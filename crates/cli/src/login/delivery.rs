//! A token that arrived is tried and saved.

use latchkey_core::login::{DeliveredToken, Refusal, SavedIn};
use latchkey_core::{Error, Secret, UserId, Verification};
use latchkey_native::Credentials;

use super::saved_before::SavedBefore;
use crate::error::{CliError, ExitCode, missing_permission, tokens_without_groups};
use crate::session::Session;
use crate::session::account::{Account, Source};
use crate::session::anonymous::AnonymousSession;
use crate::token_store::{RequestedExpiry, SavedToken, TokenStore};
use crate::user_id::is_same_user;

/// What is done with a token that arrives.
pub(crate) struct Delivery<'a> {
    pub(crate) controller: &'a AnonymousSession<'a>,
    pub(crate) store: TokenStore,
    /// The only user whose token is taken; `None` takes anybody's.
    pub(crate) user: Option<UserId>,
    pub(crate) saved_before: SavedBefore,
    /// What the browser was asked for. It creates the token later than that.
    pub(crate) requested: RequestedExpiry,
}

/// A token that arrived, from the popup or pasted.
pub(crate) struct ArrivedToken {
    user: UserId,
    value: Secret,
    uuid: Option<String>,
    name: Option<String>,
    expiry: Option<RequestedExpiry>,
}

/// A token that was saved.
pub(crate) struct SavedLogin {
    /// As the controller says or, if it could not be asked, as whoever brought the token said.
    pub(crate) user: UserId,
    pub(crate) uuid: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) expiry: Option<RequestedExpiry>,
    /// What to warn of; `None` if the token works.
    pub(crate) doubt: Option<CliError>,
    /// The token of this user that was saved until now.
    pub(crate) replaced: Option<SavedToken>,
    value: Secret,
}

/// A token that was not saved, and why.
pub(crate) struct NotTaken {
    pub(crate) refusal: Refusal,
    pub(crate) error: CliError,
}

impl ArrivedToken {
    /// Reads `user:token`, as Latchkey copies it.
    pub(crate) fn pasted(line: &Secret) -> Option<Self> {
        let (user, token) = line.reveal().trim().split_once(':')?;
        let value = Secret::new(token.trim());
        let is_token = !user.is_empty() && latchkey_core::token::is_shaped_like_token(&value);
        is_token.then(|| Self { user: UserId::new(user), value, uuid: None, name: None, expiry: None })
    }

    /// Takes a token from the popup, in which another expiry may have been chosen than the terminal asked for.
    fn delivered(delivered: DeliveredToken, asked: RequestedExpiry) -> Self {
        let DeliveredToken { user, token, requested, .. } = delivered;
        let expiry = requested.map(|expiry| RequestedExpiry { expiry, ..asked }.granted(&token.lifetime));
        Self { user, value: token.value, uuid: Some(token.uuid), name: Some(token.name), expiry }
    }
}

impl SavedLogin {
    /// A session that is signed in with the new token.
    pub(crate) fn session<'a>(&self, controller: &AnonymousSession<'a>) -> Session<'a> {
        let credentials = Credentials { user: self.user.clone(), secret: self.value.clone() };
        controller.sign_in(Account { credentials, source: Source::New })
    }

    /// Whether the controller has answered, so that what is in front of it lets this command pass.
    pub(crate) fn was_answered(&self) -> bool {
        self.doubt.as_ref().is_none_or(|doubt| doubt.exit_code == ExitCode::NotPermitted)
    }

    /// Whether this is the very token that was saved before.
    pub(crate) fn is(&self, other: &SavedToken) -> bool {
        self.value == other.token || self.uuid.is_some() && self.uuid == other.uuid
    }
}

impl Delivery<'_> {
    /// Tries and saves a token that the popup sent.
    pub(crate) fn take_delivered(&self, delivered: DeliveredToken) -> Result<SavedLogin, NotTaken> {
        let (wanted, other) = (&self.controller.root, &delivered.controller);
        if other != wanted {
            let message = format!("The browser sent a token of {other}, so it was not saved");
            let error = CliError::new(ExitCode::Failed, "other-controller", message)
                .hint(format!("Create one at {wanted}, or run `latchkey login {other}`."));
            return Err(NotTaken { refusal: Refusal::OtherController, error });
        }
        self.take(ArrivedToken::delivered(delivered, self.requested))
    }

    /// Tries and saves a token.
    pub(crate) fn take(&self, arrived: ArrivedToken) -> Result<SavedLogin, NotTaken> {
        let (user, doubt) = self.try_token(&arrived)?;
        if let Some(wanted) =
            self.user.as_ref().filter(|wanted| !is_same_user(wanted.as_str(), user.as_str()))
        {
            let message = format!("The token is of {user} and not of {wanted}, so it was not saved");
            let error = CliError::new(ExitCode::Failed, "other-user", message)
                .hint(format!("Sign in as {wanted} in the browser, and open the page again."));
            return Err(NotTaken { refusal: Refusal::OtherUser, error });
        }
        let root = self.controller.root.to_string();
        let ArrivedToken { value, uuid, name, expiry, .. } = arrived;
        let saved = SavedToken {
            controller: root,
            user: user.to_string(),
            token: value.clone(),
            uuid: uuid.clone(),
            name: name.clone(),
            expiry,
            successor: None,
        };
        let not_saved =
            |reason: &str| NotTaken { refusal: Refusal::NotSaved, error: self.store.cannot_save(reason) };
        let replaced = self
            .saved_before
            .now(&self.store, &self.controller.root, &user)
            .map_err(|e| not_saved(&e.message))?;
        self.store.write(&saved).map_err(|reason| not_saved(&reason))?;
        Ok(SavedLogin { user, uuid, name, expiry, doubt, replaced, value })
    }

    /// Whose token it is, and what to warn of.
    fn try_token(&self, arrived: &ArrivedToken) -> Result<(UserId, Option<CliError>), NotTaken> {
        let credentials = Credentials { user: arrived.user.clone(), secret: arrived.value.clone() };
        let account = Account { credentials, source: Source::New };
        let mut session = self.controller.sign_in(account);
        let rejected = |error| NotTaken { refusal: Refusal::TokenRejected, error };
        match session.verify(&arrived.user, &arrived.value) {
            Ok(Verification::WorksAs(user)) => Ok((user, None)),
            Ok(Verification::WithoutRead { user, permission }) => {
                let message = format!(
                    "The token works as {user}, but without {}",
                    missing_permission(permission.as_deref())
                );
                let doubt = CliError::new(ExitCode::NotPermitted, "not-permitted", message);
                Ok((user, Some(doubt.hint(tokens_without_groups()))))
            }
            Ok(Verification::Refused) => {
                let message = "Jenkins does not accept the token, so it was not saved";
                let error = CliError::new(ExitCode::CredentialsRefused, "credentials-refused", message);
                Err(rejected(error.hint("Create another one in the browser.")))
            }
            Ok(Verification::Unknown(cause @ Error::ColonInUserId)) | Err(cause @ Error::ColonInUserId) => {
                Err(rejected(session.error(&cause)))
            }
            Ok(Verification::Unknown(cause)) | Err(cause) => {
                let cause = session.error(&cause);
                let message = format!("The token could not be tried from here: {}", cause.message);
                Ok((arrived.user.clone(), Some(CliError { message, ..cause })))
            }
        }
    }

    /// Where tokens are saved, in the protocol's words.
    pub(crate) fn location(&self) -> SavedIn {
        match self.store {
            TokenStore::Keychain => SavedIn::Keychain,
            TokenStore::File(_) => SavedIn::File,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_line_is_a_user_and_a_token() {
        let token = format!("11{}", "a".repeat(32));
        let pasted = |line: &str| {
            let arrived = ArrivedToken::pasted(&Secret::new(line))?;
            Some((arrived.user.to_string(), arrived.value.reveal().to_owned()))
        };
        for line in [format!("alice:{token}"), format!("  alice:{token}\r"), format!("alice: {token}")] {
            assert_eq!(pasted(&line), Some(("alice".to_owned(), token.clone())), "{line:?}");
        }
        assert_eq!(pasted(&format!("CORP\\zoë x:{token}")), Some(("CORP\\zoë x".to_owned(), token.clone())));
        for line in [
            "",
            "alice",
            "alice:",
            "alice:alice-pass-1",
            "https://ci.example.org/",
            &token,
            &format!(":{token}"),
        ] {
            assert_eq!(pasted(line), None, "{line}");
        }
    }
}
