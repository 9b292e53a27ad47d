//! Trying a token on its own.

use super::{Client, read_user};
use crate::{Error, Secret, Transport, UserId};

/// What a token turned out to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// The controller lets it in, as this user.
    WorksAs(UserId),
    /// The controller says that it does not work.
    Refused,
    /// It could not be found out from here.
    Unknown(Error),
}

impl<T: Transport> Client<T> {
    /// Tries a token on its own: HTTP Basic without cookies, one request.
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
            // Let in, but this user may not read anything: the token works all the same.
            Err(Error::NotPermitted { user: Some(user), .. }) => Verification::WorksAs(user),
            Err(Error::CredentialsRefused) => Verification::Refused,
            Err(error) => Verification::Unknown(error),
        }
    }
}
