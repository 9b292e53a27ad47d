//! Creating a token, by the API of the token's owner.

use super::Client;
use super::send_with_crumb::{ActAs, Change};
use crate::crumb::CrumbSource;
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Retry, Transport};
use crate::refusal;
use crate::token::{self, Expiry, GeneratedToken, TokenName};
use crate::user::{Owner, UserId};

/// A new token to create, and the user it must be created as.
#[derive(Debug, Clone)]
pub struct NewTokenRequest {
    /// The name of the new token.
    pub name: TokenName,
    /// When it expires.
    pub expiry: Expiry,
    /// Where the first crumb comes from.
    pub crumb: CrumbSource,
    /// The user who is shown to the person. `None` if that is not known yet; the crumb of a page still makes
    /// sure that the token is for the user that the page was made for.
    pub expected_user: Option<UserId>,
}

impl NewTokenRequest {
    /// The user to create it as, and the first crumb.
    pub(super) fn act_as(&self) -> ActAs {
        ActAs { crumb: self.crumb.clone(), expected_user: self.expected_user.clone() }
    }
}

impl<T: Transport> Client<T> {
    /// Creates a token for the user of the session.
    ///
    /// The request is sent again only after a refused crumb, when nothing was created, and only if the
    /// session still belongs to the expected user: with a fresh crumb as a header, then as a form field.
    ///
    /// # Errors
    ///
    /// [`Unconfirmed::outcome`] says whether the token may exist nevertheless.
    pub async fn generate(&self, request: &NewTokenRequest) -> Result<GeneratedToken, Unconfirmed> {
        read_generated(&self.send_generate(&Owner::Me, request).await?)
    }

    /// Creates a token for another user, as an administrator, by the API of that user. Only controllers that
    /// run with `-Djenkins.security.ApiTokenProperty.adminCanGenerateNewTokens=true` (since 2.129) allow it.
    ///
    /// # Errors
    ///
    /// [`Error::OwnerOnly`] if the controller does not allow it. Nothing was created, and
    /// [`Client::generate_by_script`] may still work. [`Error::UnknownUser`] if there is no such user.
    pub async fn generate_for(
        &self,
        user: &UserId,
        request: &NewTokenRequest,
    ) -> Result<GeneratedToken, Unconfirmed> {
        read_generated_for(user, &self.send_generate(&Owner::User(user.clone()), request).await?)
    }

    async fn send_generate(&self, owner: &Owner, request: &NewTokenRequest) -> Result<Reply, Unconfirmed> {
        let path = owner.descriptor_path("generateNewToken").map_err(Unconfirmed::not_done)?;
        let fields = token::generate_fields(&request.name, request.expiry);
        let change = Change { path, fields, retry: Retry::Never };
        self.change(&request.act_as(), &change).await
    }
}

/// Reads the reply to `generateNewToken`. The reply may have been stored in the meantime.
///
/// # Errors
///
/// Those of [`Client::generate`] that one reply can cause.
pub fn read_generated(reply: &Reply) -> Result<GeneratedToken, Unconfirmed> {
    read(reply, |cause| cause)
}

/// Reads the reply to `generateNewToken` of another user. The reply may have been stored in the meantime.
///
/// # Errors
///
/// Those of [`Client::generate_for`] that one reply can cause.
pub fn read_generated_for(user: &UserId, reply: &Reply) -> Result<GeneratedToken, Unconfirmed> {
    read(reply, |cause| match cause {
        Error::NotPermitted { user: None, permission: None } => Error::OwnerOnly,
        cause => Owner::User(user.clone()).map_not_found(cause),
    })
}

fn read(reply: &Reply, refine: impl FnOnce(Error) -> Error) -> Result<GeneratedToken, Unconfirmed> {
    let read = refusal::accept(reply).and_then(GeneratedToken::read);
    read.map_err(|cause| Unconfirmed::by(reply, refine(cause)))
}
