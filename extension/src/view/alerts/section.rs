//! The sections of `docs/troubleshooting.md` that alerts link to.

use latchkey_core::Error;

use super::status;

/// A section of the page, by its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section(&'static str);

impl Section {
    pub(super) const GATE_SIGN_IN: Self = Self("gate-sign-in");
    pub(super) const BUSY_PAGES: Self = Self("busy-pages");
    pub(super) const CREDENTIALS_IN_THE_ADDRESS: Self = Self("credentials-in-the-address");
    pub(super) const REFUSED_REQUESTS: Self = Self("refused-requests");
    pub(super) const SIZES_AND_LIMITS: Self = Self("sizes-and-limits");
    pub(super) const TOKENS_WITHOUT_GROUPS: Self = Self("tokens-without-groups");

    /// The section that explains this error, if one does.
    pub(super) fn about(error: &Error) -> Option<Self> {
        Some(match error {
            Error::SsoRequired => Self::GATE_SIGN_IN,
            Error::GateCredentials => Self("gate-basic-auth"),
            Error::CredentialsRemoved => Self("authorization-removed"),
            Error::SignOnSessionRequired => Self("sign-on-session"),
            Error::UserIdBlocked(_) => Self("user-ids-in-urls"),
            Error::CrumbRefused => Self("strict-crumbs"),
            Error::ScriptConsoleBlocked { .. } => Self("script-console"),
            Error::WebPage | Error::NotJenkins => Self("published-elsewhere"),
            Error::NoUsers => Self("no-users"),
            Error::Proxy { status } | Error::ServerError { status: status @ 503 } => {
                status::cause(*status).section
            }
            Error::Transport(_)
            | Error::SignedOut { .. }
            | Error::UserChanged { .. }
            | Error::CredentialsRefused
            | Error::NotPermitted { .. }
            | Error::OwnerOnly
            | Error::NotFound
            | Error::UnknownUser(_)
            | Error::UnknownToken
            | Error::ScriptConsoleOff
            | Error::ScriptFailed { .. }
            | Error::Rejected { .. }
            | Error::ServerError { .. }
            | Error::UnexpectedReply
            | Error::UnusableToken
            | Error::ColonInUserId => return None,
        })
    }

    /// Its address.
    pub(crate) fn url(self) -> String {
        const PAGE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/troubleshooting.md#");
        let mut url = PAGE.to_owned();
        url.push_str(self.0);
        url
    }
}
