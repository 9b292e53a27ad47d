//! HAProxy in front of a controller.

use clap::ValueEnum;

use super::layer::{Answer, Layer, ReplyRule, RequestChange, RequestRule};
use super::program::Program;

/// How HAProxy is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Haproxy {
    /// Changes nothing.
    Plain,
    /// `http-request deny deny_status 429` to POST, except the sign-in form.
    #[value(name = "deny-429")]
    Deny429,
    /// `http-request deny` to POST, except the sign-in form: 403.
    #[value(name = "deny-403")]
    Deny403,
    /// `http-request deny deny_status 401` to POST, except the sign-in form, without `WWW-Authenticate`.
    #[value(name = "deny-401")]
    Deny401,
    /// The backend for new tokens has no server: 503.
    #[value(name = "no-server-503")]
    NoServer503,
    /// `http-response deny` for new tokens: 502, although the token was created.
    #[value(name = "response-deny-502")]
    ResponseDeny502,
    /// `http-request reject` to POST, except the sign-in form: the connection is closed.
    Reject,
    /// `http-response silent-drop` for new tokens: the connection ends without a byte, although the token was created.
    SilentDrop,
    /// `http-request auth` with its own users; `Authorization` is not passed on.
    Auth,
    /// `timeout server`: 504 to requests for crumbs and new tokens; Jenkins acts later.
    #[value(name = "timeout-504")]
    Timeout504,
}

impl Haproxy {
    pub(super) fn layer(self) -> Layer {
        let haproxy = Layer::of(Program::Haproxy);
        match self {
            Self::Plain => haproxy,
            Self::Deny429 => haproxy.answering(RequestRule::Posts, Answer::Page(429)),
            Self::Deny403 => haproxy.answering(RequestRule::Posts, Answer::Page(403)),
            Self::Deny401 => haproxy.answering(RequestRule::Posts, Answer::Page(401)),
            Self::NoServer503 => haproxy.answering(RequestRule::NewTokens, Answer::Page(503)),
            Self::ResponseDeny502 => {
                haproxy.replying(ReplyRule::Replace(RequestRule::NewTokens, Answer::Page(502)))
            }
            Self::Reject => haproxy.answering(RequestRule::Posts, Answer::Close),
            Self::SilentDrop => haproxy.replying(ReplyRule::Replace(RequestRule::NewTokens, Answer::Close)),
            Self::Auth => haproxy
                .answering(RequestRule::UnknownVisitors, Answer::Challenge)
                .changing(RequestChange::RemoveHeader("authorization")),
            Self::Timeout504 => haproxy.answering(
                RequestRule::Paths(&["/crumbIssuer/api/json", "/generateNewToken"]),
                Answer::TimedOut,
            ),
        }
    }
}
