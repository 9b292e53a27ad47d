//! A client for one controller. Each flow is one function that reads from top to bottom.

mod generate;
mod list;
mod manage;
mod scripts;
mod send_with_crumb;
mod verify;

pub use generate::{NewTokenRequest, read_generated, read_generated_for};
pub use list::accept_listing;
pub use send_with_crumb::ActAs;
pub use verify::Verification;

use crate::ControllerUrl;
use crate::crumb::Crumb;
use crate::error::Error;
use crate::http::{Reply, Request, Transport};
use crate::refusal;
use crate::user::{Owner, User, UserId, WhoAmI};
use crate::version::CoreVersion;

/// A client for one controller. It acts as the user of the transport's session.
#[derive(Debug)]
pub struct Client<T> {
    controller: ControllerUrl,
    transport: T,
}

impl<T: Transport> Client<T> {
    /// Creates a client for the controller at this root.
    pub fn new(controller: ControllerUrl, transport: T) -> Self {
        Self { controller, transport }
    }

    /// The controller of this client.
    pub fn controller(&self) -> &ControllerUrl {
        &self.controller
    }

    /// The authentication of the session, and the version of the controller if the reply names it. Jenkins
    /// answers anonymous requests, too, so this also shows whether there is a Jenkins at the URL.
    ///
    /// # Errors
    ///
    /// [`Error::NotJenkins`] if the reply lacks the class that only Jenkins sends.
    pub async fn whoami(&self) -> Result<(WhoAmI, Option<CoreVersion>), Error> {
        let reply = self.transport.send(self.read("whoAmI/api/json")).await?;
        refusal::accept(&reply)?;
        let who = WhoAmI::parse(reply.body()).ok_or(Error::NotJenkins)?;
        // Proxies and the plugin Extended Security Settings can hide the header.
        Ok((who, reply.header("X-Jenkins").and_then(CoreVersion::parse)))
    }

    /// The user record of the session.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] if nobody is signed in, [`Error::NoUsers`] if nobody can be.
    pub async fn me(&self) -> Result<User, Error> {
        let reply = self.transport.send(self.read_me()).await?;
        match read_user(&reply) {
            // Where nobody can sign in, no filter turns the refusal of `/me` into a 403 (`SecurityRealm.None`).
            Err(Error::ServerError { status: 500 } | Error::Proxy { status: 500 })
                if self.is_anonymous().await =>
            {
                Err(Error::NoUsers)
            }
            read => read,
        }
    }

    /// The user that Jenkins finds under this ID in a URL. Where there is none, it takes the text for a full name
    /// (`User#get`), which people choose themselves: only [`User::id`] says whose tokens a request is about.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownUser`] if there is neither, [`Error::UserIdBlocked`] if something in front of Jenkins refuses the
    /// ID in a URL.
    pub async fn user(&self, user: &UserId) -> Result<User, Error> {
        let owner = Owner::User(user.clone());
        let request = self.read(&format!("{}/api/json?tree={}", owner.path()?, User::TREE));
        let reply = self.transport.send(request).await?;
        read_user(&reply).map_err(|error| owner.map_not_found(error))
    }

    async fn is_anonymous(&self) -> bool {
        matches!(self.whoami().await, Ok((WhoAmI { anonymous: true, .. }, _)))
    }

    /// A crumb of the session; `None` if CSRF protection is off and requests need none.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] if nobody is signed in and anonymous users may not read.
    pub async fn crumb(&self) -> Result<Option<Crumb>, Error> {
        let reply = self.transport.send(self.read("crumbIssuer/api/json")).await?;
        match refusal::accept(&reply) {
            Ok(reply) => Crumb::parse(reply.body()).map(Some).ok_or(Error::UnexpectedReply),
            Err(Error::NotFound | Error::NotJenkins) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read_me(&self) -> Request {
        self.read(&format!("me/api/json?tree={}", User::TREE))
    }

    fn read(&self, path: &str) -> Request {
        Request::get(self.controller.join(path))
    }
}

/// Reads the reply of `/me`.
fn read_user(reply: &Reply) -> Result<User, Error> {
    User::parse(refusal::accept(reply)?.body()).ok_or(Error::UnexpectedReply)
}

#[cfg(test)]
mod tests;
