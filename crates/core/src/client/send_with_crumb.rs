//! Requests that change something, and the crumb they need.

use super::Client;
use crate::crumb::{Crumb, CrumbSource};
use crate::error::{Error, Unconfirmed};
use crate::http::{Reply, Request, Retry, Transport};
use crate::refusal;
use crate::user::UserId;

/// As whom the person acts, and with what crumb at first.
#[derive(Debug, Clone)]
pub struct ActAs {
    /// Where the first crumb comes from.
    pub crumb: CrumbSource,
    /// The user who was shown to the person. `None` where that is not known yet; the page's own crumb
    /// still makes sure that the session is of whom the page was made for.
    pub expected_user: Option<UserId>,
}

/// A request that changes something, before its crumb is known.
pub(super) struct Change {
    /// Below the root of the controller.
    pub(super) path: String,
    pub(super) fields: Vec<(&'static str, String)>,
    pub(super) retry: Retry,
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
    /// Sends a change and gives the reply, whatever it says.
    ///
    /// It is sent again only after a refused crumb, when certainly nothing was done, and only if the
    /// session still belongs to the user who was shown: a fresh crumb as a header, then as a form field.
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

    /// A fresh crumb, if it is still the session of the user who was shown. Whoever is named by credentials in
    /// each request cannot have become somebody else.
    ///
    /// The crumb is asked for first: it belongs to the session that `/me` then names, so that whoever signs
    /// in after that has it refused.
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
