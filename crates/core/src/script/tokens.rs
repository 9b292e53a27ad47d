//! The results of scripts.

use super::output;
use crate::error::{Error, Unconfirmed};
use crate::json::{Json, UnexpectedShape};
use crate::token::{Expiry, GeneratedToken, Lifetime};
use crate::{Reply, UserId};

/// The tokens of one user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserTokens {
    /// The user's tokens, by name.
    Tokens {
        /// The ID as Jenkins spells it.
        user: UserId,
        /// Their tokens.
        tokens: Vec<StoredToken>,
    },
    /// There is no user with this ID.
    UnknownUser(UserId),
    /// The user's record is broken.
    Unreadable {
        /// The requested ID.
        user: UserId,
        /// Jenkins' reason.
        reason: String,
    },
}

/// A token as the controller stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// Its UUID, by which it is renamed and revoked.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// When it was created, in milliseconds since 1970. A legacy token may have no date.
    pub created: Option<i64>,
    /// Whether it is a legacy token, of the kind Jenkins had before 2.129.
    pub legacy: bool,
    /// How often it was used; `None` if usage statistics are off.
    pub uses: Option<u64>,
    /// When it was last used, in milliseconds since 1970.
    pub last_used: Option<i64>,
    /// The last day it works, `YYYY-MM-DD`; `None` if it never expires.
    pub expires: Option<String>,
}

/// What became of a token that a script was to revoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revocation {
    /// It was there, and is revoked.
    Revoked,
    /// There was no such token, or no such user.
    Gone,
    /// It could not be revoked.
    Failed {
        /// Jenkins' reason.
        reason: String,
    },
}

/// Some of the users of a controller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPage {
    /// Their IDs.
    pub ids: Vec<UserId>,
    /// The number of all users.
    pub total: usize,
}

/// Reads the reply to [`Script::generate`](super::Script::generate), also one that was kept for later.
///
/// # Errors
///
/// [`Error::ScriptFailed`] and everything else that leaves open whether a token was created says so in
/// [`Unconfirmed::outcome`].
pub fn read_generated(user: &UserId, expiry: Expiry, reply: &Reply) -> Result<GeneratedToken, Unconfirmed> {
    let lifetime = |date| match date {
        Some(date) => Lifetime::Until(date),
        None if expiry == Expiry::Never => Lifetime::Never,
        None => Lifetime::NotSupported,
    };
    let read = output::read(reply, Some(user))
        .and_then(|made| GeneratedToken::from_json(made, ["name", "uuid", "value", "expires"], &lifetime));
    read.map_err(|cause| Unconfirmed::by(reply, cause))
}

/// Reads the reply to a script that renames or revokes.
pub(crate) fn read_done(user: &UserId, reply: &Reply) -> Result<(), Unconfirmed> {
    let read = output::read(reply, Some(user)).and_then(|done| match done.into_flag()? {
        true => Ok(()),
        false => Err(Error::UnexpectedReply),
    });
    read.map_err(|cause| Unconfirmed::by(reply, cause))
}

/// Reads the reply to a script that revokes these tokens.
pub(crate) fn read_revocations(
    tokens: &[(&UserId, &str)],
    reply: &Reply,
) -> Result<Vec<Revocation>, Unconfirmed> {
    let meaning = |(mut entry, (_, uuid)): (Json, &(&UserId, &str))| {
        if entry.text("uuid")? != *uuid {
            return Err(Error::UnexpectedReply);
        }
        match (entry.take("revoked"), entry.optional_text("error")?) {
            (Some(revoked), None) => {
                Ok(if revoked.into_flag()? { Revocation::Revoked } else { Revocation::Gone })
            }
            (None, Some(reason)) => Ok(Revocation::Failed { reason }),
            _ => Err(Error::UnexpectedReply),
        }
    };
    let read = output::read(reply, None).and_then(|answer| {
        let entries = answer.into_list()?;
        if entries.len() != tokens.len() {
            return Err(Error::UnexpectedReply);
        }
        entries.into_iter().zip(tokens).map(meaning).collect()
    });
    read.map_err(|cause| Unconfirmed::by(reply, cause))
}

/// Reads the reply to a script that lists tokens.
pub(crate) fn read_list(reply: &Reply) -> Result<Vec<UserTokens>, Error> {
    let meaning = |mut entry: Json| {
        let user = UserId::new(entry.text("user")?);
        match (entry.take("tokens"), entry.optional_text("error")?) {
            (Some(tokens), None) => {
                let tokens =
                    tokens.into_list()?.into_iter().map(StoredToken::of).collect::<Result<_, _>>()?;
                Ok(UserTokens::Tokens { user, tokens })
            }
            (None, Some(error)) if error == "unknownUser" => Ok(UserTokens::UnknownUser(user)),
            (None, Some(reason)) => Ok(UserTokens::Unreadable { user, reason }),
            _ => Err(Error::UnexpectedReply),
        }
    };
    output::read(reply, None)?.into_list()?.into_iter().map(meaning).collect()
}

/// Reads the reply to a script that lists users.
pub(crate) fn read_users(reply: &Reply) -> Result<UserPage, Error> {
    let mut page = output::read(reply, None)?;
    let ids = page.take("ids").ok_or(UnexpectedShape)?.into_list()?.into_iter();
    Ok(UserPage {
        ids: ids.map(|id| id.into_text().map(UserId::new)).collect::<Result<_, _>>()?,
        total: count(page.optional_integer("total")?)?.ok_or(UnexpectedShape)?,
    })
}

impl StoredToken {
    fn of(mut token: Json) -> Result<Self, UnexpectedShape> {
        Ok(Self {
            uuid: token.text("uuid")?,
            name: token.text("name")?,
            created: token.optional_integer("created")?,
            legacy: token.flag("legacy")?,
            uses: count(token.optional_integer("uses")?)?,
            last_used: token.optional_integer("lastUsed")?,
            expires: token.optional_text("expires")?,
        })
    }
}

/// A count, which is not negative.
fn count<N: TryFrom<i64>>(number: Option<i64>) -> Result<Option<N>, UnexpectedShape> {
    number.map(|number| N::try_from(number).map_err(|_| UnexpectedShape)).transpose()
}

#[cfg(test)]
mod tests;
