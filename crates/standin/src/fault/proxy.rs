//! What is answered in the controller's place.

use super::Fault;
use crate::reply::Reply;

/// What a client gets in place of the controller's reply.
pub(crate) enum Override {
    /// This, and the request is not carried out.
    Reply(Reply),
    /// This, although the request is carried out.
    ReplyAfter(Reply),
}

/// What a client gets in place of the controller's reply, if this fault gives something.
///
/// The host of the sign-in page is one that cannot exist (RFC 6761), so nobody is ever asked there.
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
