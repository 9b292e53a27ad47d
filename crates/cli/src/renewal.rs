//! Replacing a saved token before it expires.
//!
//! An interruption at any point loses no token and leaves none behind. Before the request, a journal without secrets says under
//! which name a token is created. After it, the new token is saved next to the old one, in the same record, and takes its
//! place only after the hook has succeeded; then the old one is revoked, and the journal is removed. The next run sees
//! from journal and record how far the last one came: a token that was created but not saved is revoked, and anything
//! later is finished.

mod boundary;
mod completion;
mod creation;
mod hook;
mod journal;
mod left_over;
mod state_folder;
mod unfinished;

use self::journal::{Journal, JournalPlace};
pub(crate) use self::left_over::left_over;
pub(crate) use self::unfinished::LockedToken;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::remaining::{self, Remaining};
use crate::suggest::quoted;
use crate::terminal::output::Output;
use crate::token_store::{KeptToken, SavedToken, TokenStore};

/// What is to be done with each token.
pub(crate) struct Plan<'a> {
    /// At most this many days are left to a token that is renewed.
    pub(crate) within: u32,
    /// The command that puts a new token to use.
    pub(crate) hook: Option<&'a str>,
    /// Whether nothing is sent and nothing is changed.
    pub(crate) dry_run: bool,
    pub(crate) access: &'a Access,
    pub(crate) output: &'a Output,
}

/// What became of a token.
pub(crate) enum Renewed {
    /// Another took its place.
    Yes {
        new: Box<SavedToken>,
        /// The UUID of the old one, which is revoked; `None` if it was not known, so that it is not.
        revoked: Option<String>,
    },
    /// It is not yet time.
    NotDue(Remaining),
    /// It would be renewed.
    Would,
    /// A renewal that was interrupted would be finished.
    WouldFinish,
}

/// The renewal of one token, while no other command renews it.
struct Renewal<'a> {
    plan: &'a Plan<'a>,
    kept: KeptToken,
    place: JournalPlace,
}

/// Renews a saved token if that is due, and finishes a renewal that was interrupted.
pub(crate) fn renew(kept: &KeptToken, plan: &Plan<'_>) -> Result<Renewed, CliError> {
    let place = JournalPlace::lock(&kept.store, &kept.saved)?;
    // Another command may just have renewed it.
    let saved = kept.store.read_again(&kept.saved)?;
    let mut renewal = Renewal { plan, kept: KeptToken { saved, ..kept.clone() }, place };
    let journal = renewal.unfinished()?;
    if let Some(journal) = journal {
        if plan.dry_run {
            return Ok(Renewed::WouldFinish);
        }
        if let Some(renewed) = renewal.finish(&journal)? {
            return Ok(renewed);
        }
    }
    let remaining = Remaining::of(&renewal.kept.saved, remaining::today());
    match renewal.kept.saved.expiry {
        Some(expiry) if remaining.is_within(plan.within) => match plan.dry_run {
            true => Ok(Renewed::Would),
            false => renewal.start(expiry),
        },
        _ => Ok(Renewed::NotDue(remaining)),
    }
}

impl Renewal<'_> {
    /// The journal of a renewal that was interrupted. Without one, a new token in the record tells as much.
    fn unfinished(&self) -> Result<Option<Journal>, CliError> {
        let KeptToken { store, saved, .. } = &self.kept;
        let journal = self.place.read()?;
        Ok(journal.or_else(|| Journal::of_successor(store, saved)))
    }

    /// Finishes a renewal that was interrupted. `None` if its token is gone, and another may be created.
    fn finish(&mut self, journal: &Journal) -> Result<Option<Renewed>, CliError> {
        let saved = &self.kept.saved;
        if saved.successor.as_ref().is_some_and(|successor| successor.name == journal.name) {
            if self.successor_works()? {
                return self.complete(journal, None).map(Some);
            }
            self.kept.saved.successor = None;
            self.save()?;
        } else if saved.name.as_ref() == Some(&journal.name) {
            return self.revoke_old(journal, None).map(Some);
        } else {
            let mut session = self.session()?;
            creation::sweep(&mut session, journal, self.plan.output)
                .map_err(|error| self.with_left_over(error, journal))?;
        }
        self.place.remove()?;
        Ok(None)
    }

    /// Checks that no other command saved another token in the meantime, such as `login`.
    fn check_record(&self) -> Result<(), CliError> {
        let now = self.kept.store.read_again(&self.kept.saved)?;
        if now.token == self.kept.saved.token {
            return Ok(());
        }
        let message = "Another command saved a token in the meantime, which stays";
        Err(CliError::new(ExitCode::Failed, "busy", message).hint(
            "Run `latchkey renew` again: it revokes the token that was created in vain, if it is left.",
        ))
    }

    /// Writes the record, with both tokens or one.
    fn save(&self) -> Result<(), CliError> {
        let KeptToken { store, saved, .. } = &self.kept;
        store.update(saved).map_err(|reason| store.cannot_save(&reason))
    }

    /// The command that gets another token from the browser.
    fn login(&self) -> String {
        let KeptToken { store, saved, .. } = &self.kept;
        let file = match store {
            TokenStore::Keychain => String::new(),
            TokenStore::File(file) => format!(" --save-to {}", quoted(&file.display().to_string())),
        };
        format!("latchkey login {} --user {}{file}", quoted(&saved.controller), quoted(&saved.user))
    }

    /// The error, with what may be left of a renewal that was interrupted.
    fn with_left_over(&self, error: CliError, journal: &Journal) -> CliError {
        error.hint(format!(
            "An earlier renewal was interrupted, and may have left the token {:?}. Once the saved token works again, \
             `latchkey renew` revokes it.",
            journal.name
        ))
    }
}
