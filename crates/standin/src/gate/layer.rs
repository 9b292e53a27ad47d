//! What a gate does with the requests and replies that pass it.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::attack;
use super::program::Program;
use crate::incoming::Incoming;
use crate::reply::Reply;

/// The rules of a gate, each of them optional.
pub(super) struct Layer {
    pub(super) program: Program,
    pub(super) change: Option<RequestChange>,
    pub(super) answer: Option<(RequestRule, Answer)>,
    pub(super) reply: Option<ReplyRule>,
}

impl Layer {
    /// A program that lets everything pass.
    pub(super) fn of(program: Program) -> Self {
        Self { program, change: None, answer: None, reply: None }
    }

    /// The same, changing requests on their way in.
    pub(super) fn changing(self, change: RequestChange) -> Self {
        Self { change: Some(change), ..self }
    }

    /// The same, answering some requests itself.
    pub(super) fn answering(self, rule: RequestRule, answer: Answer) -> Self {
        Self { answer: Some((rule, answer)), ..self }
    }

    /// The same, changing replies on their way out.
    pub(super) fn replying(self, rule: ReplyRule) -> Self {
        Self { reply: Some(rule), ..self }
    }
}

/// What a gate changes in every request.
#[derive(Clone, Copy)]
pub(super) enum RequestChange {
    /// This header does not arrive.
    RemoveHeader(&'static str),
    /// The `Host` header arrives without a port.
    HostWithoutPort,
    /// Requests below this path arrive without it. All others are for another application.
    RemovePrefix(&'static str),
    /// The path is decoded and encoded again, as mod_proxy does without `nocanon`.
    Canonicalize,
}

/// Which requests a gate answers itself.
#[derive(Clone, Copy)]
pub(super) enum RequestRule {
    All,
    /// Every POST except the sign-in form of Jenkins: the gate is for people who can sign in.
    Posts,
    /// A request that creates a token through the API.
    NewTokens,
    /// A request for a path that ends like one of these.
    Paths(&'static [&'static str]),
    /// Cookies longer than this many bytes.
    CookiesOver(usize),
    /// A POST whose body is longer than this many bytes, except the sign-in form.
    BodyOver(usize),
    /// A path with an encoded slash.
    EncodedSlash,
    /// Parameters that look like an attack.
    Attacks,
    /// All requests after this many.
    Beyond(usize),
    /// HTTP Basic without a user and password that the gate knows.
    UnknownVisitors,
    /// A path outside of this one, which belongs to another application.
    Outside(&'static str),
}

/// How a gate answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    /// The program's page for this status.
    Page(u16),
    /// HTML that an administrator wrote.
    Html(u16, &'static str),
    /// The program's 401 that asks for its own user and password.
    Challenge,
    /// The connection ends without a byte.
    Close,
    /// 504. The controller gets the request, and acts later.
    TimedOut,
    /// The page of another application.
    OtherApplication,
}

/// What a gate does with replies, after the controller has acted.
#[derive(Clone, Copy)]
pub(super) enum ReplyRule {
    /// These headers are left out.
    Hide(&'static [&'static str]),
    /// This header is added.
    Add(&'static str, &'static str),
    /// The reply to these requests is replaced.
    Replace(RequestRule, Answer),
    /// A reply that shows the value of a new token is replaced.
    ReplaceTokens(Answer),
    /// Error pages with these statuses are replaced by an administrator's page; its status, if it is not kept.
    Intercept(&'static [u16], Option<u16>),
    /// Root-relative addresses in HTML and redirects are moved below this path.
    Rewrite(&'static str),
}

impl RequestChange {
    pub(super) fn apply(self, incoming: &mut Incoming) {
        match self {
            Self::RemoveHeader(name) => drop(incoming.headers.remove(name)),
            Self::HostWithoutPort => {
                let host =
                    incoming.header("host").and_then(|host| host.split(':').next()).unwrap_or_default();
                if let Ok(host) = HeaderValue::from_str(host) {
                    incoming.headers.insert("host", host);
                }
            }
            Self::RemovePrefix(prefix) => {
                if let Some(rest) = incoming.path.strip_prefix(prefix) {
                    incoming.path = format!("/{}", rest.trim_start_matches('/'));
                }
            }
            Self::Canonicalize => incoming.path = canonical(&incoming.path),
        }
    }
}

/// What mod_proxy leaves unencoded in a path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'~')
    .remove(b'$')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'+')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b';')
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'=')
    .remove(b'/');

fn canonical(path: &str) -> String {
    utf8_percent_encode(&percent_decode_str(path).decode_utf8_lossy(), IN_PATH).to_string()
}

impl RequestRule {
    /// Whether a request is covered by what it says alone. Rules that need to know more say no.
    pub(super) fn covers(self, incoming: &Incoming) -> bool {
        let post = incoming.method == "POST" && !incoming.path.ends_with("_security_check");
        match self {
            Self::All => true,
            Self::Posts => post,
            Self::NewTokens => post && incoming.path.ends_with("/generateNewToken"),
            Self::Paths(ends) => ends.iter().any(|end| incoming.path.ends_with(end)),
            Self::CookiesOver(limit) => {
                incoming.header("cookie").is_some_and(|cookies| cookies.len() > limit)
            }
            Self::BodyOver(limit) => {
                let length = incoming.header("content-length").and_then(|length| length.parse().ok());
                post && length.is_some_and(|length: usize| length > limit)
            }
            Self::EncodedSlash => incoming.path.to_ascii_lowercase().contains("%2f"),
            Self::Attacks => incoming.parameters.values().any(attack::looks_like_one),
            Self::Outside(path) => {
                let rest = incoming.path.strip_prefix(path);
                !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Self::Beyond(_) | Self::UnknownVisitors => false,
        }
    }
}

/// The page that an administrator wrote in place of the controller's error pages.
const SORRY: &str = "<!doctype html><html><head><title>Sorry</title></head><body><h1>Sorry, something went wrong</h1></body></html>";

impl ReplyRule {
    /// The changed reply, or the answer that replaces it.
    pub(super) fn apply(self, incoming: &Incoming, mut reply: Reply) -> Result<Reply, Answer> {
        match self {
            Self::Hide(names) => {
                names.iter().for_each(|name| reply.remove_header(name));
                Ok(reply)
            }
            Self::Add(name, value) => Ok(reply.header(name, value)),
            Self::Replace(rule, answer) => {
                if rule.covers(incoming) {
                    Err(answer)
                } else {
                    Ok(reply)
                }
            }
            Self::ReplaceTokens(answer) => {
                if reply.body.contains("\"tokenValue\"") {
                    Err(answer)
                } else {
                    Ok(reply)
                }
            }
            Self::Intercept(statuses, status) => {
                if statuses.contains(&reply.status) && !reply.body.contains(SORRY) {
                    Err(Answer::Html(status.unwrap_or(reply.status), SORRY))
                } else {
                    Ok(reply)
                }
            }
            Self::Rewrite(prefix) => Ok(rewritten(reply, prefix)),
        }
    }
}

/// Moves root-relative addresses below a path, as `sub_filter` and `proxy_redirect` do.
fn rewritten(mut reply: Reply, prefix: &str) -> Reply {
    if reply.content_type().is_some_and(|kind| kind.starts_with("text/html")) {
        reply.body = reply
            .body
            .replace("=\"/", &format!("=\"{prefix}/"))
            .replace("url=/", &format!("url={prefix}/"))
            .replace("data-rooturl=\"\"", &format!("data-rooturl=\"{prefix}\""));
    }
    for (name, value) in &mut reply.headers {
        if name.eq_ignore_ascii_case("location") && value.starts_with('/') {
            *value = format!("{prefix}{value}");
        }
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_path_cannot_hold_is_encoded_again() {
        assert_eq!(canonical("/user/a%2Fb/"), "/user/a/b/");
        assert_eq!(canonical("/user/a%3Bb"), "/user/a;b");
        assert_eq!(canonical("/user/50%25%20off"), "/user/50%25%20off");
        assert_eq!(canonical("/user/DOMAIN%5Calice"), "/user/DOMAIN%5Calice");
        assert_eq!(canonical("/user/%C3%BC%20x%252Fy"), "/user/%C3%BC%20x%252Fy");
    }

    #[test]
    fn addresses_move_below_the_published_path() {
        let page = Reply::with_body(200, "text/html", "<a href=\"/me\"><head data-rooturl=\"\">");
        let reply = rewritten(page.header("Location", "/login"), "/ci");
        assert_eq!(reply.body, "<a href=\"/ci/me\"><head data-rooturl=\"/ci\">");
        assert!(reply.headers.contains(&("Location".to_owned(), "/ci/login".to_owned())));
    }
}
