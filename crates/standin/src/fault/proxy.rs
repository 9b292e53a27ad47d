//! Replies that a proxy sends instead of the controller.

use super::Fault;
use crate::reply::Reply;

/// A reply that replaces the controller's.
pub(crate) enum Override {
    /// The request is not executed.
    Reply(Reply),
    /// The request is executed all the same.
    ReplyAfter(Reply),
}

/// The reply that replaces the controller's, if the fault has one.
///
/// The sign-in page is on a host that cannot exist (RFC 6761), so no request leaves the machine.
pub(crate) fn override_reply(fault: Fault) -> Option<Override> {
    const SIGN_IN: &str = "https://sign-in.invalid/authorize?client_id=jenkins";
    Some(match fault {
        Fault::BadGateway => Override::Reply(bad_gateway()),
        Fault::BadGatewayAfter => Override::ReplyAfter(bad_gateway()),
        Fault::Unavailable => Override::Reply(unavailable()),
        Fault::UnavailableAfter => Override::ReplyAfter(unavailable()),
        Fault::TooManyRequests => {
            Override::Reply(page(429, "429 Too Many Requests").header("Retry-After", "30"))
        }
        Fault::SignInElsewhere => Override::Reply(Reply::empty(302).header("Location", SIGN_IN)),
        Fault::LateAnswer
        | Fault::LateExecution
        | Fault::GoneBefore
        | Fault::GoneAfter
        | Fault::GoneAfterIfReused
        | Fault::GoneInHead
        | Fault::HalfBody
        | Fault::HalfChunks
        | Fault::Drip
        | Fault::CrumbHeaderDropped
        | Fault::Restart
        | Fault::CrumbChanges
        | Fault::HugeBody
        | Fault::WrongContentType
        | Fault::WrongTypes
        | Fault::FailedAfter => return None,
    })
}

fn bad_gateway() -> Reply {
    page(502, "502 Bad Gateway")
}

fn unavailable() -> Reply {
    page(503, "503 Service Temporarily Unavailable")
}

fn page(status: u16, title: &str) -> Reply {
    let page = maud::html! {
        html { head { title { (title) } } body { center { h1 { (title) } } hr; center { "proxy" } } }
    };
    Reply::with_body(status, "text/html", page.into_string()).header("Server", "proxy")
}
