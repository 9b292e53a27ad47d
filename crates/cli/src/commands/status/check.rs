//! Trying a saved token.

use latchkey_core::{Error, UserId, Verification};

use crate::access::Access;
use crate::error::{CliError, ExitCode, missing_permission, tokens_without_groups};
use crate::login::is_same_user;
use crate::session::Session;
use crate::terminal::output::Output;
use crate::token_store::KeptToken;

/// Whether a token works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// It works, perhaps with something to know.
    Works(Option<CliError>),
    /// Jenkins refuses it, or takes it for another user's.
    Refused(CliError),
    /// It could not be tried.
    Failed(CliError),
    /// It was not to be tried.
    NotTried,
}

impl Check {
    /// Why it could not be tried.
    pub(super) fn failure(&self) -> Option<&CliError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Works(_) | Self::Refused(_) | Self::NotTried => None,
        }
    }

    /// What to say about the token.
    pub(super) fn error(&self) -> Option<&CliError> {
        match self {
            Self::Works(error) => error.as_ref(),
            Self::Refused(error) | Self::Failed(error) => Some(error),
            Self::NotTried => None,
        }
    }
}

/// Tries a token.
pub(super) fn check(kept: &KeptToken, access: &Access, output: &Output) -> Check {
    let mut session = match Session::of_saved(kept, access, output) {
        Ok(session) => session,
        Err(error) => return Check::Failed(error),
    };
    let user = UserId::new(&kept.saved.user);
    match session.verify(&user, &kept.saved.token) {
        Ok(Verification::WorksAs(id)) if is_same_user(id.as_str(), user.as_str()) => Check::Works(None),
        Ok(Verification::WorksAs(id)) => {
            let message = format!("The token works as {id}, not as {user}");
            let error = CliError::new(ExitCode::CredentialsRefused, "other-user", message);
            Check::Refused(error.hint("Remove it with `latchkey forget`, and save it again."))
        }
        Ok(Verification::WithoutRead { permission, .. }) => {
            let message =
                format!("The token works, but without {}", missing_permission(permission.as_deref()));
            let error = CliError::new(ExitCode::NotPermitted, "not-permitted", message);
            Check::Works(Some(error.hint(tokens_without_groups())))
        }
        Ok(Verification::Refused) => Check::Refused(session.error(&Error::CredentialsRefused)),
        Ok(Verification::Unknown(cause)) | Err(cause) => Check::Failed(session.error(&cause)),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use latchkey_core::Secret;
    use latchkey_standin::{CannedAnswer, NewToken, Options, Standin};

    use super::*;
    use crate::args::Cli;
    use crate::fleet::pool;
    use crate::token_store::{SavedToken, TokenStore};

    const VALUE: &str = "11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    fn kept(controller: &str, user: &str, token: &str) -> KeptToken {
        let saved = SavedToken {
            controller: controller.to_owned(),
            user: user.to_owned(),
            token: Secret::new(token),
            uuid: None,
            name: None,
            expiry: None,
            successor: None,
        };
        KeptToken { store: TokenStore::Keychain, saved, is_default: true }
    }

    fn standin() -> Standin {
        let standin = Standin::start(Options::default()).unwrap();
        standin.add_token("alice", NewToken { value: Some(VALUE.to_owned()), ..NewToken::new("kept") });
        standin
    }

    fn states(tokens: &[KeptToken]) -> Vec<&'static str> {
        let access = Cli::try_parse_from(["latchkey", "status"]).unwrap().access;
        let checks = pool::map(tokens, 16, |kept| check(kept, &access, &Output::new(false)));
        let state = |check: &Check| match check {
            Check::Works(None) => "works",
            Check::Works(Some(_)) => "works without reading",
            Check::Refused(_) => "refused",
            Check::Failed(_) => "failed",
            Check::NotTried => "not tried",
        };
        checks.iter().map(state).collect()
    }

    #[test]
    fn each_token_is_tried_whatever_becomes_of_the_others() {
        let (works, broken) = (standin(), standin());
        broken.answer_next("/me/api/json", CannedAnswer::new(502, "<h1>nginx</h1>"));
        let gone = Standin::start(Options::default()).unwrap().url().to_owned();
        let tokens = [
            kept(&gone, "alice", VALUE),
            kept(works.url(), "alice", VALUE),
            kept(broken.url(), "alice", VALUE),
            kept("no URL", "alice", VALUE),
            kept(works.url(), "alice", "11bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
            kept(works.url(), "Alice", VALUE),
        ];
        assert_eq!(states(&tokens), ["failed", "works", "failed", "failed", "refused", "works"]);
    }

    #[test]
    fn more_tokens_than_threads_are_all_tried() {
        let standin = standin();
        let tokens = vec![kept(standin.url(), "alice", VALUE); 19];
        assert_eq!(states(&tokens), vec!["works"; 19]);
        assert_eq!(standin.requests().len(), 19, "one request for each");
    }
}
