//! The second half of a renewal: the hook puts the new token to use, it takes the place of the old one, and that is revoked.

use latchkey_core::{ControllerUrl, Owner, TokenRow, UserId};
use latchkey_native::Credentials;

use super::boundary::boundary;
use super::journal::Journal;
use super::{Renewal, Renewed, hook};
use crate::error::{CliError, ExitCode};
use crate::look;
use crate::session::Session;
use crate::session::account::{Account, Source};
use crate::terminal::interrupt;

/// What the same run did before.
pub(super) struct Begun<'a> {
    pub(super) session: Session<'a>,
    /// The old token, if it was among the user's tokens.
    pub(super) old: Option<TokenRow>,
}

impl<'a> Renewal<'a> {
    /// Continues from the point where the new token is saved next to the old one.
    pub(super) fn complete(
        &mut self,
        journal: &Journal,
        begun: Option<Begun<'a>>,
    ) -> Result<Renewed, CliError> {
        let old_token = self.kept.saved.token.clone();
        let Some(new) = self.kept.saved.with_successor() else { return self.revoke_old(journal, begun) };
        if let Some(command) = self.plan.hook {
            let root = ControllerUrl::parse(&new.controller)
                .map_err(|_| CliError::usage("The saved token is for no URL of a controller"))?;
            let variables = hook::Variables {
                root: &root,
                new: &new,
                old_name: journal.old_name.as_deref(),
                old_uuid: journal.old_uuid.as_deref(),
            };
            hook::run(command, &variables, &[&old_token, &new.token], self.plan.output).map_err(|error| {
                error.hint("Both tokens work, and both are saved; commands still use the old one.").hint(
                    "Run `latchkey renew` again: it runs the hook once more, and creates no other token.",
                )
            })?;
        }
        boundary();
        self.check_record()?;
        self.kept.saved = new;
        self.save()?;
        boundary();
        self.revoke_old(journal, begun)
    }

    /// Continues from the point where the new token is the saved one.
    pub(super) fn revoke_old(
        &mut self,
        journal: &Journal,
        begun: Option<Begun<'a>>,
    ) -> Result<Renewed, CliError> {
        let left = |uuid: &str, cause: &CliError| {
            let message = format!(
                "The new token is saved and works, but the old one ({uuid}) may still work: {}",
                cause.message
            );
            CliError::new(ExitCode::PartlyDone, "old-token-left", message)
                .hint("Run `latchkey renew` again: it revokes the old one.")
        };
        if let Some(uuid) = &journal.old_uuid {
            let interrupted = CliError::partly_done("The command was interrupted");
            let _guard = interrupt::on_interrupt(left(uuid, &interrupted), self.plan.output.clone());
            let (mut session, old) = match begun {
                Some(Begun { mut session, old }) => {
                    let saved = &self.kept.saved;
                    let credentials =
                        Credentials { user: UserId::new(&saved.user), secret: saved.token.clone() };
                    session.switch_account(Account { credentials, source: Source::New });
                    (session, old)
                }
                None => {
                    let mut session = self.session()?;
                    let listing = session.list(&Owner::Me).map_err(|cause| left(uuid, &cause))?;
                    let old = listing.tokens.into_iter().find(|row| row.uuid == *uuid);
                    (session, old)
                }
            };
            boundary();
            if let Some(old) = &old
                && let Some(cause) = look::revoke(&mut session, &Owner::Me, &[old]).left
            {
                return Err(left(uuid, &cause));
            }
        }
        boundary();
        self.place.remove()?;
        boundary();
        Ok(Renewed::Yes { new: Box::new(self.kept.saved.clone()), revoked: journal.old_uuid.clone() })
    }
}
