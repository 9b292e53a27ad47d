//! Sends requests from the popup itself, for pages that cannot carry them.
//!
//! They go out with the popup's own cookies. The state chooses this way only where those are the tab's.

use js_sys::Uint8Array;
use latchkey_core::http::{self, Cookies, Retry};
use latchkey_core::{Reply, Request, TransportError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, Response, ResponseType};

use crate::model::object::Object;
use crate::shell::protocol::{self, READ_LIMIT, SIZE_LIMIT, STORED_SIZE_LIMIT};
use crate::shell::{browser, js_object};

/// Sends a request. A popup that closes loses the reply; the journal names what was asked.
pub(super) async fn send(request: Request) -> Result<Reply, TransportError> {
    let (limit, size_limit) = match request.retry() {
        Retry::Never => (None, STORED_SIZE_LIMIT),
        Retry::Safe => (Some(AbortSignal::timeout_with_u32(READ_LIMIT * 1_000)), SIZE_LIMIT),
    };
    let response = fetch(&request, limit.as_ref()).await.map_err(|error| why_no_answer(&error))?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Ok(Reply::opaque_redirect());
    }
    let (body, whole) = read_body(&response, size_limit as usize).await;
    if limit.is_some_and(|limit| limit.aborted()) {
        return Err(TransportError::TimedOut);
    }
    let reply = Reply::new(response.status(), protocol::read_headers(&response.headers()), body);
    Ok(if whole { reply } else { reply.truncated() })
}

async fn fetch(request: &Request, limit: Option<&AbortSignal>) -> Result<Response, JsValue> {
    let credentials = match request.cookies() {
        Cookies::Send => "include",
        Cookies::Omit => "omit",
    };
    let options = js_object::object([
        ("method", request.method().as_str().into()),
        ("headers", protocol::headers(request)),
        ("body", request.form().into()),
        ("credentials", credentials.into()),
        ("redirect", "manual".into()),
        ("cache", "no-store".into()),
        ("signal", limit.into()),
    ]);
    JsFuture::from(browser::fetch(request.url(), &options)).await.map(JsCast::unchecked_into)
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

fn why_no_answer(error: &JsValue) -> TransportError {
    if error.text("name").as_deref() == Some("TimeoutError") {
        TransportError::TimedOut
    } else {
        protocol::no_answer(&js_object::property(error, "message"))
    }
}
