//! What it means that something in front of Jenkins answers with a status.

use latchkey_core::{Error, text};

use crate::event::Action;
use crate::view::message::{Key, Message};

/// Why something in front of Jenkins answered in its place, and what to do.
pub(super) struct Cause {
    /// What happened; the status comes last.
    pub(super) what: Key,
    pub(super) advice: Key,
    pub(super) actions: &'static [Action],
}

/// The cause that a status names.
pub(super) fn cause(status: u16) -> Cause {
    const AGAIN: &[Action] = &[Action::TryAgain];
    const REOPEN: &[Action] = &[Action::OpenPageAgain];
    let (what, advice, actions) = match status {
        400 | 431 => (Key::RequestMalformed, Key::ClearCookiesAdvice, REOPEN),
        403 | 406 => (Key::RequestRefused, Key::RequestRefusedAdvice, REOPEN),
        405 => (Key::MethodNotAllowed, Key::MethodNotAllowedAdvice, AGAIN),
        413 => (Key::RequestTooLarge, Key::RequestTooLargeAdvice, AGAIN),
        429 => (Key::TooManyRequests, Key::WaitAdvice, AGAIN),
        502 => (Key::JenkinsUnreachable, Key::WaitAdvice, AGAIN),
        503 => (Key::JenkinsUnavailable, Key::WaitAdvice, AGAIN),
        504 => (Key::JenkinsTooSlow, Key::WaitAdvice, AGAIN),
        _ => (Key::ProxyAnswered, Key::ProxyAnsweredAdvice, AGAIN),
    };
    Cause { what, advice, actions }
}

/// Further advice where a firewall may have refused a token for its name: rules against attacks on shells, databases and
/// web pages look for these signs.
pub(super) fn advice_about_name(error: &Error, name: &str) -> Option<Message> {
    let is_refusal = matches!(error, Error::Proxy { status: 403 | 406 });
    let is_sign = |c| matches!(c, '\'' | '"' | '`' | '$' | ';' | '|' | '&' | '<' | '>' | '(' | ')' | '\\');
    let looks_like_an_attack = name.chars().any(is_sign) || text::contains(name, "--");
    (is_refusal && looks_like_an_attack).then(|| Message::plain(Key::PlainerNameAdvice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_an_attack_is_named_after_a_refusal() {
        let advised = |status, name| advice_about_name(&Error::Proxy { status }, name).is_some();
        for name in ["it's", "$(id)", "`id`", "a; b", "x -- y", "a|b", "<b>", "a && b"] {
            assert!(advised(403, name) && advised(406, name), "{name}");
            assert!(!advised(502, name) && advice_about_name(&Error::SsoRequired, name).is_none());
        }
        assert!(!advised(403, "Latchkey 2026-11-24 14:05:31"));
    }
}
