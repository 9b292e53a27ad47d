//! The transport of requests: through the page in the tab, with its own session, or from the popup itself.

mod direct;

use js_sys::{Function, Promise};
use latchkey_core::http::Retry;
use latchkey_core::{Reply, Request, Transport, TransportError};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::{browser, dom, js_object, protocol, storage, wait};
use crate::model::access::Route;

/// After how long the popup says that it is still waiting, and looks whether there is still something to
/// wait for; in milliseconds.
pub(super) const SLOW_AFTER: i32 = 10_000;

/// How much longer the popup waits than the page's own timeout, in milliseconds.
const REPLY_MARGIN: i32 = 500;

/// A [`Transport`] through the tab, or from the popup itself where the route says so.
#[derive(Debug, Clone)]
pub(super) struct RouteTransport {
    tab: i32,
    route: Route,
    /// The id under which a reply that must not be lost is stored, if the route supports that.
    stored_id: Option<String>,
}

impl RouteTransport {
    pub(super) fn new(tab: i32, route: Route) -> Self {
        Self { tab, route, stored_id: None }
    }

    /// Stores the reply under this id until a popup has read it.
    pub(super) fn storing(self, id: &str) -> Self {
        Self { stored_id: Some(id.to_owned()), ..self }
    }
}

impl Transport for RouteTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        if self.route == Route::Direct {
            return direct::send(request).await;
        }
        let (Retry::Never, Some(id)) = (request.retry(), &self.stored_id) else {
            let sent = protocol::send(self.tab, &dom::stamp().fresh_id, false, &request);
            let reply = wait::race(sent, wait::timer(protocol::READ_LIMIT + REPLY_MARGIN)).await;
            return protocol::read_reply(&reply.map_err(|error| protocol::no_answer(&error))?);
        };
        let pending = PendingReply::listen(id, self.tab);
        // The reply is stored, not answered: neither an ended background nor a closed popup loses it.
        let _ = protocol::send(self.tab, id, true, &request);
        let reply = pending.arrive().await;
        if reply.as_ref().is_ok_and(|reply| !reply.is_success()) {
            storage::drop_reply(id).await;
        }
        reply
    }
}

/// A reply that is stored until a popup has read it, even if an earlier popup sent the request. It starts listening
/// when it is created.
pub(super) struct PendingReply {
    id: String,
    tab: i32,
    stored: Promise,
    listener: Closure<dyn FnMut(JsValue)>,
}

impl PendingReply {
    pub(super) fn listen(id: &str, tab: i32) -> Self {
        let key = format!("reply/{id}");
        let mut resolve_stored: Option<Function> = None;
        let stored = Promise::new(&mut |resolve, _| resolve_stored = Some(resolve));
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |changes: JsValue| {
            let reply = js_object::property(&js_object::property(&changes, &key), "newValue");
            if let Some(resolve) = resolve_stored.as_ref().filter(|_| reply.is_object()) {
                let _ = resolve.call1(&JsValue::UNDEFINED, &reply);
            }
        });
        browser::add_session_listener(listener.as_ref().unchecked_ref());
        Self { id: id.to_owned(), tab, stored, listener }
    }

    /// What `background.js` stored, or [`TransportError::PageGone`] once the page that carries the request is no longer
    /// there.
    pub(super) async fn arrive(self) -> Result<Reply, TransportError> {
        let mut is_under_way = true;
        loop {
            // It may have been stored before listening started, or just before the page was closed.
            if let Some(reply) = storage::stored_reply(&self.id).await {
                return reply;
            }
            if !is_under_way {
                return Err(TransportError::PageGone);
            }
            match wait::race(self.stored.clone(), wait::timer(SLOW_AFTER)).await {
                Ok(reply) if reply.is_object() => return protocol::read_reply(&reply),
                _ => is_under_way = protocol::is_under_way(self.tab, &self.id).await,
            }
        }
    }
}

impl Drop for PendingReply {
    fn drop(&mut self) {
        browser::remove_session_listener(self.listener.as_ref().unchecked_ref());
    }
}
