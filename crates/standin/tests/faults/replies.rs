//! Replies that a proxy sent or changed.

use latchkey_standin::{Fault, FaultedRequest, Options};
use serde_json::Value;
use ureq::http::Response;

use super::session::{Session, start};

/// The reply to a request that creates a token, and whether there is one.
fn with(fault: Fault) -> (Response<String>, bool) {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(fault, FaultedRequest::Generate);
    let reply = session.generate("x");
    (reply, standin.tokens_of("admin").len() == 1)
}

#[test]
fn proxies_answer_in_the_place_of_jenkins() {
    for (fault, status, carried_out) in [
        (Fault::BadGateway, 502, false),
        (Fault::BadGatewayAfter, 502, true),
        (Fault::Unavailable, 503, false),
        (Fault::UnavailableAfter, 503, true),
        (Fault::TooManyRequests, 429, false),
    ] {
        let (reply, made) = with(fault);
        assert_eq!((reply.status().as_u16(), made), (status, carried_out), "{fault}");
        assert_eq!(reply.headers()["content-type"], "text/html", "{fault}");
        assert!(reply.headers().get("x-jenkins").is_none(), "{fault}");
        assert_eq!(reply.headers().contains_key("retry-after"), status == 429, "{fault}");
    }
}

#[test]
fn the_sign_in_page_is_on_another_host() {
    let (reply, made) = with(Fault::SignInElsewhere);
    assert_eq!((reply.status().as_u16(), made), (302, false));
    assert!(reply.headers()["location"].to_str().unwrap().starts_with("https://sign-in.invalid/"));
}

#[test]
fn a_token_exists_although_jenkins_fails() {
    let (reply, made) = with(Fault::FailedAfter);
    assert_eq!((reply.status().as_u16(), made), (500, true));
    assert!(reply.headers().contains_key("x-jenkins"));
}

#[test]
fn a_slow_body_arrives_whole() {
    let (reply, made) = with(Fault::Drip);
    assert!(made && serde_json::from_str::<Value>(reply.body()).unwrap()["status"] == "ok");
}

#[test]
fn json_is_labeled_as_html_and_html_as_text() {
    let (reply, made) = with(Fault::WrongContentType);
    assert!(made && serde_json::from_str::<Value>(reply.body()).unwrap()["status"] == "ok");
    assert_eq!(reply.headers()["content-type"], "text/html;charset=utf-8");
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(Fault::WrongContentType, FaultedRequest::TokensPage);
    let page = session.get("/me/security/");
    assert_eq!(page.headers()["content-type"], "text/plain;charset=utf-8");
    assert!(page.body().contains("</html>"));
}

#[test]
fn values_are_of_wrong_types_under_the_right_names() {
    let (reply, made) = with(Fault::WrongTypes);
    let reply: Value = serde_json::from_str(reply.body()).unwrap();
    assert!(made && reply["status"] == "ok" && reply["data"]["tokenValue"].is_number());
}
