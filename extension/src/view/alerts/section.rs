//! The sections of `docs/troubleshooting.md` that alerts link to.

use latchkey_core::Error;

use super::failure::what_happened;
use crate::view::message::Key;

/// A section of the page, by its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section(&'static str);

impl Section {
    pub(super) const GATE_SIGN_IN: Self = Self("gate-sign-in");
    pub(super) const CREDENTIALS_IN_THE_ADDRESS: Self = Self("credentials-in-the-address");

    /// The section that quotes this first sentence of an alert. The rest needs none: its fix is a button, or in the field
    /// that it is about.
    pub(super) fn about(what: Key) -> Option<Self> {
        Some(Self(match what {
            Key::SsoRequired | Key::CheckSignIn => return Some(Self::GATE_SIGN_IN),
            Key::GateCredentials => "gate-basic-auth",
            Key::CredentialsRemoved => "authorization-removed",
            Key::RequestRefused | Key::MethodNotAllowed | Key::ProxyAnswered => "refused-requests",
            Key::TimedOut
            | Key::RequestMalformed
            | Key::RequestTooLarge
            | Key::TooManyRequests
            | Key::JenkinsUnreachable
            | Key::JenkinsUnavailable
            | Key::JenkinsTooSlow => "sizes-and-limits",
            Key::UserIdBlocked => "user-ids-in-urls",
            Key::ScriptConsoleBlocked | Key::ScriptConsoleOff | Key::ScriptFailed | Key::ScriptFailedWith => {
                "script-console"
            }
            Key::WebPage | Key::NotJenkinsAnswered | Key::ForeignRoot => "published-elsewhere",
            Key::SignOnSessionRequired => "sign-on-session",
            Key::WorksWithoutPermission => "tokens-without-groups",
            Key::CrumbRefused => "strict-crumbs",
            Key::NoUsers => "no-users",
            Key::PageBusy => "busy-pages",
            Key::SignedOut | Key::UserChanged | Key::CredentialsRefused => "who-is-signed-in",
            Key::NotPermitted | Key::PermissionMissing | Key::OwnerOnly | Key::UnknownUser => "permissions",
            Key::NoAnswer | Key::NotSent | Key::PageGone | Key::Untrusted => "no-connection",
            Key::NotFound | Key::ServerError | Key::UnexpectedReply | Key::Rejected => "jenkins-failed",
            Key::NotCreated | Key::NotCreatedFor | Key::UnusableToken | Key::UnknownToken => "lost-tokens",
            Key::StorageUnwritable => "browser-storage",
            Key::ColonInUserId | Key::PortNotSupported | Key::UnsupportedUserId => "formats",
            Key::NotScriptable | Key::NoJenkinsFound | Key::PageCannotSend => "pages",
            Key::PolicyController
            | Key::PolicyUnreadable
            | Key::PolicyNoExpiry
            | Key::PolicyOtherUser
            | Key::PolicyName
            | Key::PolicyExpiry => "policy",
            Key::TerminalElsewhere
            | Key::TerminalUnreadable
            | Key::TerminalUnanswered
            | Key::CodeWrongLast => "terminal",
            _ => return None,
        }))
    }

    /// The section that explains an error whose alert is shown with the button that mends it, or without.
    pub(super) fn of_error(error: &Error) -> Option<Self> {
        match error {
            Error::SignedOut { .. } | Error::UserChanged { .. } | Error::CredentialsRefused => None,
            error => Self::about(what_happened(error).key),
        }
    }

    /// Its address.
    pub(crate) fn url(self) -> String {
        const PAGE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/troubleshooting.md#");
        let mut url = PAGE.to_owned();
        url.push_str(self.0);
        url
    }
}

/// The alerts whose fix is in the field that they are about: they need no link.
#[cfg(test)]
pub(crate) const FIXED_IN_PLACE: [Key; 9] = [
    Key::NameBlank,
    Key::NameTooLong,
    Key::NameBreaksRecord,
    Key::NoDate,
    Key::DateIsPast,
    Key::DateIsTooFar,
    Key::NotCopied,
    Key::CodeMalformed,
    Key::CodeWrong,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    const PAGE: &str = include_str!("../../../../docs/troubleshooting.md");

    /// The lines of the section that this address leads to.
    fn linked(url: &str) -> Vec<&'static str> {
        let (address, anchor) = url.split_once('#').unwrap();
        assert!(address.ends_with("/blob/main/docs/troubleshooting.md"), "{url}");
        let mut sections = PAGE.split("\n## ").skip(1).map(|section| section.lines().collect::<Vec<_>>());
        let section = sections.find(|lines| lines[0].to_lowercase().replace(' ', "-") == anchor);
        section.unwrap_or_else(|| panic!("no section of the page is #{anchor}"))
    }

    /// A text with `…` for each of its values.
    fn as_quoted(text: &str) -> String {
        text.split('$').enumerate().map(|(place, piece)| if place % 2 == 0 { piece } else { "…" }).collect()
    }

    #[test]
    fn a_section_quotes_every_alert_that_links_to_it() {
        let texts: BTreeMap<String, Value> =
            serde_json::from_str(include_str!("../../../_locales/en/messages.json")).unwrap();
        let mut links = 0;
        for key in Key::ALL {
            let Some(section) = Section::about(*key) else { continue };
            links += 1;
            let quotation = format!("> {}", as_quoted(texts[key.name()]["message"].as_str().unwrap()));
            assert!(linked(&section.url()).contains(&quotation.as_str()), "{section:?} lacks {quotation:?}");
        }
        assert!(links > 50, "{links}");
        let quoted = linked(&Section::CREDENTIALS_IN_THE_ADDRESS.url());
        assert!(quoted.contains(&"> The browser does not let Latchkey read this page."));
    }

    #[test]
    fn what_is_fixed_in_place_has_no_link() {
        assert!(FIXED_IN_PLACE.iter().all(|key| Section::about(*key).is_none()));
    }
}
