//! Changes a reply of the controller on its way to the client.

use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use serde_json::Value;

use super::Fault;
use super::body::Streamed;
use crate::connection::{Abort, Limit};
use crate::reply::Reply;

/// How many bytes of the head are sent before the connection ends: the version and one digit of the status.
const PART_OF_HEAD: usize = 10;

/// Sends a reply with the fault applied.
pub(crate) fn corrupt(fault: Fault, mut reply: Reply, abort: &Abort) -> Response<Body> {
    match fault {
        Fault::GoneInHead => abort.after(Limit::Bytes(PART_OF_HEAD)),
        Fault::HalfBody => return half(reply, abort, true),
        Fault::HalfChunks => return half(reply, abort, false),
        Fault::Drip => {
            let (response, body) = without_body(reply);
            return announced(response, body.len(), Streamed::slow(body));
        }
        Fault::HugeBody => {
            let (response, body) = without_body(reply);
            return response.map(|()| Body::new(Streamed::after_blanks(body)));
        }
        Fault::WrongContentType => {
            let html = reply.content_type().is_some_and(|kind| kind.starts_with("text/html"));
            reply.set_content_type(if html { "text/plain;charset=utf-8" } else { "text/html;charset=utf-8" });
        }
        Fault::WrongTypes => reply.body = wrong_types(&reply.body),
        // They took effect before there was a reply.
        Fault::LateAnswer
        | Fault::LateExecution
        | Fault::GoneBefore
        | Fault::GoneAfter
        | Fault::GoneAfterIfReused
        | Fault::BadGateway
        | Fault::BadGatewayAfter
        | Fault::Unavailable
        | Fault::UnavailableAfter
        | Fault::TooManyRequests
        | Fault::CrumbHeaderDropped
        | Fault::Restart
        | Fault::CrumbChanges
        | Fault::SignInElsewhere
        | Fault::FailedAfter => {}
    }
    reply.into_response()
}

/// Announces a body and ends the connection after half of it. An empty body is announced as ten bytes.
fn half(reply: Reply, abort: &Abort, sized: bool) -> Response<Body> {
    let (response, mut body) = without_body(reply);
    let half = body.len() / 2;
    if body.is_empty() {
        body = " ".repeat(10);
    }
    abort.after(Limit::Body(half));
    let streamed = Streamed::whole(body.clone());
    if sized { announced(response, body.len(), streamed) } else { response.map(|()| Body::new(streamed)) }
}

fn announced(mut response: Response<()>, length: usize, body: Streamed) -> Response<Body> {
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response.map(|()| Body::new(body))
}

fn without_body(mut reply: Reply) -> (Response<()>, String) {
    let body = std::mem::take(&mut reply.body);
    (reply.into_response().map(|_| ()), body)
}

/// The same document with values of other types, alone or between the markers of a script.
fn wrong_types(body: &str) -> String {
    let document =
        |line: &str| serde_json::from_str(line).ok().map(|value| with_wrong_type(value).to_string());
    if let Some(changed) = document(body) {
        return changed;
    }
    let lines: Vec<_> = body.lines().collect();
    match lines.as_slice() {
        [before, line, after] => document(line).map(|changed| format!("{before}\n{changed}\n{after}\n")),
        _ => None,
    }
    .unwrap_or_else(|| "[]".to_owned())
}

/// A value with the same names and other types. The status stays as it is, so the reply still looks successful.
fn with_wrong_type(value: Value) -> Value {
    match value {
        Value::Object(properties) => {
            let turn = |(name, value): (String, Value)| {
                let value = if name == "status" || name == "_class" { value } else { with_wrong_type(value) };
                (name, value)
            };
            Value::Object(properties.into_iter().map(turn).collect())
        }
        Value::Array(elements) => Value::Array(elements.into_iter().map(with_wrong_type).collect()),
        Value::String(text) => Value::from(text.len()),
        Value::Number(_) | Value::Bool(_) => Value::from(value.to_string()),
        Value::Null => Value::Bool(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_and_values_change_their_type() {
        let changed = wrong_types(r#"{"status":"ok","data":{"a":"xy","b":[true,7,null]}}"#);
        assert_eq!(changed, r#"{"data":{"a":2,"b":["true","7",false]},"status":"ok"}"#);
        assert_eq!(wrong_types("<<<\n{\"ok\":true}\n>>>\n"), "<<<\n{\"ok\":\"true\"}\n>>>\n");
        assert_eq!(wrong_types("<html>"), "[]");
        assert_eq!(wrong_types(""), "[]");
    }
}
