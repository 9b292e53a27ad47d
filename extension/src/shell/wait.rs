//! Waiting with a limit.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::dom;

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

pub(super) async fn race(one: Promise, other: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::race(&Array::of2(&one, &other))).await
}

pub(super) fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = dom::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    })
}
