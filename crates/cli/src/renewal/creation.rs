//! The first half of a renewal: a new token is created, tried, and saved next to the old one.

use jiff::Timestamp;
use jiff::civil::Date;
use latchkey_core::token::CalendarDate;
use latchkey_core::{
    Error, Expiry, GeneratedToken, NewTokenRequest, Owner, TokenName, TokenRow, Unconfirmed, UserId,
    Verification,
};

use super::boundary::boundary;
use super::completion::Begun;
use super::journal::Journal;
use super::{Renewal, Renewed};
use crate::error::{CliError, ExitCode, missing_permission, tokens_without_groups};
use crate::look;
use crate::session::Session;
use crate::terminal::interrupt;
use crate::terminal::output::Output;
use crate::token_store::{RequestedExpiry, Successor};
use crate::user_id::is_same_user;

impl<'a> Renewal<'a> {
    /// A session that is signed in with the saved token.
    pub(super) fn session(&self) -> Result<Session<'a>, CliError> {
        Session::of_saved(&self.kept, self.plan.access, self.plan.output)
    }

    /// Renews the token, which expires soon.
    pub(super) fn start(&mut self, expiry: RequestedExpiry) -> Result<Renewed, CliError> {
        let mut session = self.session()?;
        let listing = session.tokens(&Owner::Me).map_err(|cause| match cause {
            Error::CredentialsRefused => self.no_longer_works(),
            cause => session.error(&cause),
        })?;
        let saved = &mut self.kept.saved;
        let old = listing.tokens.iter().find(|row| Some(&row.uuid) == saved.uuid.as_ref()).cloned();
        if let Some(row) = &old {
            // It may have been renamed.
            saved.name = Some(row.name.clone());
        }
        let name = unique_name(saved.name.as_deref())?;
        let before = listing.tokens.into_iter().map(|row| row.uuid).collect();
        let journal = Journal::new(&self.kept.store, &self.kept.saved, name.as_str().to_owned(), before);
        boundary();
        self.place.write(&journal)?;
        boundary();
        let _guard = interrupt::on_interrupt(self.interrupted(), self.plan.output.clone());
        let requested = RequestedExpiry::now(same_length(expiry));
        let request =
            NewTokenRequest { name, expiry: requested.expiry, crumb: session.crumb(), expected_user: None };
        let token = match session.generate(&Owner::Me, &request) {
            Ok(token) => token,
            Err(error) => return Err(self.not_created(&mut session, &journal, &error)),
        };
        boundary();
        if let Err(error) = self.try_and_save(&mut session, &token, requested, &journal) {
            return Err(self.withdraw(&mut session, &journal, error));
        }
        boundary();
        self.complete(&journal, Some(Begun { session, old }))
    }

    /// Tries the new token, and saves it next to the old one.
    fn try_and_save(
        &mut self,
        session: &mut Session<'_>,
        token: &GeneratedToken,
        requested: RequestedExpiry,
        journal: &Journal,
    ) -> Result<(), CliError> {
        let user = UserId::new(&self.kept.saved.user);
        let verified = session.verify(&user, &token.value);
        self.works(session, &user, &verified)?;
        boundary();
        self.check_record()?;
        self.kept.saved.successor = Some(Successor {
            token: token.value.clone(),
            uuid: token.uuid.clone(),
            name: journal.name.clone(),
            expiry: requested.granted(&token.lifetime),
        });
        self.save()
    }

    /// Whether the new token that is saved next to the old one works.
    pub(super) fn successor_works(&self) -> Result<bool, CliError> {
        let Some(successor) = &self.kept.saved.successor else { return Ok(false) };
        let mut session = self.session()?;
        let user = UserId::new(&self.kept.saved.user);
        let verified = session.verify(&user, &successor.token);
        if matches!(verified, Ok(Verification::Refused)) {
            return Ok(false);
        }
        self.works(&session, &user, &verified).map(|()| true)
    }

    /// The request for a new token failed. Finds out whether there is one anyway, and revokes it.
    fn not_created(&self, session: &mut Session<'_>, journal: &Journal, error: &Unconfirmed) -> CliError {
        let cause = session.change_error(&error.cause);
        let is_certain = !error.cause.may_be_carried_out_later();
        match sweep(session, journal, self.plan.output) {
            Ok(()) if is_certain => match self.place.remove() {
                Ok(()) => CliError { message: format!("{}. The old token stays", cause.message), ..cause },
                Err(error) => error,
            },
            Ok(()) => self.unknown(&cause, journal, "it may still be created"),
            Err(reason) => self.unknown(&cause, journal, &reason.message),
        }
    }

    fn unknown(&self, cause: &CliError, journal: &Journal, reason: &str) -> CliError {
        let message = format!(
            "{}. Whether the token {:?} was created could not be found out: {reason}",
            cause.message, journal.name
        );
        CliError::new(ExitCode::MayHaveBeenDone, "may-have-been-created", message)
            .hint("The old token stays. Run `latchkey renew` again: it revokes the new one if there is one.")
    }

    /// The new token cannot take the place of the old one, for this reason, so it is revoked.
    fn withdraw(&mut self, session: &mut Session<'_>, journal: &Journal, reason: CliError) -> CliError {
        self.kept.saved.successor = None;
        let swept = sweep(session, journal, self.plan.output).and_then(|()| self.place.remove());
        let message = format!("{}. The old token stays", reason.message);
        match swept {
            Ok(()) => CliError { message, ..reason },
            Err(error) => CliError::partly_done(format!(
                "{message}, and the new one, {:?}, may be left: {}",
                journal.name, error.message
            ))
            .hint("Run `latchkey renew` again: it revokes the new one."),
        }
    }

    /// Whether a new token works as this user.
    fn works(
        &self,
        session: &Session<'_>,
        user: &UserId,
        verified: &Result<Verification, Error>,
    ) -> Result<(), CliError> {
        let unfit = |reason: String| CliError::new(ExitCode::JenkinsFailed, "unfit-token", reason);
        match verified {
            Ok(Verification::WorksAs(id)) if is_same_user(id.as_str(), user.as_str()) => Ok(()),
            Ok(Verification::WorksAs(id)) => {
                let reason = format!("The new token works as {id}, not as {user}");
                Err(unfit(reason).hint(format!(
                    "Remove the saved token with `latchkey forget`, and get one from the browser with `{}`.",
                    self.login()
                )))
            }
            Ok(Verification::WithoutRead { permission, .. }) => {
                let permission = missing_permission(permission.as_deref());
                let reason = format!("The new token works, but without {permission}");
                Err(unfit(reason).hint(tokens_without_groups()))
            }
            Ok(Verification::Refused) => Err(unfit("Jenkins refuses the new token".to_owned())
                .hint(format!("If it does so again, get one from the browser with `{}`.", self.login()))),
            Ok(Verification::Unknown(cause)) | Err(cause) => {
                let error = session.error(cause);
                let message = format!("The new token could not be tried: {}", error.message);
                Err(CliError { message, ..error })
            }
        }
    }

    fn no_longer_works(&self) -> CliError {
        let message = "The saved token no longer works: it has expired, or it was revoked";
        CliError::new(ExitCode::CredentialsRefused, "credentials-refused", message)
            .hint(format!("Get a new one from the browser with `{}`.", self.login()))
    }

    /// What to say if the command is interrupted.
    fn interrupted(&self) -> CliError {
        let message = format!("The renewal of the token of {} was interrupted", self.kept.saved.user);
        CliError::partly_done(message).hint("Run `latchkey renew` again: it finishes what is left.")
    }
}

/// Revokes the token that a renewal created and nobody saved.
pub(super) fn sweep(session: &mut Session<'_>, journal: &Journal, output: &Output) -> Result<(), CliError> {
    let listing = session.list(&Owner::Me)?;
    let is_left =
        |row: &&TokenRow| is_name_of(&row.name, &journal.name) && !journal.before.contains(&row.uuid);
    let left: Vec<&TokenRow> = listing.tokens.iter().filter(is_left).collect();
    if left.is_empty() {
        return Ok(());
    }
    let revocation = look::revoke(session, &Owner::Me, &left);
    for row in revocation.gone {
        output.say(&format!("Revoked {:?} ({}), whose value was not saved", row.name, row.uuid));
    }
    revocation.left.map_or(Ok(()), Err)
}

/// What precedes the time in the name of a renewed token.
const RENEWED: &str = " (renewed ";

/// The longest name that is continued, in characters.
const MAXIMUM_BASE: usize = 200;

/// A name that no other token has: that of the old one, with time and chance.
fn unique_name(old: Option<&str>) -> Result<TokenName, CliError> {
    let mut chance = [0; 4];
    getrandom::fill(&mut chance).map_err(|_| {
        CliError::new(ExitCode::Failed, "random", "This system gave no random numbers for a name")
    })?;
    let chance: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let base: String = base(old.unwrap_or("Latchkey")).chars().take(MAXIMUM_BASE).collect();
    let time = Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
    Ok(TokenName::new(&format!("{base}{RENEWED}{time}, {chance})"))?)
}

/// The name that a token had before it was first renewed.
fn base(name: &str) -> &str {
    match name.rsplit_once(RENEWED) {
        Some((base, rest)) if rest.ends_with(')') => base,
        _ => name,
    }
}

/// Whether a listed token was requested under this name. Only the end is compared, from the time on: a page may show the
/// spaces before it differently.
pub(super) fn is_name_of(listed: &str, requested: &str) -> bool {
    let end = |name: &str| name.rsplit_once(RENEWED).map(|(_, end)| end.to_owned());
    listed == requested || end(listed).is_some_and(|listed| Some(listed) == end(requested))
}

/// The expiry of a token that lives as long as the one before it: a requested date may have passed.
fn same_length(old: RequestedExpiry) -> Expiry {
    let Expiry::On(last) = old.expiry else { return old.expiry };
    let date = |date: CalendarDate| date.to_string().parse::<Date>().ok();
    let days = CalendarDate::of_unix_time(old.at).and_then(|first| {
        let days = date(first)?.until(date(last)?).ok()?.get_days();
        u16::try_from(days.max(1)).ok()
    });
    days.map_or(Expiry::DEFAULT, Expiry::Days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_base() {
        let first = unique_name(Some("nightly (east)")).unwrap();
        assert!(first.as_str().starts_with("nightly (east) (renewed 2"), "{}", first.as_str());
        let second = unique_name(Some(first.as_str())).unwrap();
        assert_eq!(base(second.as_str()), "nightly (east)");
        assert_ne!(first.as_str(), second.as_str());
        assert!(unique_name(None).unwrap().as_str().starts_with("Latchkey (renewed"));
        assert!(unique_name(Some(&"x".repeat(10_000))).is_ok());
    }

    #[test]
    fn a_listed_token_is_recognized_by_the_end_of_its_name() {
        let name = unique_name(Some("two  spaces")).unwrap();
        let listed = name.as_str().replace("  ", " ");
        assert!(is_name_of(name.as_str(), name.as_str()) && is_name_of(&listed, name.as_str()));
        let other = unique_name(Some("two  spaces")).unwrap();
        assert!(!is_name_of(other.as_str(), name.as_str()) && !is_name_of("two spaces", name.as_str()));
        assert!(!is_name_of("two spaces", "another"));
    }

    #[test]
    fn a_token_lives_as_long_as_the_one_before() {
        // 2026-11-30, 10:00 in UTC.
        let same = |expiry| same_length(RequestedExpiry { expiry, at: 1_796_032_800 });
        let on = |date| Expiry::On(CalendarDate::parse(date).unwrap());
        assert_eq!(same(Expiry::Days(90)), Expiry::Days(90));
        assert_eq!(same(on("2026-12-10")), Expiry::Days(10));
        assert_eq!(same(on("2027-11-30")), Expiry::Days(365));
        assert_eq!(same(on("2026-11-30")), Expiry::Days(1));
    }
}
