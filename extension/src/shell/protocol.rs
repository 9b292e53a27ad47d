//! The messages to `background.js`, which has their table, and the replies that come back.

use js_sys::{Array, Promise};
use latchkey_core::http::Cookies;
use latchkey_core::{Reply, Request, TransportError};
use wasm_bindgen::{JsCast, JsValue};

use super::{browser, js_object, wait};
use crate::model::object::Object;
use crate::model::page::{LookFailure, PageReport};

/// How long Jenkins may take to answer a request that reads, in seconds.
pub(super) const READ_LIMIT: u32 = 10;

/// How many bytes of a reply's body are read: the list of a few thousand tokens.
pub(super) const SIZE_LIMIT: u32 = 16 << 20;

/// The same of a reply that is stored for a popup that may be closed: a token and its name.
pub(super) const STORED_SIZE_LIMIT: u32 = 1 << 20;

/// How long a page may take to say whether it still waits, in milliseconds.
const PROBE_LIMIT: i32 = 1_000;

/// How long the popup waits before it looks at the page again, in milliseconds.
const LOOK_AGAIN_AFTER: i32 = 3_000;

/// What the page in the tab says of itself, or why it cannot be looked at. A busy page says it when it no longer is.
pub(super) async fn look(tab: i32) -> Result<PageReport, LookFailure> {
    loop {
        let answer = browser::send_message(&message("look", tab, []));
        // Asked again: the question is lost when the tab goes to another page meanwhile.
        let answer = wait::race(answer, wait::timer(LOOK_AGAIN_AFTER)).await;
        match answer {
            Ok(answer) if answer.is_undefined() => {}
            Ok(answer) => {
                let page = answer.object("page").as_ref().map(PageReport::read);
                return page.ok_or_else(|| LookFailure::classify(answer.text("failed").as_deref()));
            }
            Err(_) => return Err(LookFailure::Refused),
        }
    }
}

/// Whether the page in the tab still waits for the reply to the request; `None` if it is too busy to say.
pub(super) async fn is_under_way(tab: i32, id: &str) -> Option<bool> {
    let answer = browser::send_message(&message("isUnderWay", tab, [("id", id.into())]));
    match wait::race(answer, wait::timer(PROBE_LIMIT)).await {
        Ok(answer) if answer.is_undefined() => None,
        Ok(answer) => Some(answer.is_truthy()),
        // The browser has stopped the background: nothing that may still come is given up.
        Err(_) => Some(true),
    }
}

/// Sends a request through the page in the tab. The answer is the reply; if `stored`, the reply is stored instead.
pub(super) fn send(tab: i32, id: &str, stored: bool, request: &Request) -> Promise {
    let pair = |(name, value): &(String, String)| Array::of2(&name.into(), &value.into());
    let headers: Array = request.headers().iter().map(pair).collect();
    let request = js_object::object([
        ("method", request.method().as_str().into()),
        ("url", request.url().into()),
        ("headers", headers.into()),
        ("body", request.form().into()),
        ("cookies", (request.cookies() == Cookies::Send).into()),
        ("timeLimit", (!stored).then_some(READ_LIMIT).into()),
        ("sizeLimit", if stored { STORED_SIZE_LIMIT } else { SIZE_LIMIT }.into()),
    ]);
    let more = [("id", id.into()), ("stored", stored.into()), ("request", request)];
    browser::send_message(&message("send", tab, more))
}

fn message<const N: usize>(kind: &str, tab: i32, more: [(&str, JsValue); N]) -> JsValue {
    let mut message = js_object::object(more);
    message.set_text("kind", kind);
    message.set_number("tabId", tab.into());
    message
}

/// Reads a reply; one that is missing did not come in time.
pub(super) fn read_reply(reply: &JsValue) -> Result<Reply, TransportError> {
    read(reply, |body| body.as_string())
}

/// Reads a reply without its body.
pub(super) fn read_head(reply: &JsValue) -> Result<Reply, TransportError> {
    read(reply, |body| body.is_string().then(String::new))
}

fn read(reply: &JsValue, body: fn(&JsValue) -> Option<String>) -> Result<Reply, TransportError> {
    let says = |name: &str| js_object::property(reply, name).is_truthy();
    if says("timedOut") || reply.is_undefined() {
        return Err(TransportError::TimedOut);
    }
    if says("pageGone") {
        return Err(TransportError::PageGone);
    }
    if let Some(reason) = reply.text("notSent") {
        return Err(TransportError::NotSent { reason });
    }
    if says("redirected") {
        return Ok(Reply::opaque_redirect());
    }
    let body = body(&js_object::property(reply, "body"));
    let (Some(status), Some(body)) = (reply.number("status"), body) else {
        return Err(no_answer(&js_object::property(reply, "noAnswer")));
    };
    let pairs = Array::from(&js_object::property(reply, "headers"));
    let text =
        |pair: &JsValue, index| pair.unchecked_ref::<Array>().get(index).as_string().unwrap_or_default();
    let headers = pairs.iter().filter(Array::is_array).map(|pair| (text(&pair, 0), text(&pair, 1))).collect();
    let read = Reply::new(status as u16, headers, body);
    Ok(if says("truncated") { read.truncated() } else { read })
}

pub(super) fn no_answer(reason: &JsValue) -> TransportError {
    TransportError::NoAnswer { reason: reason.as_string().unwrap_or_default() }
}
