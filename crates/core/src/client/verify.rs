//! Verifying a token by a request that carries nothing else.

use super::{Client, read_user};
use crate::{Error, Secret, Transport, UserId};

/// Whether a token works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// The controller accepts it as this user's.
    WorksAs(UserId),
    /// The controller accepts it as this user's, who may not even read by it: with some sign-ons (OpenID Connect,
    /// Azure AD, SAML, GitHub) a token lacks the groups that the session has.
    WithoutRead {
        /// The user, in the case of the credentials.
        user: UserId,
        /// The permission that is missing (`X-Required-Permission`).
        permission: Option<String>,
    },
    /// The controller refuses it.
    Refused,
    /// The request failed for another reason.
    Unknown(Error),
}

impl<T: Transport> Client<T> {
    /// Verifies a token by one request with HTTP Basic and without cookies.
    pub async fn verify(&self, user: &UserId, token: &Secret) -> Verification {
        if !user.fits_basic() {
            return Verification::Unknown(Error::ColonInUserId);
        }
        let reply = match self.transport.send(self.read_me().with_basic(user, token)).await {
            Ok(reply) => reply,
            Err(error) => return Verification::Unknown(error.into()),
        };
        match read_user(&reply) {
            Ok(user) => Verification::WorksAs(user.id),
            Err(Error::NotPermitted { user: Some(user), permission }) => {
                Verification::WithoutRead { user, permission }
            }
            Err(Error::CredentialsRefused) => Verification::Refused,
            Err(Error::SignedOut { .. }) => Verification::Unknown(Error::CredentialsRemoved),
            Err(error) => Verification::Unknown(error),
        }
    }
}
