//! Other users' tokens by the script console, for administrators.

use super::Client;
use super::generate::NewTokenRequest;
use super::send_with_crumb::{ActAs, Change};
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Retry, Transport};
use crate::script::{self, Revocation, Script, UserPage, UserTokens};
use crate::token::{GeneratedToken, TokenName};
use crate::user::UserId;

/// All of these fail with [`Error::NotPermitted`] if the user is not an administrator, with
/// [`Error::ScriptConsoleOff`] if the script console is switched off, with [`Error::ScriptConsoleBlocked`] if
/// something in front of the controller blocks it, and with [`Error::ScriptFailed`] if the script fails.
impl<T: Transport> Client<T> {
    /// Creates a token for another user by [`Script::generate`]. The crumb and the expected user are the
    /// administrator's.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] if there is no such user; [`Unconfirmed::outcome`] says whether the token may
    /// exist nevertheless.
    pub async fn generate_by_script(
        &self,
        user: &UserId,
        request: &NewTokenRequest,
    ) -> Result<GeneratedToken, Unconfirmed> {
        let script = Script::generate(user, &request.name, request.expiry);
        let reply = self.run(&request.act_as(), &script, Retry::Never).await?;
        script::read_generated(user, request.expiry, &reply)
    }

    /// Lists the tokens of users, in the given order, at most [`Script::USERS_AT_ONCE`] at a time.
    ///
    /// # Errors
    ///
    /// Those of every script. An unknown user or a broken record is not an error: the list says so in that
    /// user's place.
    pub async fn list_by_script(&self, act_as: &ActAs, users: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let reply = self.run(act_as, &Script::list(users), Retry::Safe).await;
        script::read_list(&reply.map_err(|error| error.cause)?)
    }

    /// The IDs of `count` users, from position `from` on.
    ///
    /// # Errors
    ///
    /// Those of every script.
    pub async fn users_by_script(
        &self,
        act_as: &ActAs,
        from: usize,
        count: usize,
    ) -> Result<UserPage, Error> {
        let reply = self.run(act_as, &Script::users(from, count), Retry::Safe).await;
        script::read_users(&reply.map_err(|error| error.cause)?)
    }

    /// Renames another user's token. Use this if a proxy refuses URLs with the user's ID, so that
    /// [`Client::rename`] does not reach Jenkins.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownToken`] if there is no such token.
    pub async fn rename_by_script(
        &self,
        act_as: &ActAs,
        user: &UserId,
        uuid: &str,
        new_name: &TokenName,
    ) -> Result<(), Unconfirmed> {
        let script = Script::rename(user, uuid, new_name);
        script::read_done(user, &self.run(act_as, &script, Retry::Safe).await?)
    }

    /// Revokes another user's token. Like [`Client::revoke`], it succeeds if there is no such token. Use this
    /// if a proxy refuses URLs with the user's ID.
    ///
    /// # Errors
    ///
    /// Those of every script.
    pub async fn revoke_by_script(
        &self,
        act_as: &ActAs,
        user: &UserId,
        uuid: &str,
    ) -> Result<(), Unconfirmed> {
        let script = Script::revoke(user, uuid);
        script::read_done(user, &self.run(act_as, &script, Retry::Safe).await?)
    }

    /// Revokes tokens of several users, given by user and UUID, at most [`Script::TOKENS_AT_ONCE`] at a time. The
    /// answers are in the same order. Doing it twice does no harm.
    ///
    /// # Errors
    ///
    /// Those of every script. A token that cannot be revoked is not an error: the answer says so in its place.
    pub async fn revoke_several_by_script(
        &self,
        act_as: &ActAs,
        tokens: &[(&UserId, &str)],
    ) -> Result<Vec<Revocation>, Unconfirmed> {
        // Sent twice, the second reply would say of each token that it was gone.
        let reply = self.run(act_as, &Script::revoke_several(tokens), Retry::Never).await?;
        script::read_revocations(tokens, &reply)
    }

    async fn run(&self, act_as: &ActAs, script: &Script, retry: Retry) -> Result<Reply, Unconfirmed> {
        let fields = vec![("script", script.text().to_owned())];
        self.change(act_as, &Change { path: "scriptText".to_owned(), fields, retry }).await
    }
}
