//! Waiting with a limit.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::dom;

/// Waits this many milliseconds.
pub(super) async fn pause(milliseconds: i32) {
    let _ = JsFuture::from(timer(milliseconds)).await;
}

/// Polls a future once so that it starts now; returns its output if it is already ready.
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

/// A promise that resolves after this many milliseconds.
pub(super) fn timer(milliseconds: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let _ = dom::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    })
}
