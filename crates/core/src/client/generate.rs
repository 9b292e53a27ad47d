//! Making a token, by the API of the token's owner.

use super::Client;
use super::send_with_crumb::{ActAs, Change};
use crate::crumb::CrumbSource;
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Retry, Transport};
use crate::refusal;
use crate::token::{self, Expiry, GeneratedToken, TokenName};
use crate::user::Owner;
use crate::user::UserId;

/// What to make, and for whom the person believes it is made.
#[derive(Debug, Clone)]
pub struct NewTokenRequest {
    /// The name of the new token.
    pub name: TokenName,
    /// How long it is to live.
    pub expiry: Expiry,
    /// Where the first crumb comes from.
    pub crumb: CrumbSource,
    /// The user who was shown to the person. `None` where that is not known yet; the page's own crumb
    /// still makes sure that the token is for whom the page was made.
    pub expected_user: Option<UserId>,
}

impl NewTokenRequest {
    /// As whom it is made.
    pub(super) fn act_as(&self) -> ActAs {
        ActAs { crumb: self.crumb.clone(), expected_user: self.expected_user.clone() }
    }
}

impl<T: Transport> Client<T> {
    /// Makes a token for the person whose session this is.
    ///
    /// It is sent again only after a refused crumb, when certainly nothing was made, and only if the
    /// session still belongs to the user who was shown: a fresh crumb as a header, then as a form field.
    ///
    /// # Errors
    ///
    /// [`Unconfirmed::outcome`] says whether a token may exist all the same.
    pub async fn generate(&self, order: &NewTokenRequest) -> Result<GeneratedToken, Unconfirmed> {
        read_generated(&self.send_generate(&Owner::Me, order).await?)
    }

    /// Makes a token for another user, as an administrator, by the API of that user. Only controllers that
    /// run with `-Djenkins.security.ApiTokenProperty.adminCanGenerateNewTokens=true` (since 2.129) allow it.
    ///
    /// # Errors
    ///
    /// [`Error::OwnerOnly`] where the controller does not allow it: nothing was made, and an administrator
    /// can still use [`Client::generate_by_script`]. [`Error::UnknownUser`] where there is no such user.
    pub async fn generate_for(
        &self,
        user: &UserId,
        order: &NewTokenRequest,
    ) -> Result<GeneratedToken, Unconfirmed> {
        read_generated_for(user, &self.send_generate(&Owner::User(user.clone()), order).await?)
    }

    async fn send_generate(&self, owner: &Owner, order: &NewTokenRequest) -> Result<Reply, Unconfirmed> {
        let path = owner.descriptor_path("generateNewToken").map_err(Unconfirmed::not_done)?;
        let fields = token::generate_fields(&order.name, order.expiry);
        let change = Change { path, fields, retry: Retry::Never };
        self.change(&order.act_as(), &change).await
    }
}

/// Reads the reply to `generateNewToken`, also one that was kept for later.
///
/// # Errors
///
/// As [`Client::generate`], of this one request.
pub fn read_generated(reply: &Reply) -> Result<GeneratedToken, Unconfirmed> {
    let read = refusal::accept(reply).and_then(GeneratedToken::read);
    read.map_err(|cause| Unconfirmed::by(reply, cause))
}

/// Reads the reply to `generateNewToken` of another user, also one that was kept for later.
///
/// # Errors
///
/// As [`Client::generate_for`], of this one request.
pub fn read_generated_for(user: &UserId, reply: &Reply) -> Result<GeneratedToken, Unconfirmed> {
    read_generated(reply).map_err(|mut error| {
        error.cause = match error.cause {
            Error::NotPermitted { user: None, permission: None } => Error::OwnerOnly,
            Error::NotFound | Error::NotJenkins => Error::UnknownUser(user.clone()),
            cause => cause,
        };
        error
    })
}
