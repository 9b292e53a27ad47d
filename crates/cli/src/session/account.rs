//! The account that requests are sent with, and where its credentials come from.

use std::env;

use latchkey_core::{ControllerUrl, CrumbSource, Error, Secret, UserId, token};
use latchkey_native::Credentials;

use super::address::Address;
use super::netrc;
use crate::access::Access;
use crate::error::CliError;
use crate::terminal::prompt;
use crate::token_store::{self, SavedToken, TokenStore};

/// An account on a controller.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) credentials: Credentials,
    pub(crate) source: Source,
}

/// Where credentials come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// `--user`, with what was typed or piped in.
    User,
    /// `JENKINS_USER_ID` and `JENKINS_API_TOKEN`.
    Environment,
    /// Saved before, with the UUID of the token if that is known.
    Saved { store: TokenStore, uuid: Option<String> },
    /// `~/.netrc`.
    Netrc,
    /// Created by this very command.
    New,
}

impl Account {
    pub(crate) fn user(&self) -> &UserId {
        &self.credentials.user
    }

    /// The UUID of the saved token that requests are sent with, and where it is saved.
    pub(crate) fn saved_token(&self) -> Option<(&TokenStore, &str)> {
        let Source::Saved { store, uuid } = &self.source else { return None };
        Some((store, uuid.as_deref()?))
    }

    /// Where the crumbs for requests of this account come from.
    pub(crate) fn crumb(&self) -> CrumbSource {
        if self.has_token() { CrumbSource::ApiToken } else { CrumbSource::Password }
    }

    /// Whether the secret is a token or looks like one; otherwise it is a password.
    pub(crate) fn has_token(&self) -> bool {
        matches!(self.source, Source::Saved { .. } | Source::New)
            || token::is_shaped_like_token(&self.credentials.secret)
    }

    /// The secret's name in a message.
    pub(crate) fn secret_name(&self) -> &'static str {
        if self.has_token() { "token" } else { "password" }
    }

    /// The credentials' name in a message.
    pub(crate) fn describe(&self) -> String {
        let secret = self.secret_name();
        match &self.source {
            Source::User => format!("the {secret} given"),
            Source::Environment => "JENKINS_USER_ID and JENKINS_API_TOKEN".to_owned(),
            Source::Saved { store, .. } => format!("the token saved in {store}"),
            Source::New => "the new token".to_owned(),
            Source::Netrc => format!("the {secret} in {}", netrc::file_name()),
        }
    }
}

/// For how many controllers a command looks for credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run {
    /// For one, which the person named.
    Single,
    /// For one of several.
    Fleet,
}

/// Finds the credentials for a controller; `None` if there are none. In this order: `--user`, with the token saved for
/// that user or what is typed, or `--from`; `JENKINS_USER_ID` with `JENKINS_API_TOKEN`; the saved token; `~/.netrc`.
/// For one of several controllers, nothing is typed, and the environment counts only if `JENKINS_URL` names it.
pub(super) fn find(access: &Access, root: &ControllerUrl, run: Run) -> Result<Option<Account>, CliError> {
    if let Some(user) = &access.user {
        if !access.password_stdin
            && let Some(saved) = token_store::in_keychain(root, Some(user))?
        {
            return saved_account(TokenStore::Keychain, saved, root).map(Some);
        }
        if run == Run::Fleet {
            return Ok(None);
        }
        let secret = prompt::secret_of(user, root, access.password_stdin)?;
        return account(user, secret, Source::User, root).map(Some);
    }
    if let Some(file) = &access.from {
        let store = TokenStore::File(file.clone());
        let saved = store.read(root, None)?;
        return saved_account(store, saved, root).map(Some);
    }
    if let (Some(user), Some(token)) = (variable("JENKINS_USER_ID"), variable("JENKINS_API_TOKEN"))
        && environment_is_for(root, run)
    {
        return account(&user, Secret::new(token), Source::Environment, root).map(Some);
    }
    if let Some(saved) = token_store::in_keychain(root, None)? {
        return saved_account(TokenStore::Keychain, saved, root).map(Some);
    }
    match netrc::look_up(root)? {
        Some((user, secret)) => account(&user, secret, Source::Netrc, root).map(Some),
        None => Ok(None),
    }
}

pub(crate) fn saved_account(
    store: TokenStore,
    saved: SavedToken,
    root: &ControllerUrl,
) -> Result<Account, CliError> {
    account(&saved.user, saved.token, Source::Saved { store, uuid: saved.uuid }, root)
}

/// HTTP Basic cuts user IDs at the first colon, so those are refused before anything is sent.
fn account(user: &str, secret: Secret, source: Source, root: &ControllerUrl) -> Result<Account, CliError> {
    let user = UserId::new(user);
    let fits = user.fits_basic();
    let account = Account { credentials: Credentials { user, secret }, source };
    if fits {
        Ok(account)
    } else {
        Err(CliError::request(&Error::ColonInUserId, &account.describe(), &root.to_string()))
    }
}

/// If `JENKINS_URL` names a controller, the credentials beside it are for that one only, and with `https` not for `http`.
fn environment_is_for(root: &ControllerUrl, run: Run) -> bool {
    match variable("JENKINS_URL").map(|url| Address::parse(&url)) {
        None => run == Run::Single,
        Some(Ok(address)) => address.covers(root),
        Some(Err(_)) => false,
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
