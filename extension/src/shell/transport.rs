//! The transport of requests: through the page in the tab, with its own session, or from the popup itself.

mod direct;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use latchkey_core::http::{Method, Retry};
use latchkey_core::{Reply, Request, Transport, TransportError};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::wait::Deferred;
use super::{Popup, browser, dom, js_object, protocol, storage, wait};
use crate::event::Event;
use crate::model::access::Route;
use crate::model::page_request::NextStep;

/// After how long the popup says that it is still waiting, in milliseconds.
pub(super) const SLOW_AFTER: i32 = 10_000;

/// After how long without a reply the popup asks the page whether it still waits for it, in milliseconds.
const PROBE_AFTER: i32 = 2_000;

/// How long a reply may be on its way to the popup, in milliseconds.
const DELIVERY_LIMIT: i32 = 500;

/// A [`Transport`] through the tab, or from the popup itself where the route says so.
#[derive(Clone)]
pub(super) struct RouteTransport {
    popup: Popup,
    tab: i32,
    /// The route when the client was made. The person may pass a busy page by later.
    route: Route,
    /// The id under which a reply that must not be lost is stored, if the route supports that.
    stored_id: Option<String>,
    /// The last reply whose body was left in the browser's memory, if bodies are.
    left: Option<Rc<RefCell<Option<JsValue>>>>,
}

impl RouteTransport {
    pub(super) fn new(popup: &Popup, tab: i32, route: Route) -> Self {
        Self { popup: popup.clone(), tab, route, stored_id: None, left: None }
    }

    /// Stores the reply under this id until a popup has read it.
    pub(super) fn storing(self, id: &str) -> Self {
        Self { stored_id: Some(id.to_owned()), ..self }
    }

    /// Leaves the bodies of successful replies from the tab in the browser's memory; core gets these replies without.
    pub(super) fn leaving_bodies(self) -> Self {
        Self { left: Some(Rc::default()), ..self }
    }

    /// The last reply whose body was left in the browser's memory.
    pub(super) fn left_reply(&self) -> Option<JsValue> {
        self.left.as_ref()?.take()
    }

    fn read(&self, reply: JsValue) -> Result<Reply, TransportError> {
        if let Some(left) = &self.left {
            let head = protocol::read_head(&reply)?;
            if head.is_success() {
                left.replace(Some(reply));
                return Ok(head);
            }
        }
        protocol::read_reply(&reply)
    }

    fn current_route(&self) -> Route {
        if self.route == Route::Direct { Route::Direct } else { self.popup.state.borrow().route }
    }

    /// Sends a request through the page, whose reply need not be stored.
    async fn send_through_page(&self, request: Request) -> Result<Reply, TransportError> {
        let id = dom::stamp().fresh_id;
        let mut sent = protocol::send(self.tab, &id, false, &request);
        let mut page = CarryingPage::new(&self.popup, self.tab, &id);
        let mut under_way = Some(true);
        loop {
            let route = self.current_route();
            let next = NextStep::decide(request.method(), route, under_way);
            let limit = match next {
                NextStep::Wait => PROBE_AFTER,
                NextStep::SendDirectly => break,
                NextStep::GiveUp => DELIVERY_LIMIT,
            };
            let awaited = Array::of2(&sent, &wait::timer(limit));
            if route == Route::Page {
                awaited.push(&self.popup.bypass.promise);
            }
            match JsFuture::from(Promise::race(&awaited)).await {
                Ok(reply) if reply.is_object() => return self.read(reply),
                Ok(_) if next == NextStep::GiveUp => return Err(TransportError::PageGone),
                Ok(_) => {}
                // The browser has stopped the background, which alone knew that the popup waits for the reply.
                Err(_) if request.method() == Method::Get => {
                    sent = protocol::send(self.tab, &id, false, &request);
                }
                Err(error) => return Err(protocol::no_answer(&error)),
            }
            under_way = page.is_under_way().await;
        }
        drop(page);
        direct::send(request).await
    }
}

impl Transport for RouteTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        if self.current_route() == Route::Direct {
            return direct::send(request).await;
        }
        let (Retry::Never, Some(id)) = (request.retry(), &self.stored_id) else {
            return self.send_through_page(request).await;
        };
        let pending = PendingReply::listen(&self.popup, id, self.tab);
        // The reply is stored, not answered: neither an ended background nor a closed popup loses it.
        let _ = protocol::send(self.tab, id, true, &request);
        let reply = pending.arrive().await;
        if reply.as_ref().is_ok_and(|reply| !reply.is_success()) {
            let _ = JsFuture::from(storage::drop_reply(id)).await;
        }
        reply
    }
}

/// A reply that is stored until a popup has read it, even if an earlier popup sent the request. It starts listening
/// when it is created.
pub(super) struct PendingReply {
    id: String,
    page: CarryingPage,
    stored: Promise,
    listener: Closure<dyn FnMut(JsValue)>,
}

impl PendingReply {
    pub(super) fn listen(popup: &Popup, id: &str, tab: i32) -> Self {
        let key = format!("reply/{id}");
        let Deferred { promise: stored, resolve } = Deferred::new();
        let listener = Closure::<dyn FnMut(JsValue)>::new(move |changes: JsValue| {
            let reply = js_object::property(&js_object::property(&changes, &key), "newValue");
            if reply.is_object() {
                let _ = resolve.call1(&JsValue::UNDEFINED, &reply);
            }
        });
        browser::add_session_listener(listener.as_ref().unchecked_ref());
        Self { id: id.to_owned(), page: CarryingPage::new(popup, tab, id), stored, listener }
    }

    /// What `background.js` stored, or [`TransportError::PageGone`] once the page that carries the request is no longer
    /// there.
    pub(super) async fn arrive(mut self) -> Result<Reply, TransportError> {
        let mut under_way = Some(true);
        loop {
            // It may have been stored before listening started, or just before the page was closed.
            if let Some(reply) = storage::stored_reply(&self.id).await {
                return reply;
            }
            if under_way == Some(false) {
                return Err(TransportError::PageGone);
            }
            match wait::race(self.stored.clone(), wait::timer(PROBE_AFTER)).await {
                Ok(reply) if reply.is_object() => return protocol::read_reply(&reply),
                _ => under_way = self.page.is_under_way().await,
            }
        }
    }
}

impl Drop for PendingReply {
    fn drop(&mut self) {
        browser::remove_session_listener(self.listener.as_ref().unchecked_ref());
    }
}

/// The page that carries a request. While it is too busy to say what has become of the request, the popup says so.
struct CarryingPage {
    popup: Popup,
    tab: i32,
    id: String,
    is_busy: bool,
}

impl CarryingPage {
    fn new(popup: &Popup, tab: i32, id: &str) -> Self {
        Self { popup: popup.clone(), tab, id: id.to_owned(), is_busy: false }
    }

    async fn is_under_way(&mut self) -> Option<bool> {
        let under_way = protocol::is_under_way(self.tab, &self.id).await;
        self.note(under_way.is_none());
        under_way
    }

    fn note(&mut self, is_busy: bool) {
        let is_of_popup = self.popup.state.borrow().tab.as_ref().is_some_and(|tab| tab.id == self.tab);
        if is_of_popup && self.is_busy != is_busy {
            self.is_busy = is_busy;
            self.popup.dispatch(Event::PageBusy(is_busy));
        }
    }
}

impl Drop for CarryingPage {
    fn drop(&mut self) {
        self.note(false);
    }
}
