//! Proxies and firewalls that answered instead of Jenkins: the cause in words, and what to ask of whoever runs them.

use latchkey_core::Error;

use super::{CliError, ExitCode, Section};

/// A reply that is not Jenkins' own.
pub(super) fn answered(status: u16) -> CliError {
    use Section::{RefusedRequests, SizesAndLimits};
    let (cause, hint, section) = match status {
        400 => (
            "A proxy in front of Jenkins could not read the request, or found its header too large",
            "Ask whoever runs the proxy to allow larger request headers, and what its log says about this request.",
            SizesAndLimits,
        ),
        403 => (
            "A proxy in front of Jenkins refused the request",
            "Ask whoever runs the proxy which of its rules refused it, and to let requests to Jenkins with an API token pass.",
            RefusedRequests,
        ),
        404 => (
            "A proxy in front of Jenkins knows no such address",
            "Check the URL. If it is right, ask whoever runs the proxy to pass everything below it on to Jenkins.",
            RefusedRequests,
        ),
        405 => (
            "A proxy in front of Jenkins does not allow requests of this kind",
            "Ask whoever runs the proxy to allow the methods GET and POST for Jenkins.",
            RefusedRequests,
        ),
        406 => (
            "A proxy in front of Jenkins took the request for an attack",
            "Ask whoever runs the firewall which of its rules refused the request, and to exempt Jenkins from that rule.",
            RefusedRequests,
        ),
        413 => (
            "A proxy in front of Jenkins found the request too large",
            "Ask whoever runs the proxy to allow request bodies of at least 64 KB for Jenkins.",
            SizesAndLimits,
        ),
        429 => (
            "A proxy in front of Jenkins got too many requests",
            "Wait a few minutes and try again. If it keeps happening, ask whoever runs the proxy to raise its limit.",
            SizesAndLimits,
        ),
        431 => (
            "A proxy in front of Jenkins found the header of the request too large",
            "Ask whoever runs the proxy to allow larger request headers.",
            SizesAndLimits,
        ),
        502 => (
            "A proxy in front of Jenkins could not reach it, or did not understand its answer",
            "Check that Jenkins is running, and try again. If it keeps happening, ask whoever runs the proxy what its error log \
             says.",
            SizesAndLimits,
        ),
        503 => (
            "A proxy in front of Jenkins says that the service is unavailable: Jenkins is down, or a limit was reached",
            "Try again in a few minutes. If it keeps happening, ask whoever runs the proxy whether Jenkins is in maintenance or a \
             limit was reached.",
            SizesAndLimits,
        ),
        504 => (
            "A proxy in front of Jenkins waited too long for Jenkins",
            "Try again when Jenkins has less to do, or ask whoever runs the proxy to wait longer for it.",
            SizesAndLimits,
        ),
        _ => (
            "A proxy in front of Jenkins answered with an error",
            "Try again. If it keeps happening, ask whoever runs the proxy what its log says about this request.",
            RefusedRequests,
        ),
    };
    let message = format!("{cause} ({status})");
    CliError::new(ExitCode::JenkinsFailed, "proxy", message).hint(hint).see(section)
}

impl CliError {
    /// The same error with the advice to choose a plainer name, if this name may be why a firewall refused the request.
    #[must_use]
    pub(crate) fn with_plainer_name(mut self, cause: &Error, name: &str) -> Self {
        let is_refused = matches!(
            cause,
            Error::Proxy { status: 403 | 406 } | Error::ScriptConsoleBlocked { status: 403 | 406 }
        );
        if is_refused && looks_like_an_attack(name) {
            let hint = "Firewalls take names with quotes and other signs of shells and databases for attacks: try a plainer \
                        name, of letters, digits, spaces, and hyphens.";
            self.hints.insert(0, hint.to_owned());
        }
        self
    }
}

/// Whether a name has signs that shells and databases act on.
fn looks_like_an_attack(name: &str) -> bool {
    let is_sign =
        |c: char| matches!(c, '\'' | '"' | '`' | '<' | '>' | '|' | ';' | '&' | '$' | '\\' | '*' | '=');
    name.contains(is_sign) || ["--", "../", "/etc/"].iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plainer_name_is_advised_only_where_the_name_may_be_the_reason() {
        let advised = |cause: &Error, name: &str| {
            let error = answered(403);
            error.clone().with_plainer_name(cause, name) != error
        };
        for name in ["$(id)", "a' OR '1'='1", "x; rm -rf /", "a -- b", "`id`", "<script>", "a | b", "../x"] {
            assert!(advised(&Error::Proxy { status: 403 }, name), "{name}");
            assert!(!advised(&Error::Proxy { status: 502 }, name), "{name}");
        }
        assert!(advised(&Error::ScriptConsoleBlocked { status: 406 }, "it's"));
        for name in ["nightly sync", "Latchkey 2026-11-24 12:00:00", "zo\u{eb} (laptop)"] {
            assert!(!advised(&Error::Proxy { status: 403 }, name), "{name}");
        }
    }

    #[test]
    fn every_status_has_words_and_the_number_at_the_end() {
        let words: Vec<String> = [400, 403, 404, 405, 406, 413, 429, 431, 502, 503, 504, 599]
            .into_iter()
            .map(|status| {
                let message = answered(status).message;
                assert!(message.ends_with(&format!(" ({status})")), "{message}");
                message
            })
            .collect();
        let different: std::collections::HashSet<&str> =
            words.iter().filter_map(|words| words.rsplit_once(' ')).map(|(words, _)| words).collect();
        assert_eq!(different.len(), words.len(), "{words:#?}");
    }
}
