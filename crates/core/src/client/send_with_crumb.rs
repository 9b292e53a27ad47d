//! Requests that change something, and the crumb they need.

use super::Client;
use crate::crumb::{Crumb, CrumbSource};
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Request, Retry, Transport};
use crate::refusal;
use crate::user::UserId;

/// The user a request must be made as, and the crumb to try first.
#[derive(Debug, Clone)]
pub struct ActAs {
    /// Where the first crumb comes from.
    pub crumb: CrumbSource,
    /// The user who is shown to the person. `None` if that is not known yet; the crumb of a page still makes
    /// sure that the session is of the user that the page was made for.
    pub expected_user: Option<UserId>,
}

/// A request that changes something, before its crumb is known.
pub(super) struct Change {
    /// The path below the root of the controller.
    pub(super) path: String,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) retry: Retry,
}

/// Where a request carries its crumb.
#[derive(Debug, Clone, Copy)]
enum CrumbPlace<'a> {
    Nowhere,
    Header(&'a Crumb),
    /// For proxies that drop the header.
    Field(&'a Crumb),
}

impl<T: Transport> Client<T> {
    /// Sends a change and returns the reply, whatever it says.
    ///
    /// The request is sent again only after a refused crumb, when nothing was done, and only if the session
    /// still belongs to the expected user: with a fresh crumb as a header, then as a form field.
    pub(super) async fn change(&self, act_as: &ActAs, change: &Change) -> Result<Reply, Unconfirmed> {
        let first = match &act_as.crumb {
            CrumbSource::Page(crumb) => Some(crumb.clone()),
            CrumbSource::Controller | CrumbSource::Password => self.crumb_for(act_as).await?,
            CrumbSource::ApiToken => None,
        };
        let place = first.as_ref().map_or(CrumbPlace::Nowhere, CrumbPlace::Header);
        let reply = self.send_change(change, place).await?;
        if !refuses_crumb(&reply) {
            return Ok(reply);
        }
        let Some(fresh) = self.crumb_for(act_as).await? else {
            return self.send_change(change, CrumbPlace::Nowhere).await;
        };
        let reply = self.send_change(change, CrumbPlace::Header(&fresh)).await?;
        if !refuses_crumb(&reply) {
            return Ok(reply);
        }
        self.send_change(change, CrumbPlace::Field(&fresh)).await
    }

    /// A fresh crumb, if the session still belongs to the expected user. Credentials in each request name
    /// their user, so there is nothing to check.
    ///
    /// The crumb is requested before `/me`: it belongs to the session that `/me` then names. If another user
    /// signs in after that, Jenkins refuses the crumb.
    async fn crumb_for(&self, act_as: &ActAs) -> Result<Option<Crumb>, Unconfirmed> {
        let crumb = self.crumb().await.map_err(Unconfirmed::not_done)?;
        if matches!(act_as.crumb, CrumbSource::Password | CrumbSource::ApiToken) {
            return Ok(crumb);
        }
        let now = self.me().await.map_err(Unconfirmed::not_done)?;
        if act_as.expected_user.as_ref() != Some(&now.id) {
            let expected = act_as.expected_user.clone();
            return Err(Unconfirmed::not_done(Error::UserChanged { expected, now }));
        }
        Ok(crumb)
    }

    async fn send_change(&self, change: &Change, crumb: CrumbPlace<'_>) -> Result<Reply, Unconfirmed> {
        Ok(self.transport.send(self.request(change, crumb)).await?)
    }

    fn request(&self, change: &Change, crumb: CrumbPlace<'_>) -> Request {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &change.fields {
            form.append_pair(name, value);
        }
        if let CrumbPlace::Field(crumb) = crumb {
            form.append_pair(crumb.field(), crumb.value().reveal());
        }
        let request = Request::post_form(self.controller.join(&change.path), form.finish(), change.retry);
        match crumb {
            CrumbPlace::Header(crumb) => request.with_header(crumb.field(), crumb.value().reveal()),
            CrumbPlace::Nowhere | CrumbPlace::Field(_) => request,
        }
    }
}

fn refuses_crumb(reply: &Reply) -> bool {
    matches!(refusal::accept(reply), Err(Error::CrumbRefused))
}
