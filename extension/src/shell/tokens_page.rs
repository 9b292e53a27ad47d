//! Reads lists of tokens from the pages on which users manage them.

use std::pin::pin;

use js_sys::JsString;
use latchkey_core::client::accept_listing;
use latchkey_core::listing::Listing;
use latchkey_core::{Client, Error, Reply};
use wasm_bindgen::{JsCast, JsValue};

use super::transport::RouteTransport;
use super::{Popup, html, js_object, protocol, wait};
use crate::effect::RequestContext;
use crate::model::look::ListScope;

/// Lists a user's tokens and makes sure that the expected user is still signed in: the page of one's own tokens
/// shows those of the current user.
pub(super) async fn list(
    popup: &Popup,
    tab: i32,
    scope: &ListScope,
    context: &RequestContext,
) -> Result<Listing, Error> {
    let transport = RouteTransport::new(popup, tab, context.route);
    let page = Page::fetch(transport.clone(), scope, context).await?;
    let Some(expected) = &scope.user else { return page.read().await };
    // The request is in flight while the page is read: with a thousand tokens both take equally long.
    let client = Client::new(context.controller.clone(), transport);
    let mut now = pin!(client.me());
    let answered = wait::poll_once(now.as_mut()).await;
    let listing = page.read().await?;
    let now = match answered {
        Some(now) => now?,
        None => now.await?,
    };
    if now.id == *expected {
        Ok(listing)
    } else {
        Err(Error::UserChanged { expected: Some(expected.clone()), now })
    }
}

/// A tokens page whose text stays in the browser's memory: copying three million characters takes as long as drawing a frame.
struct Page {
    /// The reply, without its body if the browser has it.
    head: Reply,
    /// The reply as it arrived from the tab.
    raw: Option<JsValue>,
}

impl Page {
    async fn fetch(
        transport: RouteTransport,
        scope: &ListScope,
        context: &RequestContext,
    ) -> Result<Self, Error> {
        let transport = transport.leaving_bodies();
        let client = Client::new(context.controller.clone(), transport.clone());
        let head = client.tokens_page(&scope.owner, context.version.as_ref()).await?;
        Ok(Self { head, raw: transport.left_reply() })
    }

    async fn read(self) -> Result<Listing, Error> {
        let text = match &self.raw {
            Some(raw) => js_object::property(raw, "body").unchecked_into(),
            None => JsString::from(self.head.body()),
        };
        let listing = html::read(&text).await;
        let reply = match &self.raw {
            // The body says what else the page is.
            Some(raw) if listing.is_err() => protocol::read_reply(raw)?,
            _ => self.head,
        };
        accept_listing(&reply, listing, html::has_end(&text))
    }
}
