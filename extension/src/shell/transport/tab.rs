//! Carries requests through the page in the tab, with the page's own session.

use js_sys::{Array, Promise};
use latchkey_core::http::{Cookies, Retry};
use latchkey_core::{Reply, Request, Transport, TransportError};
use wasm_bindgen::{JsCast, JsValue};

use crate::shell::pending_reply::{PendingReply, READ_LIMIT};
use crate::shell::{browser, js_object, listeners, pending_reply, storage};

/// The longest body that is taken of a reply, in bytes: the list of a few thousand tokens.
pub(in crate::shell) const SIZE_LIMIT: u32 = 16 << 20;

/// The longest body that is kept for a popup that may be closed: a token and its name.
pub(in crate::shell) const KEPT_SIZE_LIMIT: u32 = 1 << 20;

/// How much longer than the page itself the popup waits for the page's word that time is up.
const REPLY_MARGIN: i32 = 500;

/// A [`Transport`] through one tab.
#[derive(Debug)]
pub(in crate::shell) struct TabTransport {
    tab: i32,
    /// Under which id a reply that must not be lost is kept.
    kept_id: Option<String>,
}

impl TabTransport {
    /// For requests that only read.
    pub(in crate::shell) fn reading(tab: i32) -> Self {
        Self { tab, kept_id: None }
    }

    /// For a request whose reply is kept under this id until it is taken over.
    pub(in crate::shell) fn keeping(tab: i32, id: &str) -> Self {
        Self { tab, kept_id: Some(id.to_owned()) }
    }

    /// Hands the request to the background, whose answer is the reply.
    fn pass_on(&self, request: &Request, id: &str, kept: bool) -> Promise {
        let asked = js_object::object([
            ("method", request.method().as_str().into()),
            ("url", request.url().into()),
            ("headers", headers(request)),
            ("body", request.form().into()),
            ("cookies", (request.cookies() == Cookies::Send).into()),
            ("timeLimit", (!kept).then_some(READ_LIMIT).into()),
            ("sizeLimit", if kept { KEPT_SIZE_LIMIT } else { SIZE_LIMIT }.into()),
        ]);
        browser::send_message(&js_object::object([
            ("kind", "send".into()),
            ("tabId", self.tab.into()),
            ("id", id.into()),
            ("kept", kept.into()),
            ("request", asked),
        ]))
    }
}

impl Transport for TabTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        let (Retry::Never, Some(id)) = (request.retry(), &self.kept_id) else {
            let passed = self.pass_on(&request, &listeners::stamp().fresh_id, false);
            let reply = pending_reply::race(passed, pending_reply::timer(READ_LIMIT + REPLY_MARGIN)).await;
            return reply.map_err(|error| no_answer(&error)).and_then(|reply| read_reply(&reply));
        };
        let kept = PendingReply::listen(id, self.tab);
        // The reply is stored, not answered: neither an ended background nor a closed popup loses it.
        let _ = self.pass_on(&request, id, true);
        let reply = kept.arrive().await;
        let read = read_reply(&reply);
        if read.as_ref().is_ok_and(|reply| !reply.is_success()) {
            storage::drop_reply(id).await;
        }
        read
    }
}

/// Pairs of name and value, as `fetch` takes them.
fn headers(request: &Request) -> JsValue {
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    request.headers().iter().map(pair).collect::<Array>().into()
}

/// Reads what `relay.js` or `background.js` made of a reply.
pub(in crate::shell) fn read_reply(reply: &JsValue) -> Result<Reply, TransportError> {
    let says = |name: &str| js_object::property(reply, name).is_truthy();
    if says("timedOut") || reply.is_undefined() {
        return Err(TransportError::TimedOut);
    }
    if says("pageGone") {
        return Err(TransportError::PageGone);
    }
    if let Some(reason) = js_object::property(reply, "notSent").as_string() {
        return Err(TransportError::NotSent { reason });
    }
    if says("redirected") {
        return Ok(Reply::opaque_redirect());
    }
    let (Some(status), Some(body)) =
        (js_object::property(reply, "status").as_f64(), js_object::property(reply, "body").as_string())
    else {
        return Err(no_answer(&js_object::property(reply, "noAnswer")));
    };
    let pairs = Array::from(&js_object::property(reply, "headers"));
    let text =
        |pair: &JsValue, index| pair.unchecked_ref::<Array>().get(index).as_string().unwrap_or_default();
    let headers = pairs.iter().filter(Array::is_array).map(|pair| (text(&pair, 0), text(&pair, 1))).collect();
    let read = Reply::new(status as u16, headers, body);
    Ok(if says("truncated") { read.truncated() } else { read })
}

fn no_answer(reason: &JsValue) -> TransportError {
    TransportError::NoAnswer { reason: reason.as_string().unwrap_or_default() }
}
