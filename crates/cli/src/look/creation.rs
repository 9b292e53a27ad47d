//! A token whose value was not received.

use latchkey_core::look::{Finding, Sought};
use latchkey_core::{Error, Owner, TokenRow, Unconfirmed};

use super::{could_not_be_found_out, was_refused};
use crate::error::{CliError, ExitCode};
use crate::select::describe;
use crate::session::Session;

/// A token that was requested, and what distinguishes it from its owner's other tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestedToken<'a> {
    pub(crate) owner: &'a Owner,
    pub(crate) name: &'a str,
    /// The owner's tokens before the request; `None` if they could not be listed.
    pub(crate) before: Option<&'a [TokenRow]>,
    /// The UUID of the token that it was to replace.
    pub(crate) replaces: Option<&'a str>,
}

/// For scripts: it may exist.
const MAY_EXIST: &str = "may-have-been-created";

/// For scripts: it exists, and nobody knows its value.
const VALUE_LOST: &str = "value-lost";

impl RequestedToken<'_> {
    /// Finds out whether it was created, and says so.
    pub(crate) fn look(&self, session: &mut Session<'_>, error: &Unconfirmed) -> CliError {
        let cause = session.change_error(&error.cause).with_plainer_name(&error.cause, self.name);
        if was_refused(error) {
            return cause;
        }
        let listing = match session.tokens(self.owner) {
            Ok(listing) => listing,
            // Without the user there is no token.
            Err(Error::UnknownUser(_)) if matches!(error.cause, Error::UnknownUser(_)) => {
                return nothing_created(cause);
            }
            Err(reason) => {
                let (reason, question) = (session.error(&reason), self.question());
                let unknown = could_not_be_found_out(MAY_EXIST, &cause, &question, Some(&reason));
                return self.with_way_to_look(unknown, session, error.cause.may_be_carried_out_later());
            }
        };
        let before: Option<Vec<String>> = self.before.map(uuids);
        let sought = Sought { name: self.name, before: before.as_deref(), replaces: self.replaces };
        match sought.find(&listing.tokens) {
            Finding::Absent if error.cause.may_be_carried_out_later() => {
                let message = format!(
                    "{}. Whether {} could not be found out yet: it may still be created",
                    cause.message,
                    self.question()
                );
                let unknown = CliError::new(ExitCode::MayHaveBeenDone, MAY_EXIST, message);
                self.with_way_to_look(unknown, session, true)
            }
            Finding::Absent => nothing_created(cause),
            Finding::Created(tokens) => self.value_lost(session, cause, &tokens),
            Finding::Candidates(tokens) => {
                let unknown = could_not_be_found_out(MAY_EXIST, &cause, &self.question(), None);
                let unknown =
                    unknown.hint("There are tokens of that name, and older ones may be among them:");
                let unknown = tokens.iter().fold(unknown, |unknown, token| unknown.hint(describe(token)));
                let example = session.command("revoke", self.owner, &[&tokens[0].uuid]);
                unknown.hint(format!("Revoke one that should not be there by its UUID, as in `{example}`."))
            }
        }
    }

    /// What to say if the command is interrupted before the answer comes.
    pub(crate) fn interrupted(&self, session: &Session<'_>) -> CliError {
        let message = format!(
            "The command was interrupted. The token {:?} may have been created, but its value is lost",
            self.name
        );
        self.with_way_to_look(CliError::new(ExitCode::MayHaveBeenDone, MAY_EXIST, message), session, true)
    }

    fn question(&self) -> String {
        format!("the token {:?} was created", self.name)
    }

    fn value_lost(&self, session: &Session<'_>, cause: CliError, tokens: &[&TokenRow]) -> CliError {
        let uuids: Vec<&str> = tokens.iter().map(|token| token.uuid.as_str()).collect();
        let (what, them) = match uuids.as_slice() {
            [uuid] => {
                (format!("The token {:?} was created ({uuid}), but its value is lost", self.name), "it")
            }
            uuids => (
                format!(
                    "{} tokens named {:?} were created, but their values are lost",
                    uuids.len(),
                    self.name
                ),
                "them",
            ),
        };
        let revoke = session.command("revoke", self.owner, &uuids);
        let mut hints = vec![format!("Revoke {them} with `{revoke}`.")];
        hints.extend(cause.hints);
        let message = format!("{}. {what}", cause.message);
        CliError { hints, ..CliError::new(ExitCode::PartlyDone, VALUE_LOST, message) }
    }

    /// The error with the command lines that find the token and revoke it, and no other of its name.
    fn with_way_to_look(&self, error: CliError, session: &Session<'_>, later: bool) -> CliError {
        let list = session.command("list", self.owner, &[]);
        let look = if later { "Look for it in ten minutes with" } else { "Look for it with" };
        let namesakes = self.before.map(|before| {
            let namesakes = before.iter().filter(|token| token.name == self.name);
            namesakes.map(|token| token.uuid.as_str()).collect::<Vec<_>>()
        });
        let revoke = match namesakes.as_deref() {
            Some([]) => {
                let revoke = session.command("revoke", self.owner, &[self.name]);
                format!("If it is there, revoke it with `{revoke}`.")
            }
            Some(older) => format!(
                "If it is there, revoke it by its UUID; older tokens of that name are {}.",
                older.join(", ")
            ),
            None => {
                "If it is there, revoke it by its UUID; other tokens of that name may be older.".to_owned()
            }
        };
        error.hint(format!("{look} `{list}`. {revoke}"))
    }
}

fn uuids(tokens: &[TokenRow]) -> Vec<String> {
    tokens.iter().map(|token| token.uuid.clone()).collect()
}

/// Nothing was created, for this reason.
fn nothing_created(cause: CliError) -> CliError {
    CliError { message: format!("{}. Nothing was created", cause.message), ..cause }
}
