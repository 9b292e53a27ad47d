//! What a refusal means, as measured on Jenkins 2.249.3, 2.303.3, 2.516.3, 2.555.3 and 2.579, and behind nginx, Apache,
//! HAProxy and oauth2-proxy.

mod sign_in;

use crate::error::{Error, Outcome};
use crate::{Reply, UserId, text};

/// The sentence in the servlet container's page for a missing or wrong crumb. The status is 403, never
/// 401, and nothing was executed.
const CRUMB_SENTENCE: &str = "No valid crumb was included in the request";

/// The servlet that the error pages of Jenkins' container name, in HTML and in JSON.
const SERVLET: &str = "Stapler";

/// The name of a user who is not signed in.
const ANONYMOUS: &str = "anonymous";

/// Returns a reply that contains data, or why it contains none.
///
/// # Errors
///
/// The cause of the refusal. [`Error::CrumbRefused`] is about the crumb of this request.
pub fn accept(reply: &Reply) -> Result<&Reply, Error> {
    let Some(status) = reply.status().filter(|_| !reply.is_redirect()) else {
        return Err(redirected(reply));
    };
    match status {
        200..300 if reply.is_html() && sign_in::is_gate_page(reply.body()) => Err(Error::SsoRequired),
        200..300 if reply.is_html() => Err(Error::WebPage),
        200..300 => Ok(reply),
        401 => Err(unauthorized(reply)),
        403 => Err(forbidden(reply)),
        404 if is_from_jenkins(reply) => Err(Error::NotFound),
        404 => Err(Error::NotJenkins),
        _ if is_from_jenkins(reply) => Err(Error::ServerError { status }),
        _ => Err(Error::Proxy { status }),
    }
}

/// Accepts a reply that contains a complete web page, or returns why it contains none.
///
/// # Errors
///
/// As [`accept`]. The reply alone does not show whether the page is from something in front of Jenkins.
pub(crate) fn accept_page(reply: &Reply) -> Result<(), Error> {
    if !reply.is_success() {
        accept(reply)?;
    }
    if reply.is_html() && !reply.is_truncated() { Ok(()) } else { Err(Error::UnexpectedReply) }
}

/// The error for a page that did not come from Jenkins.
pub(crate) fn page_of_a_gate(reply: &Reply) -> Error {
    if sign_in::is_gate_page(reply.body()) { Error::SsoRequired } else { Error::WebPage }
}

/// The outcome of a change whose reply does not confirm it.
///
/// Only a refusal of Jenkins itself proves that nothing was done. Anything else may have replaced Jenkins' reply after
/// the change was made: a firewall's rule for replies answers 403, and a proxy that Jenkins confuses answers 502. A reply
/// of Jenkins with status 500 has been seen after a token was created.
pub(crate) fn outcome(reply: &Reply, cause: &Error) -> Outcome {
    match cause {
        Error::UnusableToken => Outcome::Done,
        Error::Rejected { .. }
        | Error::UnknownToken
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { user: Some(_), .. }
        | Error::OwnerOnly
        | Error::NotFound
        | Error::UserIdBlocked(_)
        | Error::ScriptConsoleOff
        | Error::ColonInUserId => Outcome::NotDone,
        // A script reports it in a successful reply.
        Error::UnknownUser(_) if reply.is_success() || is_from_jenkins(reply) => Outcome::NotDone,
        Error::ServerError { status: 400..500 } => Outcome::NotDone,
        Error::Transport(_)
        | Error::NotPermitted { user: None, .. }
        | Error::UnknownUser(_)
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::WebPage
        | Error::Proxy { .. }
        | Error::NotJenkins
        | Error::ServerError { .. }
        | Error::UnexpectedReply => Outcome::Unknown,
    }
}

/// Jenkins' own sign-on redirects to an address of its own, which may be relative to the request (plugin oic-auth);
/// any other redirect comes from a gate.
fn redirected(reply: &Reply) -> Error {
    let to_sign_on = |location| text::contains(location, "securityRealm/commenceLogin");
    if reply.header("Location").is_some_and(to_sign_on) {
        Error::SignOnSessionRequired
    } else {
        Error::SsoRequired
    }
}

/// A 401 of Jenkins is about the credentials of the request. Gates send it, too, to programs that ask for JSON instead
/// of a web page.
fn unauthorized(reply: &Reply) -> Error {
    let challenge = reply.header("WWW-Authenticate");
    // A 401 of Jenkins has no header `X-Jenkins`, but its realm names Jenkins.
    if is_from_jenkins(reply)
        || challenge.is_some_and(|challenge| text::contains(challenge, "realm=\"Jenkins\""))
    {
        return Error::CredentialsRefused;
    }
    let wants_basic =
        |challenge: &str| challenge.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("Basic "));
    if challenge.is_some_and(wants_basic) { Error::GateCredentials } else { Error::SsoRequired }
}

fn forbidden(reply: &Reply) -> Error {
    let body = reply.body();
    if text::contains(body, CRUMB_SENTENCE) {
        return Error::CrumbRefused;
    }
    let user = reply.header("X-You-Are-Authenticated-As");
    // For anonymous users, 2.249.3 and 2.579 send "anonymous"; 2.303.3, 2.516.3 and 2.555.3 send no name. Proxies hide
    // both headers, but not the page.
    let nobody = user == Some(ANONYMOUS) || (user.is_none() && is_from_jenkins(reply));
    if nobody || sign_in::is_jenkins_page(body) {
        return Error::SignedOut { sign_in: sign_in::address(body) };
    }
    // A refusal to create a token for another user has no header of Jenkins and no body.
    if user.is_some() || body.is_empty() {
        return Error::NotPermitted {
            user: user.map(UserId::new),
            permission: reply.header("X-Required-Permission").map(str::to_owned),
        };
    }
    if sign_in::is_gate_refusal(body) { Error::SsoRequired } else { Error::Proxy { status: 403 } }
}

/// Whether the reply is Jenkins' own: it has the header that Jenkins sends with pages and data, or it is the error page
/// of its servlet container, which names the servlet.
pub(crate) fn is_from_jenkins(reply: &Reply) -> bool {
    reply.header("X-Jenkins").is_some() || (!reply.is_success() && text::contains(reply.body(), SERVLET))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        accept(&Reply::new(status, headers, body.to_owned())).unwrap_err()
    }

    const HTML: (&str, &str) = ("Content-Type", "text/html;charset=utf-8");
    const JENKINS: (&str, &str) = ("X-Jenkins", "2.579");

    #[test]
    fn a_403_with_the_crumb_sentence_is_a_refused_crumb() {
        let body = "<html><title>Error 403 No valid crumb was included in the request</title></html>";
        assert_eq!(
            refusal(403, &[("Content-Type", "text/html;charset=iso-8859-1")], body),
            Error::CrumbRefused
        );
    }

    #[test]
    fn a_403_for_an_anonymous_user_means_signed_out() {
        let headers = [HTML, JENKINS, ("X-You-Are-Authenticated-As", "anonymous")];
        assert_eq!(refusal(403, &headers, "<html>"), Error::SignedOut { sign_in: None });
        assert_eq!(refusal(403, &[HTML, JENKINS], "<html>"), Error::SignedOut { sign_in: None });
    }

    #[test]
    fn jenkins_page_for_visitors_means_signed_out_although_its_headers_are_hidden() {
        let body =
            "<script>window.location.replace('/ci/login?from=%2Fci%2Fme');</script>\nAuthentication required";
        let sign_in = Some("/ci/login?from=%2Fci%2Fme".to_owned());
        assert_eq!(refusal(403, &[HTML], body), Error::SignedOut { sign_in });
    }

    #[test]
    fn a_403_names_the_user_and_the_missing_permission() {
        let headers = [
            HTML,
            JENKINS,
            ("X-You-Are-Authenticated-As", "alice"),
            ("X-Required-Permission", "hudson.model.Hudson.Administer"),
        ];
        let expected = Error::NotPermitted {
            user: Some(UserId::new("alice")),
            permission: Some("hudson.model.Hudson.Administer".to_owned()),
        };
        assert_eq!(refusal(403, &headers, "<html>"), expected);
        assert_eq!(refusal(403, &[], ""), Error::NotPermitted { user: None, permission: None });
    }

    #[test]
    fn only_a_401_of_jenkins_means_refused_credentials() {
        assert_eq!(
            refusal(401, &[("WWW-Authenticate", "Basic realm=\"Jenkins\"")], ""),
            Error::CredentialsRefused
        );
        let newer = [("WWW-Authenticate", "Basic realm=\"Jenkins\", charset=\"UTF-8\"")];
        assert_eq!(refusal(401, &newer, ""), Error::CredentialsRefused);
    }

    /// oauth2-proxy answers `{}`, Authelia and others a challenge of their own.
    #[test]
    fn a_401_of_a_gate_wants_a_sign_in_or_credentials_of_its_own() {
        assert_eq!(refusal(401, &[("Content-Type", "application/json")], "{}"), Error::SsoRequired);
        assert_eq!(refusal(401, &[("WWW-Authenticate", "Negotiate")], ""), Error::SsoRequired);
        let nginx = [("WWW-Authenticate", "basic realm=\"Restricted\"")];
        assert_eq!(refusal(401, &nginx, "<html>"), Error::GateCredentials);
    }

    #[test]
    fn a_redirect_or_a_sign_in_page_means_single_sign_on() {
        assert_eq!(accept(&Reply::opaque_redirect()).unwrap_err(), Error::SsoRequired);
        assert_eq!(refusal(302, &[("Location", "https://login.example.org")], ""), Error::SsoRequired);
        let sign_in = "<html><form method=\"post\"><input type=\"password\">";
        for status in [200, 403] {
            assert_eq!(refusal(status, &[HTML], sign_in), Error::SsoRequired);
        }
        assert_eq!(refusal(200, &[HTML], "<html>hello"), Error::WebPage);
        for commence in ["https://ci/securityRealm/commenceLogin?from=%2F", "securityRealm/commenceLogin"] {
            assert_eq!(refusal(302, &[("Location", commence)], ""), Error::SignOnSessionRequired);
        }
    }

    #[test]
    fn a_reply_without_a_trace_of_jenkins_comes_from_a_proxy() {
        for status in [403, 405, 429, 502, 503] {
            assert_eq!(refusal(status, &[HTML], "<html>nginx"), Error::Proxy { status });
        }
        assert_eq!(refusal(500, &[HTML, JENKINS], "<html>"), Error::ServerError { status: 500 });
    }

    #[test]
    fn a_404_of_jenkins_is_distinguished_from_another_servers() {
        assert_eq!(refusal(404, &[HTML, JENKINS], "<html>"), Error::NotFound);
        assert_eq!(refusal(404, &[HTML], "<html>"), Error::NotJenkins);
        let container = "<tr><th>SERVLET:</th><td>Stapler</td></tr>";
        assert_eq!(refusal(404, &[HTML], container), Error::NotFound, "2.303.3 leaves it to the container");
    }

    #[test]
    fn an_unknown_user_proves_that_nothing_was_done_if_jenkins_or_a_script_says_so() {
        let outcome = |status, headers: &[(&str, &str)]| {
            let headers =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let reply = Reply::new(status, headers, String::new());
            outcome(&reply, &Error::UnknownUser(UserId::new("bob")))
        };
        assert_eq!(outcome(200, &[]), Outcome::NotDone);
        assert_eq!(outcome(404, &[JENKINS]), Outcome::NotDone);
        assert_eq!(outcome(404, &[]), Outcome::Unknown);
    }
}
