//! What a refusal means, as measured on Jenkins 2.249.3, 2.303.3, 2.516.3 and 2.579.

use crate::error::{Error, Outcome};
use crate::{Reply, UserId, text};

/// The sentence in the servlet container's page for a missing or wrong crumb. The status is 403, never
/// 401, and nothing was executed.
const CRUMB_SENTENCE: &str = "No valid crumb was included in the request";

/// The name of a user who is not signed in.
const ANONYMOUS: &str = "anonymous";

/// Returns a reply that contains data, or why it contains none.
///
/// # Errors
///
/// The cause of the refusal. [`Error::CrumbRefused`] is about the crumb of this request.
pub fn accept(reply: &Reply) -> Result<&Reply, Error> {
    let Some(status) = reply.status().filter(|_| !reply.is_redirect()) else {
        return Err(Error::SsoRequired);
    };
    match status {
        200..300 if reply.is_html() => Err(Error::SsoRequired),
        200..300 => Ok(reply),
        401 if is_basic_challenge_of_jenkins(reply) => Err(Error::CredentialsRefused),
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
    match accept(reply) {
        Err(Error::SsoRequired) if reply.is_success() && !reply.is_truncated() => Ok(()),
        Err(Error::SsoRequired) if reply.is_success() => Err(Error::UnexpectedReply),
        Ok(_) => Err(Error::UnexpectedReply),
        Err(error) => Err(error),
    }
}

/// The outcome of a change whose reply does not confirm it. It is unknown after an unexpected success and
/// after a failure of the server: a reply with status 500 has been seen after the token was created.
pub(crate) fn outcome(reply: &Reply, cause: &Error) -> Outcome {
    match cause {
        Error::UnusableToken => Outcome::Done,
        Error::Rejected { .. } | Error::UnknownUser(_) | Error::UnknownToken => Outcome::NotDone,
        Error::Transport(_)
        | Error::SignedOut
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::NotFound
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::SsoRequired
        | Error::Proxy { .. }
        | Error::NotJenkins
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::ColonInUserId => {
            if is_rejected_before_execution(reply) {
                Outcome::NotDone
            } else {
                Outcome::Unknown
            }
        }
    }
}

/// Whether the reply is a redirect, or a refusal that precedes the execution of the request.
fn is_rejected_before_execution(reply: &Reply) -> bool {
    match reply.status() {
        None | Some(300..400 | 401 | 403 | 404 | 405 | 413 | 429) => true,
        Some(400..500) => is_from_jenkins(reply),
        Some(_) => false,
    }
}

fn forbidden(reply: &Reply) -> Error {
    if text::contains(reply.body(), CRUMB_SENTENCE) {
        return Error::CrumbRefused;
    }
    let user = reply.header("X-You-Are-Authenticated-As");
    // Jenkins sends the user's name with every 403. For anonymous users, 2.249.3 and 2.579 send "anonymous",
    // but 2.303.3 and the 2.5xx in between send no name.
    if user == Some(ANONYMOUS) || (user.is_none() && is_from_jenkins(reply)) {
        return Error::SignedOut;
    }
    // A refusal to create a token for another user has no header of Jenkins and no body.
    if user.is_some() || reply.body().is_empty() {
        return Error::NotPermitted {
            user: user.map(UserId::new),
            permission: reply.header("X-Required-Permission").map(str::to_owned),
        };
    }
    Error::Proxy { status: 403 }
}

/// A 401 of Jenkins has no header `X-Jenkins`, but its realm names Jenkins.
fn is_basic_challenge_of_jenkins(reply: &Reply) -> bool {
    is_from_jenkins(reply)
        || reply
            .header("WWW-Authenticate")
            .is_some_and(|challenge| text::contains(challenge, "realm=\"Jenkins\""))
}

/// Whether the reply has the header that Jenkins sends with pages and data.
pub(crate) fn is_from_jenkins(reply: &Reply) -> bool {
    reply.header("X-Jenkins").is_some()
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
        assert_eq!(refusal(403, &headers, "<html>"), Error::SignedOut);
        assert_eq!(refusal(403, &[HTML, JENKINS], "<html>"), Error::SignedOut);
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
        assert_eq!(refusal(401, &[("WWW-Authenticate", "Negotiate")], ""), Error::Proxy { status: 401 });
    }

    #[test]
    fn a_redirect_or_html_instead_of_data_means_single_sign_on() {
        assert_eq!(accept(&Reply::opaque_redirect()).unwrap_err(), Error::SsoRequired);
        assert_eq!(refusal(302, &[("Location", "https://login.example.org")], ""), Error::SsoRequired);
        assert_eq!(refusal(200, &[HTML], "<html>Sign in"), Error::SsoRequired);
    }

    #[test]
    fn a_reply_without_a_trace_of_jenkins_is_a_proxys() {
        for status in [403, 405, 429, 502, 503] {
            assert_eq!(refusal(status, &[HTML], "<html>nginx"), Error::Proxy { status });
        }
        assert_eq!(refusal(500, &[HTML, JENKINS], "<html>"), Error::ServerError { status: 500 });
    }

    #[test]
    fn a_404_of_jenkins_is_distinguished_from_another_servers() {
        assert_eq!(refusal(404, &[HTML, JENKINS], "<html>"), Error::NotFound);
        assert_eq!(refusal(404, &[HTML], "<html>"), Error::NotJenkins);
    }
}
