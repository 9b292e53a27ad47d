//! Waiting with a limit.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsValue, UnwrapThrowExt};
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

/// A future's output, if it has one within this many milliseconds.
pub(super) async fn within<F: Future>(mut future: Pin<&mut F>, milliseconds: i32) -> Option<F::Output> {
    let mut limit = JsFuture::from(timer(milliseconds));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Pin::new(&mut limit).poll(context).map(|_| None),
    })
    .await
}

/// A promise, and what resolves it.
pub(super) struct Deferred {
    pub(super) promise: Promise,
    pub(super) resolve: Function,
}

impl Deferred {
    pub(super) fn new() -> Self {
        let mut resolve = None;
        let promise = Promise::new(&mut |resolver, _| resolve = Some(resolver));
        Self { promise, resolve: resolve.expect_throw("a promise calls its executor at once") }
    }
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
