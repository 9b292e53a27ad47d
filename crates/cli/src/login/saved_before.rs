//! Tokens that are saved already, and what becomes of the one that the new token replaces.

use std::path::Path;

use latchkey_core::{ControllerUrl, Owner, TokenRow, UserId};

use super::delivery::SavedLogin;
use crate::error::{CliError, ExitCode};
use crate::look;
use crate::session::Session;
use crate::terminal::interrupt;
use crate::terminal::output::Output;
use crate::terminal::prompt;
use crate::token_store::{SavedToken, TokenStore};
use crate::user_id::is_same_user;

/// What was saved for a controller when the command began, as far as the new token may replace it.
pub(crate) struct SavedBefore {
    tokens: Vec<SavedToken>,
}

/// What became of the token that was replaced.
pub(crate) enum OldToken {
    /// There was none.
    None,
    /// The person wants to keep it, or never agreed to its end.
    Kept,
    Revoked,
}

impl SavedBefore {
    /// Looks, before the browser opens. Gives the user who is to sign in, too: the one that was asked for or, for a file
    /// that has a token, its user.
    pub(crate) fn look(
        store: &TokenStore,
        root: &ControllerUrl,
        user: Option<&UserId>,
    ) -> Result<(Self, Option<UserId>), CliError> {
        let mut tokens = store.all(root)?;
        let owner = match (store, tokens.first()) {
            (TokenStore::File(file), Some(saved)) => {
                let owner = UserId::new(&saved.user);
                check_room(file, saved, root, user.unwrap_or(&owner))?;
                Some(owner)
            }
            (TokenStore::File(_) | TokenStore::Keychain, _) => None,
        };
        if let Some(user) = user {
            tokens.retain(|saved| is_same_user(&saved.user, user.as_str()));
        }
        Ok((Self { tokens }, user.cloned().or(owner)))
    }

    /// Asks whether a saved token may be replaced.
    pub(crate) fn confirm(
        &self,
        store: &TokenStore,
        root: &ControllerUrl,
        user: Option<&UserId>,
        keep_old: bool,
    ) -> Result<(), CliError> {
        let users: Vec<&str> = self.tokens.iter().map(|saved| saved.user.as_str()).collect();
        let end = if keep_old { "is not revoked" } else { "is revoked once the new one works" };
        let question = match (users.as_slice(), user) {
            ([], _) => return Ok(()),
            ([saved], Some(_)) => {
                format!("A token of {saved} for {root} is saved in {store}. Replace it? The old one {end}.")
            }
            ([saved], None) => format!(
                "A token of {saved} for {root} is saved in {store}. If you sign in as {saved}, the new token replaces it, and the \
                 old one {end}. Continue?"
            ),
            (users, _) => format!(
                "Tokens of {} for {root} are saved in {store}. If you sign in as one of them, the new token replaces the old \
                 one, which {end}. Continue?",
                users.join(", ")
            ),
        };
        prompt::confirm(&question)
    }

    /// The token of this user that is saved now, when another is about to take its place.
    pub(crate) fn now(
        &self,
        store: &TokenStore,
        root: &ControllerUrl,
        user: &UserId,
    ) -> Result<Option<SavedToken>, CliError> {
        let mut tokens = store.all(root)?;
        if let (TokenStore::File(file), Some(saved)) = (store, tokens.first()) {
            check_room(file, saved, root, user)?;
        } else {
            tokens.retain(|saved| saved.user == user.as_str());
        }
        Ok(tokens.pop())
    }

    /// Whether the person agreed to the end of this token.
    fn includes(&self, token: &SavedToken) -> bool {
        self.tokens.iter().any(|saved| saved.user == token.user && saved.token == token.token)
    }

    /// Revokes the token that was replaced, if the new one works.
    pub(crate) fn revoke_replaced(
        &self,
        session: &mut Session<'_>,
        store: &TokenStore,
        login: &SavedLogin,
        keep_old: bool,
        output: &Output,
    ) -> Result<OldToken, CliError> {
        let Some(old) = login.replaced.as_ref().filter(|old| !login.is(old)) else {
            return Ok(OldToken::None);
        };
        if keep_old || !self.includes(old) {
            let name = old.uuid.as_deref().unwrap_or("the one saved before");
            output.say(&format!("The old token still works ({name})."));
            return Ok(OldToken::Kept);
        }
        let name = old.uuid.as_deref().unwrap_or("whose UUID is not known");
        let command =
            |name: &str, tokens: &[&str]| store.with_source(session.command(name, &Owner::Me, tokens));
        let way = match &old.uuid {
            Some(uuid) => format!("Revoke it with `{}`.", command("revoke", &[uuid])),
            None => format!("Look for it with `{}`, and revoke it.", command("list", &[])),
        };
        let left = |reason: String, hints: Vec<String>| {
            let message =
                format!("The new token is saved, but the old one, {name}, was not revoked: {reason}");
            let error = CliError::new(ExitCode::PartlyDone, "old-token-left", message);
            hints.into_iter().chain([way.clone()]).fold(error, CliError::hint)
        };
        let Some(uuid) = old.uuid.as_deref() else {
            return Err(left("only its value was saved".to_owned(), Vec::new()));
        };
        if login.doubt.is_some() {
            return Err(left("it is not certain that the new one works".to_owned(), Vec::new()));
        }
        let _guard = interrupt::on_interrupt(
            left("the command was interrupted".to_owned(), Vec::new()),
            output.clone(),
        );
        let listing = session.tokens(&Owner::Me).map_err(|cause| {
            let cause = session.error(&cause);
            left(cause.message, cause.hints)
        })?;
        let Some(row) = listing.tokens.iter().find(|row| row.uuid == uuid) else { return Ok(OldToken::None) };
        let rows: [&TokenRow; 1] = [row];
        match look::revoke(session, &Owner::Me, &rows).left {
            None => Ok(OldToken::Revoked),
            Some(cause) => Err(left(cause.message, cause.hints)),
        }
    }
}

/// Checks that the token in a file may make room for one of this user.
fn check_room(file: &Path, saved: &SavedToken, root: &ControllerUrl, user: &UserId) -> Result<(), CliError> {
    if saved.controller == root.to_string() && is_same_user(&saved.user, user.as_str()) {
        return Ok(());
    }
    let SavedToken { controller, user, .. } = saved;
    let message = format!("{} has a token of {user} for {controller}, which stays there", file.display());
    Err(CliError::new(ExitCode::Failed, "saving", message).hint("Choose another file with --save-to."))
}
