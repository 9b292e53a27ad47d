//! Waiting with a limit, and waiting for a reply that may come to another popup.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use js_sys::{Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{browser, dom, js_object, storage};

/// How long a request that reads may take, in milliseconds.
pub(super) const READ_LIMIT: i32 = 10_000;

/// After how long the popup says that it is still waiting, and looks whether there is still something to
/// wait for; in milliseconds.
pub(super) const SLOW_AFTER: i32 = 10_000;

/// Ends after so many milliseconds.
pub(super) async fn pause(milliseconds: i32) {
    let _ = JsFuture::from(timer(milliseconds)).await;
}

/// Sets a future going, which otherwise begins when it is awaited; what it gave, if that was at once.
pub(super) async fn poll_once<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Whichever of two promises ends first.
pub(super) async fn race(one: Promise, other: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::race(&js_sys::Array::of2(&one, &other))).await
}

/// A promise that gives undefined after so many milliseconds.
pub(super) fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = dom::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    })
}

/// The reply to a request that is kept until it is taken over, whoever sent it.
///
/// It listens from its making on. [`PendingReply::arrive`] ends with what `background.js` stored, or with
/// `{ pageGone: true }` once the page that carries the request is no longer there.
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

    pub(super) async fn arrive(self) -> JsValue {
        loop {
            match race(self.stored.clone(), timer(SLOW_AFTER)).await {
                Ok(reply) if reply.is_object() => return reply,
                _ if is_under_way(self.tab, &self.id).await => {}
                _ => return self.check_storage().await,
            }
        }
    }

    /// The page no longer waits: either the reply was stored just now, or there will be none.
    async fn check_storage(&self) -> JsValue {
        let reply = storage::stored_reply(&self.id).await;
        if reply.is_object() { reply } else { js_object::object([("pageGone", true.into())]) }
    }
}

impl Drop for PendingReply {
    fn drop(&mut self) {
        browser::remove_session_listener(self.listener.as_ref().unchecked_ref());
    }
}

/// How long a page may take to say whether it still waits, in milliseconds.
const PROBE_LIMIT: i32 = 1_000;

/// Whether the page in that tab still waits for the answer to the request. A page that is too busy to say
/// so is taken at its best: nothing that may still come is given up.
pub(super) async fn is_under_way(tab: i32, id: &str) -> bool {
    let question =
        js_object::object([("kind", "isUnderWay".into()), ("tabId", tab.into()), ("id", id.into())]);
    let answer = race(browser::send_message(&question), timer(PROBE_LIMIT)).await;
    answer.is_ok_and(|answer| answer.is_undefined() || answer.is_truthy())
}
