//! The flows, each readable from top to bottom.

use crate::ControllerUrl;
use crate::crumb::{Crumb, CrumbSource};
use crate::error::{Error, GenerateError};
use crate::http::{Reply, Request, Stakes, Transport};
use crate::identity::{User, UserId, WhoAmI};
use crate::refusal;
use crate::secret::Secret;
use crate::token::{self, Expiry, GeneratedToken, TokenName};
use crate::version::CoreVersion;

/// Speaks with one controller over a transport, on behalf of whoever the transport's session is.
#[derive(Debug)]
pub struct Client<T> {
    controller: ControllerUrl,
    transport: T,
}

/// What to make, and for whom the person believes it is made.
#[derive(Debug, Clone)]
pub struct GenerateOrder {
    /// The name of the new token.
    pub name: TokenName,
    /// How long it is to live.
    pub expiry: Expiry,
    /// Where the first crumb comes from.
    pub crumb: CrumbSource,
    /// The user who was shown to the person. `None` where that is not known yet; the page's own crumb
    /// still makes sure that the token is for whom the page was made.
    pub shown: Option<UserId>,
}

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

/// How a crumb travels.
#[derive(Debug, Clone, Copy)]
enum CrumbPlace<'a> {
    Nowhere,
    Header(&'a Crumb),
    /// For proxies that drop the header.
    Field(&'a Crumb),
}

impl<T: Transport> Client<T> {
    /// A client for the controller at this root.
    pub fn new(controller: ControllerUrl, transport: T) -> Self {
        Self { controller, transport }
    }

    /// The controller this client speaks with.
    pub fn controller(&self) -> &ControllerUrl {
        &self.controller
    }

    /// Who the session is, and the version of the controller where it says so. Jenkins answers
    /// everybody, so this also tells whether there is a Jenkins at all.
    ///
    /// # Errors
    ///
    /// [`Error::NotJenkins`] where the reply lacks the header or the class that only Jenkins gives.
    pub async fn whoami(&self) -> Result<(WhoAmI, Option<CoreVersion>), Error> {
        let reply = self.transport.send(self.read("whoAmI/api/json")).await?;
        refusal::accept(&reply)?;
        let header = reply.header("X-Jenkins").ok_or(Error::NotJenkins)?;
        let who = WhoAmI::parse(reply.body()).ok_or(Error::NotJenkins)?;
        Ok((who, CoreVersion::parse(header)))
    }

    /// The user record of the session.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] where nobody is signed in.
    pub async fn me(&self) -> Result<User, Error> {
        let reply = self.transport.send(self.read_me()).await?;
        read_user(&reply)
    }

    /// A crumb of the session; `None` where CSRF protection is off and requests need none.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] where nobody is signed in and anonymous people may not read.
    pub async fn crumb(&self) -> Result<Option<Crumb>, Error> {
        let reply = self.transport.send(self.read("crumbIssuer/api/json")).await?;
        match refusal::accept(&reply) {
            Ok(reply) => Crumb::parse(reply.body()).map(Some).ok_or(Error::UnexpectedReply),
            Err(Error::NotFound | Error::NotJenkins) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a token for the person whose session this is.
    ///
    /// It is sent again only after a refused crumb, when certainly nothing was made, and only if the
    /// session still belongs to the user who was shown: a fresh crumb as a header, then as a form field.
    ///
    /// # Errors
    ///
    /// [`GenerateError::may_have_been_created`] says whether a token may exist all the same.
    pub async fn generate(&self, order: &GenerateOrder) -> Result<GeneratedToken, GenerateError> {
        let first = match &order.crumb {
            CrumbSource::Page(crumb) => Some(crumb.clone()),
            CrumbSource::Controller => self.crumb_for(order).await?,
        };
        match self.post(order, first.as_ref().map_or(CrumbPlace::Nowhere, CrumbPlace::Header)).await {
            Err(error) if error.cause == Error::CrumbRefused => {}
            end => return end,
        }
        let Some(fresh) = self.crumb_for(order).await? else {
            return self.post(order, CrumbPlace::Nowhere).await;
        };
        match self.post(order, CrumbPlace::Header(&fresh)).await {
            Err(error) if error.cause == Error::CrumbRefused => {
                self.post(order, CrumbPlace::Field(&fresh)).await
            }
            end => end,
        }
    }

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

    /// A fresh crumb, after making sure that it is still the session of the user who was shown.
    async fn crumb_for(&self, order: &GenerateOrder) -> Result<Option<Crumb>, GenerateError> {
        let now = self.me().await.map_err(GenerateError::nothing_created)?;
        if order.shown.as_ref() != Some(&now.id) {
            return Err(GenerateError::nothing_created(Error::SomeoneElse {
                shown: order.shown.clone(),
                now,
            }));
        }
        self.crumb().await.map_err(GenerateError::nothing_created)
    }

    async fn post(
        &self,
        order: &GenerateOrder,
        crumb: CrumbPlace<'_>,
    ) -> Result<GeneratedToken, GenerateError> {
        let reply = self.transport.send(self.generate_request(order, crumb)).await.map_err(|error| {
            GenerateError { may_have_been_created: error.may_have_arrived(), cause: error.into() }
        })?;
        read_generated(&reply)
    }

    fn generate_request(&self, order: &GenerateOrder, crumb: CrumbPlace<'_>) -> Request {
        let field = match crumb {
            CrumbPlace::Field(crumb) => Some(crumb),
            CrumbPlace::Nowhere | CrumbPlace::Header(_) => None,
        };
        let form = token::generate_form(&order.name, order.expiry, field);
        let url = self.controller.join(&format!("{}/generateNewToken", token::DESCRIPTOR));
        let request = Request::post_form(url, form, Stakes::MakesToken);
        match crumb {
            CrumbPlace::Header(crumb) => request.with_header(crumb.field(), crumb.value().reveal()),
            CrumbPlace::Nowhere | CrumbPlace::Field(_) => request,
        }
    }

    fn read_me(&self) -> Request {
        self.read(&format!("me/api/json?tree={}", User::TREE))
    }

    fn read(&self, path: &str) -> Request {
        Request::get(self.controller.join(path))
    }
}

/// Reads the reply of `/me`. Without a session it is a 403 that, where anonymous people may read,
/// names nobody.
fn read_user(reply: &Reply) -> Result<User, Error> {
    match refusal::accept(reply) {
        Ok(reply) => User::parse(reply.body()).ok_or(Error::UnexpectedReply),
        Err(Error::NotPermitted { user: None, .. }) => Err(Error::SignedOut),
        Err(error) => Err(error),
    }
}

/// Reads the reply to `generateNewToken`, also one that was kept for later.
///
/// # Errors
///
/// As [`Client::generate`], of this one request.
pub fn read_generated(reply: &Reply) -> Result<GeneratedToken, GenerateError> {
    let read = refusal::accept(reply).and_then(GeneratedToken::read);
    read.map_err(|cause| match cause {
        Error::Declined { .. } => GenerateError::nothing_created(cause),
        _ if nothing_was_executed(reply) => GenerateError::nothing_created(cause),
        _ => GenerateError::uncertain(cause),
    })
}

/// Whether the status alone says that nothing was made: a redirect or a refusal. A success that is not
/// believed and a failure of the server (a 500 has been seen that made the token) say nothing.
fn nothing_was_executed(reply: &Reply) -> bool {
    reply.status().is_none_or(|status| (300..500).contains(&status))
}

#[cfg(test)]
mod tests;
