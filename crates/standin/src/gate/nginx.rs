//! nginx in front of a controller.

use clap::ValueEnum;

use super::layer::{Answer, Layer, ReplyRule, RequestChange, RequestRule};
use super::program::Program;

/// How nginx is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Nginx {
    /// Changes nothing but the `Server` header.
    Plain,
    /// `large_client_header_buffers 4 2k`: 400 if the cookies are longer than two kilobytes.
    #[value(name = "cookie-400")]
    Cookie400,
    /// A Jenkins on `/` published under `/ci/`, its HTML not rewritten; every other path is another application's.
    PublishedUnderCi,
    /// A Jenkins on `/` published under `/ci/`, with its HTML rewritten by `sub_filter`.
    RewrittenUnderCi,
    /// `limit_req`: 503 to requests for crumbs and new tokens.
    #[value(name = "limit-req-503")]
    LimitReq503,
    /// `limit_req_status 429`: 429 to requests for crumbs and new tokens.
    #[value(name = "limit-req-429")]
    LimitReq429,
    /// `limit_req` on everything: three requests pass, then 429 until the gate is switched on again.
    #[value(name = "limit-all-429")]
    LimitAll429,
    /// `proxy_hide_header` for `X-Jenkins` alone.
    HiddenXJenkins,
    /// `proxy_hide_header` for `X-Jenkins` and its kin.
    HiddenHeaders,
    /// `client_max_body_size 8`: 413 to longer bodies, except the sign-in form's.
    #[value(name = "body-413")]
    Body413,
    /// The header `Jenkins-Crumb` does not arrive.
    CrumbDropped,
    /// A Jenkins whose crumb field is `.crumb`: `ignore_invalid_headers` drops such a header.
    DotCrumb,
    /// The header `Authorization` does not arrive.
    AuthorizationRemoved,
    /// `proxy_intercept_errors`: an administrator's page in place of Jenkins' 403, 404, and 500, with their status.
    InterceptErrors,
    /// The same with `error_page … =200`.
    #[value(name = "intercept-errors-200")]
    InterceptErrors200,
    /// The `Host` header arrives without the port.
    HostWithoutPort,
    /// `limit_except GET`: 403 to POST, except the sign-in form.
    LimitExcept,
    /// 405 to POST, except the sign-in form.
    #[value(name = "post-405")]
    Post405,
    /// The controller cannot be reached: 502 to everything.
    #[value(name = "down-502")]
    Down502,
    /// A maintenance page with status 503 for everything.
    #[value(name = "maintenance-503")]
    Maintenance503,
    /// `return 444`: every connection is closed without an answer.
    #[value(name = "closed-444")]
    Closed444,
    /// `Content-Security-Policy: connect-src 'none'` on every reply.
    Csp,
    /// `auth_basic` with its own users; `Authorization` is not passed on.
    AuthBasic,
    /// `auth_basic`; `Authorization` is passed on to Jenkins as well.
    AuthBasicPassed,
    /// 403 to `/script` and `/scriptText`.
    ScriptDenied,
    /// `proxy_read_timeout`: 504 to requests for crumbs and new tokens; Jenkins acts later.
    #[value(name = "read-timeout-504")]
    ReadTimeout504,
}

/// The requests that the recorded limits hit.
const LIMITED: RequestRule = RequestRule::Paths(&["/crumbIssuer/api/json", "/generateNewToken"]);
const MAINTENANCE: &str = "<html><title>Maintenance</title><h1>Back soon</h1>";
/// The path below which the controller is published.
const PUBLISHED: &str = "/ci";

impl Nginx {
    pub(super) fn layer(self) -> Layer {
        let nginx = Layer::of(Program::Nginx);
        match self {
            Self::Plain => nginx,
            Self::Cookie400 => nginx.answering(RequestRule::CookiesOver(2048), Answer::Page(400)),
            Self::PublishedUnderCi => published(nginx),
            Self::RewrittenUnderCi => published(nginx).replying(ReplyRule::Rewrite(PUBLISHED)),
            Self::LimitReq503 => nginx.answering(LIMITED, Answer::Page(503)),
            Self::LimitReq429 => nginx.answering(LIMITED, Answer::Page(429)),
            Self::LimitAll429 => nginx.answering(RequestRule::Beyond(3), Answer::Page(429)),
            Self::HiddenXJenkins => nginx.replying(ReplyRule::Hide(&["X-Jenkins"])),
            Self::HiddenHeaders => {
                nginx.replying(ReplyRule::Hide(&["X-Jenkins", "X-Hudson", "X-You-Are-Authenticated-As"]))
            }
            Self::Body413 => nginx.answering(RequestRule::BodyOver(8), Answer::Page(413)),
            Self::CrumbDropped => nginx.changing(RequestChange::RemoveHeader("jenkins-crumb")),
            Self::DotCrumb => nginx.changing(RequestChange::RemoveHeader(".crumb")),
            Self::AuthorizationRemoved => nginx.changing(RequestChange::RemoveHeader("authorization")),
            Self::InterceptErrors => nginx.replying(ReplyRule::Intercept(&[403, 404, 500], None)),
            Self::InterceptErrors200 => nginx.replying(ReplyRule::Intercept(&[403, 404, 500], Some(200))),
            Self::HostWithoutPort => nginx.changing(RequestChange::HostWithoutPort),
            Self::LimitExcept => nginx.answering(RequestRule::Posts, Answer::Page(403)),
            Self::Post405 => nginx.answering(RequestRule::Posts, Answer::Page(405)),
            Self::Down502 => nginx.answering(RequestRule::All, Answer::Page(502)),
            Self::Maintenance503 => nginx.answering(RequestRule::All, Answer::Html(503, MAINTENANCE)),
            Self::Closed444 => nginx.answering(RequestRule::All, Answer::Close),
            Self::Csp => nginx.replying(ReplyRule::Add("Content-Security-Policy", "connect-src 'none'")),
            Self::AuthBasic => nginx
                .answering(RequestRule::UnknownVisitors, Answer::Challenge)
                .changing(RequestChange::RemoveHeader("authorization")),
            Self::AuthBasicPassed => nginx.answering(RequestRule::UnknownVisitors, Answer::Challenge),
            Self::ScriptDenied => {
                nginx.answering(RequestRule::Paths(&["/script", "/scriptText"]), Answer::Page(403))
            }
            Self::ReadTimeout504 => nginx.answering(LIMITED, Answer::TimedOut),
        }
    }
}

fn published(nginx: Layer) -> Layer {
    nginx
        .answering(RequestRule::Outside(PUBLISHED), Answer::OtherApplication)
        .changing(RequestChange::RemovePrefix(PUBLISHED))
}
