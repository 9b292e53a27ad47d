//! Whom the command acts as, and where that is said.

use std::env;

use latchkey_core::{ControllerUrl, CrumbSource, Secret, UserId, token};
use latchkey_native::Credentials;

use super::address::Address;
use super::netrc;
use crate::args::Access;
use crate::error::CliError;
use crate::terminal::prompt;
use crate::token_store::{self, TokenStore};

/// Somebody whom the command acts as.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) credentials: Credentials,
    pub(crate) source: Source,
}

/// Where an account was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// `--user`, with what was typed or piped in.
    User,
    /// `JENKINS_USER_ID` and `JENKINS_API_TOKEN`.
    Environment,
    /// Saved before, with the uuid of the token where that is known.
    Saved { place: TokenStore, uuid: Option<String> },
    /// `~/.netrc`.
    Netrc,
    /// Made by this very command.
    New,
}

impl Account {
    pub(crate) fn user(&self) -> &UserId {
        &self.credentials.user
    }

    /// Whether the secret looks like a token; otherwise it is a password.
    pub(crate) fn has_token(&self) -> bool {
        matches!(self.source, Source::Saved { .. } | Source::New)
            || token::is_shaped_like_token(&self.credentials.secret)
    }

    /// Where crumbs come from for requests of this account.
    pub(crate) fn crumb(&self) -> CrumbSource {
        if self.has_token() { CrumbSource::ApiToken } else { CrumbSource::Password }
    }

    /// Where it was found, for telling.
    pub(crate) fn origin(&self) -> String {
        let secret = if self.has_token() { "token" } else { "password" };
        match &self.source {
            Source::User => format!("the {secret} given"),
            Source::Environment => "JENKINS_USER_ID and JENKINS_API_TOKEN".to_owned(),
            Source::Saved { place, .. } => format!("the token saved in {place}"),
            Source::New => "the new token".to_owned(),
            Source::Netrc => format!("the {secret} in {}", netrc::file_name()),
        }
    }
}

/// Finds whom to act as at a controller; `None` where nobody is named anywhere. In this order: `--user`,
/// `JENKINS_USER_ID` with `JENKINS_API_TOKEN`, the saved token, `~/.netrc`. With `--from` it is that file.
///
/// # Errors
///
/// Where somebody is named whose secret cannot be had.
pub(crate) fn find(access: &Access, root: &ControllerUrl) -> Result<Option<Account>, CliError> {
    if let Some(user) = &access.user {
        let secret = prompt::secret_of(user, root, access.password_stdin)?;
        return account(user, secret, Source::User).map(Some);
    }
    if let Some(file) = &access.from {
        let place = TokenStore::File(file.clone());
        return of_saved(place.clone(), token_store::read(&place, root)?).map(Some);
    }
    if let (Some(user), Some(token)) = (variable("JENKINS_USER_ID"), variable("JENKINS_API_TOKEN"))
        && environment_is_about(root)
    {
        return account(&user, Secret::new(token), Source::Environment).map(Some);
    }
    // A keychain that cannot be opened is one that nothing was saved in.
    if let Ok(saved) = token_store::read(&TokenStore::Keychain, root) {
        return of_saved(TokenStore::Keychain, saved).map(Some);
    }
    match netrc::look_up(root)? {
        Some((user, secret)) => account(&user, secret, Source::Netrc).map(Some),
        None => Ok(None),
    }
}

fn of_saved(place: TokenStore, saved: token_store::SavedToken) -> Result<Account, CliError> {
    let source = Source::Saved { place, uuid: saved.uuid };
    account(&saved.user, saved.token, source)
}

/// HTTP Basic cuts user ids at the first colon: to be told before anything is sent.
fn account(user: &str, secret: Secret, source: Source) -> Result<Account, CliError> {
    let user = UserId::new(user);
    if !user.fits_basic() {
        return Err(CliError::request(latchkey_core::Error::ColonInUserId));
    }
    Ok(Account { credentials: Credentials { user, secret }, source })
}

/// Where `JENKINS_URL` names a host, user and token beside it are for that host alone, and with `https` not for `http`.
fn environment_is_about(root: &ControllerUrl) -> bool {
    match variable("JENKINS_URL").map(|url| Address::parse(&url)) {
        None => true,
        Some(Ok(address)) => address.covers(root),
        Some(Err(_)) => false,
    }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
