//! Revoking the tokens that an audit selected.

use clap::Args;
use latchkey_core::UserId;
use latchkey_core::script::Script;

use super::entry::{Entry, Now};
use super::in_use::TokenInUse;
use super::outcomes::{AGAIN, RevocationRow, SelectedToken, Tally};
use super::printer::Printer;
use super::question::Question;
use crate::error::{CliError, ExitCode};
use crate::look::{TokenOutcome, revoke_batch};
use crate::session::Session;
use crate::session::account::Source;
use crate::terminal::interrupt::{self, InterruptGuard};
use crate::terminal::output::Output;
use crate::terminal::prompt;

/// The options about revoking.
#[derive(Args, Debug)]
#[command(next_help_heading = "Revoking")]
pub(super) struct CleanupArgs {
    /// Revoke the tokens that meet the conditions, after showing them and asking
    #[arg(long, conflicts_with = "fail_on_found")]
    pub(super) revoke: bool,
    /// With --revoke, do not ask for confirmation
    #[arg(long, short, requires = "revoke")]
    yes: bool,
    /// With --revoke, also revoke the token that the command signs in with, as the last
    #[arg(long, requires = "revoke")]
    include_own: bool,
}

impl CleanupArgs {
    /// Whether what the options ask for can be done.
    pub(super) fn check(&self, has_condition: bool, controllers_from_stdin: bool) -> Result<(), CliError> {
        if !self.revoke {
            return Ok(());
        }
        if !has_condition {
            return Err(CliError::usage(
                "--revoke needs a condition: without one, it would revoke every token",
            )
            .hint("Say which tokens to revoke, for example with --expired or --older-than 365d."));
        }
        if self.yes {
            return Ok(());
        }
        if controllers_from_stdin {
            return Err(CliError::usage(
                "Standard input cannot both list the controllers and confirm --revoke",
            )
            .hint("List the controllers in a file, or continue without a question with --yes."));
        }
        prompt::check_terminal()
    }

    /// Asks whether to revoke the tokens at this place.
    pub(super) fn confirm(&self, question: Question, place: &str) -> Result<(), CliError> {
        if self.yes {
            return Ok(());
        }
        prompt::confirm(&question.text(place))
    }
}

/// The tokens to revoke at a controller. They are kept until all users are listed.
#[derive(Debug)]
pub(super) struct Cleanup {
    in_use: TokenInUse,
    includes_own: bool,
    selected: Vec<SelectedToken>,
    /// The token in use, or all that can be it.
    own: Vec<SelectedToken>,
}

/// Prints what becomes of the tokens of a controller.
#[derive(Clone, Copy)]
pub(super) struct Reporter<'a> {
    /// The controller that every line names, if there are several.
    pub(super) controller: Option<&'a str>,
    pub(super) printer: &'a Printer,
    /// For messages.
    pub(super) output: &'a Output,
}

impl Reporter<'_> {
    /// Counts and prints what became of a batch.
    fn print<'b>(
        self,
        batch: &'b [SelectedToken],
        outcomes: &'b [TokenOutcome],
        tally: &mut Tally,
    ) -> Result<Vec<RevocationRow<'b>>, CliError> {
        outcomes.iter().for_each(|outcome| tally.count(outcome));
        let rows: Vec<_> =
            batch.iter().zip(outcomes).map(|(token, outcome)| RevocationRow { token, outcome }).collect();
        self.printer.revocations(self.controller, &rows, self.output)?;
        Ok(rows)
    }
}

/// What became of the tokens of a controller.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    pub(super) tally: Tally,
    /// The request that failed, so that no other was sent.
    pub(super) failure: Option<CliError>,
}

impl Cleanup {
    pub(super) fn new(arguments: &CleanupArgs, session: &mut Session<'_>) -> Result<Self, CliError> {
        Ok(Self {
            in_use: TokenInUse::of(session)?,
            includes_own: arguments.include_own,
            selected: Vec::new(),
            own: Vec::new(),
        })
    }

    /// Selects these tokens of a user.
    pub(super) fn select(&mut self, user: &UserId, entries: &[Entry<'_>], now: Now) {
        for entry in entries {
            let tokens = if self.in_use.may_be(entry, now) { &mut self.own } else { &mut self.selected };
            tokens.push(SelectedToken {
                user: user.clone(),
                name: entry.token.name.clone(),
                uuid: entry.token.uuid.clone(),
            });
        }
    }

    /// The UUIDs of the token in use, or of all that can be it.
    pub(super) fn uuids_in_use(&self) -> impl Iterator<Item = String> {
        self.own.iter().map(|token| token.uuid.clone())
    }

    /// Treats these tokens like the one in use: another session of the command signs in with them.
    pub(super) fn count_among_own(&mut self, uuids: &[String]) {
        self.own.extend(self.selected.extract_if(.., |token| uuids.contains(&token.uuid)));
    }

    /// What to ask about the tokens to revoke. Of several that can be the one in use, one is.
    pub(super) fn question(&self) -> Question {
        Question { tokens: self.selected.len() + self.own.len(), in_use: self.own.len().min(1) }
    }

    /// Asks, and revokes the tokens of the only controller.
    ///
    /// # Errors
    ///
    /// If it was not confirmed, or a token can be left.
    pub(super) fn run(
        mut self,
        arguments: &CleanupArgs,
        session: &mut Session<'_>,
        printer: &Printer,
        output: &Output,
    ) -> (Tally, Result<(), CliError>) {
        self.leave_out_own(output);
        let question = self.question();
        if question.tokens == 0 {
            output.say("There is no token to revoke");
            return (Tally::default(), Ok(()));
        }
        if let Err(declined) = arguments.confirm(question, &session.root().to_string()) {
            return (Tally::default(), Err(declined));
        }
        let _guard = on_interrupt(output);
        let mut cleaned = Cleaned::default();
        let reporter = Reporter { controller: None, printer, output };
        if let Err(unwritten) = self.revoke(session, reporter, &mut cleaned) {
            return (cleaned.tally, Err(unwritten));
        }
        let Cleaned { tally, failure } = cleaned;
        tally.say(output);
        (tally, tally.check(failure))
    }

    /// Revokes the tokens, and prints what becomes of each.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written.
    pub(super) fn revoke(
        &self,
        session: &mut Session<'_>,
        reporter: Reporter<'_>,
        cleaned: &mut Cleaned,
    ) -> Result<(), CliError> {
        let batches = self.selected.chunks(Script::TOKENS_AT_ONCE).map(|batch| (batch, false));
        let own = self.own.chunks(Script::TOKENS_AT_ONCE).map(|batch| (batch, true));
        for (batch, with_own) in batches.chain(own) {
            let outcomes = revoke(session, batch, with_own, &mut cleaned.failure);
            let rows = reporter.print(batch, &outcomes, &mut cleaned.tally)?;
            if with_own {
                mention_saved_token(session, &rows, reporter.output);
            }
        }
        Ok(())
    }

    /// Prints that no request was sent, for this reason.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written.
    pub(super) fn give_up(
        &self,
        reason: CliError,
        reporter: Reporter<'_>,
        cleaned: &mut Cleaned,
    ) -> Result<(), CliError> {
        let not_tried = TokenOutcome::NotTried(reason.message.clone());
        cleaned.failure = Some(reason);
        for batch in [&self.selected, &self.own] {
            let outcomes = vec![not_tried.clone(); batch.len()];
            reporter.print(batch, &outcomes, &mut cleaned.tally)?;
        }
        Ok(())
    }

    /// Names the token in use, and takes it off the selection.
    pub(super) fn leave_out_own(&mut self, output: &Output) {
        if self.includes_own || self.own.is_empty() {
            return;
        }
        let names: Vec<String> =
            self.own.iter().map(|token| format!("{:?} ({})", token.name, token.uuid)).collect();
        let names = names.join(", ");
        output.say(&match self.own.as_slice() {
            [_] => format!("The token in use is left out: {names}. To revoke it, too, use --include-own"),
            _ => format!(
                "One of these is the token in use, so they are left out: {names}. To revoke them, too, use --include-own"
            ),
        });
        self.own.clear();
    }
}

/// From now on, an interrupt says that tokens may be revoked.
pub(super) fn on_interrupt(output: &Output) -> InterruptGuard {
    let interrupted = CliError::new(
        ExitCode::MayHaveBeenDone,
        "may-have-been-done",
        "The command was interrupted. Some of the tokens may be revoked",
    );
    interrupt::on_interrupt(interrupted.hint(AGAIN), output.clone())
}

/// Revokes a batch, unless an earlier one failed.
fn revoke(
    session: &mut Session<'_>,
    batch: &[SelectedToken],
    with_own: bool,
    failure: &mut Option<CliError>,
) -> Vec<TokenOutcome> {
    if let Some(failure) = failure {
        return vec![TokenOutcome::NotTried(failure.message.clone()); batch.len()];
    }
    let tokens: Vec<(&UserId, &str)> = batch.iter().map(|token| (&token.user, token.uuid.as_str())).collect();
    let revoked = revoke_batch(session, &tokens, with_own);
    *failure = revoked.failure;
    revoked.outcomes
}

/// What to do about the copy of the token that was in use.
fn mention_saved_token(session: &Session<'_>, rows: &[RevocationRow<'_>], output: &Output) {
    let Source::Saved { store, uuid } = &session.account().source else { return };
    let revoked: Vec<&str> = rows
        .iter()
        .filter(|row| matches!(row.outcome, TokenOutcome::Revoked | TokenOutcome::AlreadyGone))
        .map(|row| row.token.uuid.as_str())
        .collect();
    let forget = store.command("forget", "--from");
    match uuid {
        Some(uuid) if revoked.contains(&uuid.as_str()) => {
            output.warn(&format!("The token saved in {store} is revoked. Remove it with `{forget}`"));
        }
        None if !revoked.is_empty() => {
            output.warn(&format!(
                "The token saved in {store} may be revoked. If so, remove it with `{forget}`"
            ));
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_another_session_signs_in_with_is_left_out_too() {
        let token = |uuid: &str| SelectedToken {
            user: UserId::new("alice"),
            name: "name".to_owned(),
            uuid: uuid.to_owned(),
        };
        let mut cleanup = Cleanup {
            in_use: TokenInUse::None,
            includes_own: false,
            selected: vec![token("1"), token("2"), token("3")],
            own: Vec::new(),
        };
        cleanup.count_among_own(&["2".to_owned(), "4".to_owned()]);
        assert_eq!(cleanup.uuids_in_use().collect::<Vec<_>>(), ["2"]);
        assert_eq!(cleanup.question().tokens, 3);
        cleanup.own.clear();
        assert_eq!(cleanup.question().tokens, 2);
    }
}
