//! The tokens that an audit selected are revoked.

use clap::Args;
use latchkey_core::UserId;
use latchkey_core::script::Script;

use super::entry::{Entry, Now};
use super::in_use::TokenInUse;
use super::outcomes::{AGAIN, RevocationRow, SelectedToken, Tally};
use super::report::Report;
use crate::error::{CliError, ExitCode};
use crate::look::{TokenOutcome, revoke_batch};
use crate::session::Session;
use crate::session::account::Source;
use crate::terminal::interrupt;
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
    pub(super) fn check(&self, has_condition: bool) -> Result<(), CliError> {
        if !self.revoke {
            return Ok(());
        }
        if !has_condition {
            return Err(CliError::usage(
                "--revoke needs a condition: without one, it would revoke every token",
            )
            .hint("Say which tokens to revoke, for example with --expired or --older-than 365d."));
        }
        if self.yes { Ok(()) } else { prompt::check_terminal() }
    }
}

/// The tokens to revoke. They are kept until all users are listed.
#[derive(Debug)]
pub(super) struct Cleanup {
    in_use: TokenInUse,
    includes_own: bool,
    skips_question: bool,
    selected: Vec<SelectedToken>,
    /// The token in use, or all that can be it.
    own: Vec<SelectedToken>,
}

impl Cleanup {
    pub(super) fn new(arguments: &CleanupArgs, session: &mut Session<'_>) -> Result<Self, CliError> {
        Ok(Self {
            in_use: TokenInUse::of(session)?,
            includes_own: arguments.include_own,
            skips_question: arguments.yes,
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

    /// Asks, and revokes the tokens.
    ///
    /// # Errors
    ///
    /// If it was not confirmed, or a token can be left.
    pub(super) fn run(
        mut self,
        session: &mut Session<'_>,
        report: &mut dyn Report,
        output: &Output,
    ) -> (Tally, Result<(), CliError>) {
        self.leave_out_own(output);
        let mut tally = Tally::default();
        let number = self.selected.len() + self.own.len();
        if number == 0 {
            output.say("There is no token to revoke");
            return (tally, Ok(()));
        }
        if let Err(declined) = self.confirm(number, session) {
            return (tally, Err(declined));
        }
        let interrupted = CliError::new(
            ExitCode::MayHaveBeenDone,
            "may-have-been-done",
            "The command was interrupted. Some of the tokens may be revoked",
        );
        let guard = interrupt::on_interrupt(interrupted.hint(AGAIN), *output);
        let mut failure = None;
        let batches = self.selected.chunks(Script::TOKENS_AT_ONCE).map(|batch| (batch, false));
        let own = self.own.chunks(Script::TOKENS_AT_ONCE).map(|batch| (batch, true));
        for (batch, with_own) in batches.chain(own) {
            let outcomes = revoke(session, batch, with_own, &mut failure);
            for outcome in &outcomes {
                tally.count(outcome);
            }
            let rows: Vec<_> = batch
                .iter()
                .zip(&outcomes)
                .map(|(token, outcome)| RevocationRow { token, outcome })
                .collect();
            let written = match report.revocations(&rows) {
                Some(text) => output.result(&text),
                None => {
                    rows.iter().for_each(|row| row.say(output));
                    Ok(())
                }
            };
            if let Err(unwritten) = written {
                return (tally, Err(unwritten));
            }
            if with_own {
                mention_saved_token(session, &rows, output);
            }
        }
        drop(guard);
        output.say(&format!(
            "Tokens to revoke: {}, of which gone: {}",
            tally.all(),
            tally.all() - tally.left()
        ));
        (tally, tally.check(failure))
    }

    /// Names the token in use, and takes it off the selection.
    fn leave_out_own(&mut self, output: &Output) {
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

    fn confirm(&self, number: usize, session: &Session<'_>) -> Result<(), CliError> {
        if self.skips_question {
            return Ok(());
        }
        let number = match number {
            1 => "this token".to_owned(),
            number => format!("these {number} tokens"),
        };
        let own = match self.own.as_slice() {
            [] => "",
            [_] => ", with the one in use,",
            _ => ", with the one in use among them,",
        };
        prompt::confirm(&format!("Revoke {number}{own} at {}?", session.root()))
    }
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
