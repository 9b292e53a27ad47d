//! Trying a saved token.

use latchkey_core::{Error, UserId, Verification};

use crate::access::Access;
use crate::error::{CliError, ExitCode, missing_permission, tokens_without_groups};
use crate::session::Session;
use crate::terminal::output::Output;
use crate::token_store::KeptToken;
use crate::user_id::is_same_user;

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
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use base64ct::{Base64, Encoding as _};
    use clap::Parser as _;
    use latchkey_core::Secret;

    use super::*;
    use crate::args::Cli;
    use crate::fleet::pool;
    use crate::token_store::{SavedToken, TokenStore};

    const VALUE: &str = "11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    const ALICE: &str = r#"{"id":"alice","fullName":"Alice Adams"}"#;

    /// A controller that accepts one token of alice, whose ID may be given in any case.
    struct Controller {
        url: String,
        requests: Arc<AtomicUsize>,
    }

    impl Controller {
        fn start() -> Self {
            Self::answering(|authorization| {
                let is_accepted = ["alice", "Alice"].iter().any(|user| {
                    let credentials = Base64::encode_string(format!("{user}:{VALUE}").as_bytes());
                    authorization == format!("Basic {credentials}")
                });
                if is_accepted {
                    format!(
                        "200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ALICE}",
                        ALICE.len()
                    )
                } else {
                    "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Jenkins\"\r\nContent-Length: 0\r\n\r\n".to_owned()
                }
            })
        }

        /// A controller that answers every request like this, given its credentials.
        fn answering(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let url = format!("http://{}", listener.local_addr().unwrap());
            let requests = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&requests);
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let lines = BufReader::new(&stream).lines().map_while(Result::ok);
                    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                    count.fetch_add(1, Ordering::SeqCst);
                    let credentials = head.iter().find_map(|line| line.strip_prefix("authorization: "));
                    let reply = format!("HTTP/1.1 {}", answer(credentials.unwrap_or_default()));
                    let reply = reply.replacen("\r\n", "\r\nConnection: close\r\n", 1);
                    let _ = (&stream).write_all(reply.as_bytes());
                }
            });
            Self { url, requests }
        }
    }

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
        let works = Controller::start();
        let broken = Controller::answering(|_| "502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".to_owned());
        let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let tokens = [
            kept(&format!("http://{gone}"), "alice", VALUE),
            kept(&works.url, "alice", VALUE),
            kept(&broken.url, "alice", VALUE),
            kept("no URL", "alice", VALUE),
            kept(&works.url, "alice", "11bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"),
            kept(&works.url, "Alice", VALUE),
        ];
        assert_eq!(states(&tokens), ["failed", "works", "failed", "failed", "refused", "works"]);
    }

    #[test]
    fn more_tokens_than_threads_are_all_tried() {
        let controller = Controller::start();
        let tokens = vec![kept(&controller.url, "alice", VALUE); 19];
        assert_eq!(states(&tokens), vec!["works"; 19]);
        assert_eq!(controller.requests.load(Ordering::SeqCst), 19, "one request for each");
    }
}
