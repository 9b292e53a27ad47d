//! Sends requests from the popup itself, for pages that cannot carry them.
//!
//! They go out with the popup's own cookies. The state chooses this way only where those are the tab's.

use gloo_net::Error;
use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::Uint8Array;
use latchkey_core::http::{self, Cookies, Retry};
use latchkey_core::{Reply, Request, TransportError};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestRedirect, ResponseType,
};

use crate::shell::js_object;
use crate::shell::protocol::{READ_LIMIT, SIZE_LIMIT, STORED_SIZE_LIMIT};

/// Sends a request. A popup that closes loses the reply; the journal names what was asked.
pub(super) async fn send(request: Request) -> Result<Reply, TransportError> {
    let (limit, size_limit) = match request.retry() {
        Retry::Never => (None, STORED_SIZE_LIMIT),
        Retry::Safe => (Some(AbortSignal::timeout_with_u32(READ_LIMIT * 1_000)), SIZE_LIMIT),
    };
    let response = fetch(&request, limit.as_ref()).await.map_err(why_no_answer)?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Ok(Reply::opaque_redirect());
    }
    let (body, whole) = read_body(&response, size_limit as usize).await;
    if limit.is_some_and(|limit| limit.aborted()) {
        return Err(TransportError::TimedOut);
    }
    let reply = Reply::new(response.status(), response.headers().entries().collect(), body);
    Ok(if whole { reply } else { reply.truncated() })
}

async fn fetch(request: &Request, limit: Option<&AbortSignal>) -> Result<Response, Error> {
    let mut builder = RequestBuilder::new(request.url())
        .method(match request.method() {
            http::Method::Get => Method::GET,
            http::Method::Post => Method::POST,
        })
        .credentials(match request.cookies() {
            Cookies::Send => RequestCredentials::Include,
            Cookies::Omit => RequestCredentials::Omit,
        })
        .redirect(RequestRedirect::Manual)
        .cache(RequestCache::NoStore)
        .abort_signal(limit);
    for (name, value) in request.headers() {
        builder = builder.header(name, value);
    }
    match request.form() {
        Some(form) => builder.body(form)?.send().await,
        None => builder.send().await,
    }
}

/// The body, at most `limit` bytes of it, and whether that is all of it.
async fn read_body(response: &Response, limit: usize) -> (String, bool) {
    let mut bytes = Vec::new();
    let whole = match response.body() {
        Some(stream) => fill(&mut bytes, stream.get_reader().unchecked_into(), limit).await,
        None => true,
    };
    (http::decode_body(bytes), whole)
}

async fn fill(bytes: &mut Vec<u8>, reader: ReadableStreamDefaultReader, limit: usize) -> bool {
    loop {
        // A connection that broke in the middle has given all there is.
        let Ok(part) = JsFuture::from(reader.read()).await else { return false };
        if js_object::property(&part, "done").is_truthy() {
            return true;
        }
        bytes.extend(js_object::property(&part, "value").unchecked_into::<Uint8Array>().to_vec());
        if bytes.len() > limit {
            bytes.truncate(limit);
            let _ = JsFuture::from(reader.cancel()).await;
            return false;
        }
    }
}

fn why_no_answer(error: Error) -> TransportError {
    match error {
        Error::JsError(error) if error.name == "TimeoutError" => TransportError::TimedOut,
        Error::JsError(error) => TransportError::NoAnswer { reason: error.message },
        Error::GlooError(reason) => TransportError::NoAnswer { reason },
    }
}
