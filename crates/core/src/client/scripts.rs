//! Other users' tokens by the script console, for administrators.

use super::Client;
use super::generate::NewTokenRequest;
use super::send_with_crumb::{ActAs, Change};
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Retry, Transport};
use crate::script::{self, Script, UserPage, UserTokens};
use crate::token::{GeneratedToken, TokenName};
use crate::user::UserId;

/// All of them fail with [`Error::NotPermitted`] where the person is no administrator, with
/// [`Error::ScriptConsoleOff`] where the controller has no script console, with
/// [`Error::ScriptConsoleBlocked`] where something in front of it lets nobody there, and with
/// [`Error::ScriptFailed`] where the script did not come to its end.
impl<T: Transport> Client<T> {
    /// Makes a token for another user by [`Script::generate`]. The order's crumb and the user shown are
    /// the administrator's.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] where there is no such user; [`Unconfirmed::outcome`] says
    /// whether a token may exist.
    pub async fn generate_by_script(
        &self,
        user: &UserId,
        order: &NewTokenRequest,
    ) -> Result<GeneratedToken, Unconfirmed> {
        let script = Script::generate(user, &order.name, order.expiry);
        let reply = self.run(&order.act_as(), &script, Retry::Never).await?;
        script::read_generated(user, order.expiry, &reply)
    }

    /// Lists the tokens of users, in the order asked, at most [`Script::USERS_AT_ONCE`] at a time.
    ///
    /// # Errors
    ///
    /// Those of every script. A user who is not known or whose record is broken is no error: the list says
    /// so in that user's place.
    pub async fn list_by_script(&self, act_as: &ActAs, users: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let reply = self.run(act_as, &Script::list(users), Retry::Safe).await;
        script::read_list(&reply.map_err(|error| error.cause)?)
    }

    /// The ids of so many users, from the one at this place.
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

    /// Gives another user's token another name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownToken`] where there is no such token (any more).
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

    /// Revokes another user's token. As [`Client::revoke`], it succeeds where there is no such token.
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

    async fn run(&self, act_as: &ActAs, script: &Script, retry: Retry) -> Result<Reply, Unconfirmed> {
        let fields = vec![("script", script.text().to_owned())];
        self.change(act_as, &Change { path: "scriptText".to_owned(), fields, retry }).await
    }
}
