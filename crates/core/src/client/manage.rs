//! Renaming and revoking tokens.

use super::Client;
use super::send_with_crumb::{ActAs, Change};
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Retry, Transport};
use crate::json::Json;
use crate::refusal;
use crate::token::TokenName;
use crate::user::Owner;

impl<T: Transport> Client<T> {
    /// Renames a token. The owner and administrators may do this.
    ///
    /// Doing it twice does no harm, so it can be repeated if the outcome is unknown.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] with Jenkins' own sentence if there is no such token. [`Unconfirmed::outcome`]
    /// says whether the name may have changed nevertheless.
    pub async fn rename(
        &self,
        act_as: &ActAs,
        owner: &Owner,
        uuid: &str,
        new_name: &TokenName,
    ) -> Result<(), Unconfirmed> {
        let fields = vec![("tokenUuid", uuid.to_owned()), ("newName", new_name.as_str().to_owned())];
        self.manage(act_as, owner, "rename", fields, read_renamed).await
    }

    /// Revokes a token. The owner and administrators may do this.
    ///
    /// Jenkins sends the same reply if there is no such token: list the tokens to confirm it. Doing it twice
    /// does no harm, so it can be repeated if the outcome is unknown.
    ///
    /// # Errors
    ///
    /// [`Unconfirmed::outcome`] says whether the token may be gone nevertheless: a reply with status 500 has
    /// been seen after it was revoked.
    pub async fn revoke(&self, act_as: &ActAs, owner: &Owner, uuid: &str) -> Result<(), Unconfirmed> {
        let fields = vec![("tokenUuid", uuid.to_owned())];
        self.manage(act_as, owner, "revoke", fields, read_revoked).await
    }

    /// Revokes all tokens of a user at once, by `revokeAll`, which Jenkins has since 2.260. The owner and
    /// administrators may do this.
    ///
    /// Jenkins keeps the secret of a legacy token and makes the token again when it starts
    /// (`ApiTokenProperty#revokeAllTokens` and `#setUser`): revoke that token by [`Client::revoke`] before. As after
    /// that, list the tokens to confirm it.
    ///
    /// # Errors
    ///
    /// Before 2.260 those of a missing page, which are [`Error::UnknownUser`] for another user. Otherwise as
    /// [`Client::revoke`].
    pub async fn revoke_all(&self, act_as: &ActAs, owner: &Owner) -> Result<(), Unconfirmed> {
        self.manage(act_as, owner, "revokeAll", Vec::new(), read_revoked).await
    }

    async fn manage(
        &self,
        act_as: &ActAs,
        owner: &Owner,
        method: &str,
        fields: Vec<(&'static str, String)>,
        read: fn(&Reply) -> Result<(), Error>,
    ) -> Result<(), Unconfirmed> {
        let path = owner.descriptor_path(method).map_err(Unconfirmed::not_done)?;
        let change = Change { path, fields, retry: Retry::Safe };
        let reply = self.change(act_as, &change).await?;
        let done = refusal::accept(&reply).and_then(read).map_err(|cause| owner.map_not_found(cause));
        done.map_err(|cause| Unconfirmed::by(&reply, cause))
    }
}

/// `{"status":"ok"}` since 2.505, an empty body before; an error message if Jenkins rejected it.
fn read_renamed(reply: &Reply) -> Result<(), Error> {
    if reply.is_truncated() {
        return Err(Error::UnexpectedReply);
    }
    if reply.body().is_empty() {
        return Ok(());
    }
    let mut answer = Json::parse(reply.body())?;
    match answer.text("status")?.as_str() {
        "ok" => Ok(()),
        "error" => Err(Error::Rejected { message: answer.optional_text("message")?.unwrap_or_default() }),
        _ => Err(Error::UnexpectedReply),
    }
}

/// Always an empty body.
fn read_revoked(reply: &Reply) -> Result<(), Error> {
    if reply.is_truncated() || !reply.body().is_empty() { Err(Error::UnexpectedReply) } else { Ok(()) }
}
