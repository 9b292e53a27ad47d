//! The look for a token whose creation no reply confirmed: the list of its owner's tokens shows whether it exists.

use std::time::Duration;

use crate::Error;
use crate::listing::TokenRow;

/// How long a request may still be carried out after its reply was lost. A proxy that has given up waiting has handed
/// the request over already: a token has been seen to appear after the proxy's 504.
pub const LATE_EXECUTION: Duration = Duration::from_secs(600);

/// A token that was requested, and what distinguishes it from its owner's other tokens.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The name it was requested by. Other tokens may have it, too.
    pub name: &'a str,
    /// The UUIDs of all tokens of the same owner, listed before the request was sent. `None` if they are not known.
    pub before: Option<&'a [String]>,
    /// The UUID of the token that it was to replace, which has the same name.
    pub replaces: Option<&'a str>,
}

/// What a list says about a requested token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding<'a> {
    /// The request has created nothing so far.
    Absent,
    /// The request created these tokens: there are several if a browser or a proxy sent it more than once.
    Created(Vec<&'a TokenRow>),
    /// Tokens of that name. Some of them may be older than the request, because its owner's tokens were not listed
    /// before it.
    Candidates(Vec<&'a TokenRow>),
}

impl Sought<'_> {
    /// Looks for the token among its owner's tokens, listed after the request.
    pub fn find<'a>(&self, tokens: &'a [TokenRow]) -> Finding<'a> {
        let is_known = |uuid: &String| self.before.is_some_and(|before| before.contains(uuid));
        let may_be = |token: &&TokenRow| {
            token.name == self.name && self.replaces != Some(&token.uuid) && !is_known(&token.uuid)
        };
        let found: Vec<_> = tokens.iter().filter(may_be).collect();
        match self.before {
            _ if found.is_empty() => Finding::Absent,
            Some(_) => Finding::Created(found),
            None => Finding::Candidates(found),
        }
    }
}

impl Error {
    /// Whether a request that failed like this may still be carried out, within [`LATE_EXECUTION`].
    pub fn may_be_carried_out_later(&self) -> bool {
        match self {
            Self::Transport(error) => error.may_have_arrived(),
            Self::Proxy { status } | Self::ServerError { status } => *status == 504,
            Self::SignedOut { .. }
            | Self::NoUsers
            | Self::UserChanged { .. }
            | Self::CrumbRefused
            | Self::CredentialsRefused
            | Self::CredentialsRemoved
            | Self::SignOnSessionRequired
            | Self::NotPermitted { .. }
            | Self::OwnerOnly
            | Self::NotFound
            | Self::UnknownUser(_)
            | Self::UserIdBlocked(_)
            | Self::UnknownToken
            | Self::ScriptConsoleOff
            | Self::ScriptConsoleBlocked { .. }
            | Self::ScriptFailed { .. }
            | Self::SsoRequired
            | Self::GateCredentials
            | Self::WebPage
            | Self::NotJenkins
            | Self::Rejected { .. }
            | Self::UnexpectedReply
            | Self::UnusableToken
            | Self::ColonInUserId => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TransportError;
    use crate::listing::{RowExpiry, Usage};

    fn token(uuid: &str, name: &str) -> TokenRow {
        TokenRow {
            uuid: uuid.to_owned(),
            name: name.to_owned(),
            created: None,
            usage: Usage::Never { text: String::new() },
            expiry: RowExpiry::NotSupported,
            legacy: false,
        }
    }

    fn uuids(finding: &Finding<'_>) -> Vec<String> {
        match finding {
            Finding::Absent => Vec::new(),
            Finding::Created(tokens) | Finding::Candidates(tokens) => {
                tokens.iter().map(|token| token.uuid.clone()).collect()
            }
        }
    }

    #[test]
    fn only_tokens_that_were_not_listed_before_were_created() {
        let tokens = [token("old", "n"), token("new", "n"), token("again", "n"), token("other", "m")];
        let before = ["old".to_owned()];
        let sought = Sought { name: "n", before: Some(&before), replaces: None };
        let finding = sought.find(&tokens);
        assert!(matches!(finding, Finding::Created(_)));
        assert_eq!(uuids(&finding), ["new", "again"]);
        assert_eq!(sought.find(&tokens[..1]), Finding::Absent);
    }

    #[test]
    fn without_an_earlier_list_every_token_of_the_name_is_a_candidate() {
        let tokens = [token("old", "n"), token("replaced", "n"), token("other", "m")];
        let sought = Sought { name: "n", before: None, replaces: Some("replaced") };
        let finding = sought.find(&tokens);
        assert!(matches!(finding, Finding::Candidates(_)));
        assert_eq!(uuids(&finding), ["old"]);
        assert_eq!(Sought { name: "x", ..sought }.find(&tokens), Finding::Absent);
    }

    #[test]
    fn only_a_lost_reply_leaves_a_request_that_may_still_be_carried_out() {
        for error in [Error::Transport(TransportError::TimedOut), Error::Proxy { status: 504 }] {
            assert!(error.may_be_carried_out_later(), "{error}");
        }
        let not_sent = Error::Transport(TransportError::NotRecorded);
        for error in [not_sent, Error::Proxy { status: 502 }, Error::SsoRequired, Error::UnusableToken] {
            assert!(!error.may_be_carried_out_later(), "{error}");
        }
    }
}
