//! What `create` and `replace` share: a new token is generated, delivered, and revoked if nobody received it.

use clap::Args;
use jiff::Zoned;
use latchkey_core::token::CalendarDate;
use latchkey_core::{Expiry, GeneratedToken, NewTokenRequest, TokenName};

use crate::access::{Access, OwnerArg};
use crate::delivery::{DeliveryError, NewToken, TokenOutput};
use crate::error::{CliError, ExitCode};
use crate::look::RequestedToken;
use crate::remember_headers::RememberHeadersArg;
use crate::session::Session;
use crate::terminal::interrupt::{self, InterruptGuard};
use crate::terminal::output::Output;
use crate::token_store::{RequestedExpiry, TokenStore};

/// The arguments that describe a new token.
#[derive(Args, Debug)]
pub(crate) struct NewTokenArgs {
    /// How long the new token lives: 30d, its last day (2027-01-31), or never
    #[arg(long, value_name = "WHEN", default_value = "30d", value_parser = expiry)]
    expires: Expiry,
    #[command(flatten)]
    pub(crate) owner: OwnerArg,
    #[command(flatten)]
    pub(crate) output: TokenOutput,
    #[command(flatten)]
    remember: RememberHeadersArg,
}

/// A token that was just created.
pub(crate) struct CreatedToken {
    pub(crate) token: GeneratedToken,
    pub(crate) requested: RequestedExpiry,
}

impl NewTokenArgs {
    /// Checks, before a token is created, that it can be delivered, and that the headers can be remembered.
    pub(crate) fn check(
        &self,
        session: &Session<'_>,
        access: &Access,
        output: &Output,
    ) -> Result<(), CliError> {
        self.remember.check(&self.store_of_headers(access), session.headers())?;
        self.output.check(session.root(), session.user_of(&self.owner.owner()), output)
    }

    /// Remembers the headers that were sent, if that was asked for.
    pub(crate) fn remember_headers(
        &self,
        session: &Session<'_>,
        access: &Access,
        output: &Output,
    ) -> Result<(), CliError> {
        self.remember.remember(&self.store_of_headers(access), session.headers(), output)
    }

    /// Where the headers are remembered: where the new token is saved or, if it is only printed, where the command's own
    /// token is.
    fn store_of_headers(&self, access: &Access) -> TokenStore {
        self.output.store().unwrap_or_else(|| access.store())
    }

    /// Generates a token. Until the guard is dropped, an interrupt says how to find it. If the request gets no usable
    /// answer, finds out what became of it.
    pub(crate) fn generate(
        &self,
        session: &mut Session<'_>,
        requested: &RequestedToken<'_>,
        output: &Output,
    ) -> Result<(CreatedToken, InterruptGuard), CliError> {
        let name = TokenName::new(requested.name)?;
        let request =
            NewTokenRequest { name, expiry: self.expires, crumb: session.crumb(), expected_user: None };
        let guard = interrupt::on_interrupt(requested.interrupted(session), output.clone());
        let expiry = RequestedExpiry::now(self.expires);
        match session.generate(requested.owner, &request) {
            Ok(token) => Ok((CreatedToken { token, requested: expiry }, guard)),
            Err(error) => Err(requested.look(session, &error)),
        }
    }

    /// Delivers a token, and revokes it if it could be neither printed nor saved.
    pub(crate) fn deliver(
        &self,
        session: &mut Session<'_>,
        CreatedToken { token, requested }: &CreatedToken,
        output: &Output,
    ) -> Result<(), CliError> {
        let owner = self.owner.owner();
        let (controller, user) = (session.root(), session.user_of(&owner));
        let new = NewToken { controller, user, token, requested: *requested };
        let reason = match self.output.deliver(&new, output) {
            Ok(()) => {
                new.report(output);
                return Ok(());
            }
            Err(DeliveryError::Partly(error)) => {
                new.report(output);
                return Err(error);
            }
            Err(DeliveryError::Undelivered(reason)) => reason,
        };
        let lost = |end: &str| {
            let message = format!("{reason}. The new token was not delivered, {end}");
            CliError::new(ExitCode::NotWritten, "lost", message)
        };
        let is_left = match session.revoke(&owner, &token.uuid) {
            Ok(()) => false,
            // Jenkins may have revoked it anyway.
            Err(_) => session
                .tokens(&owner)
                .map_or(true, |listing| listing.tokens.iter().any(|row| row.uuid == token.uuid)),
        };
        Err(if is_left {
            lost(&format!("and may not be revoked. Its UUID is {}", token.uuid))
                .hint(format!("Revoke it with `{}`.", session.command("revoke", &owner, &[&token.uuid])))
        } else {
            lost("so it was revoked").hint("Fix the output, then run the command again.")
        })
    }
}

/// Reads `30d`, `2027-01-31`, or `never`. A day in the past is refused here: versions before 2.548 would not notice.
pub(crate) fn expiry(text: &str) -> Result<Expiry, String> {
    expiry_on(text, &Zoned::now().date().to_string())
}

fn expiry_on(text: &str, today: &str) -> Result<Expiry, String> {
    let days = text.strip_suffix('d');
    match (days.unwrap_or(text).parse(), days) {
        (Ok(expiry @ Expiry::Days(_)), Some(_)) => Ok(expiry),
        (_, Some(_)) => Err("give whole days, such as 30d".to_owned()),
        (Ok(Expiry::On(date)), None) if CalendarDate::parse(today).is_some_and(|today| date < today) => {
            Err("that day is in the past".to_owned())
        }
        (Ok(expiry @ (Expiry::On(_) | Expiry::Never)), None) => Ok(expiry),
        (Ok(Expiry::Days(_)) | Err(_), None) => {
            Err("give 30d, a date such as 2027-01-31, or never".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiry_is_days_a_date_or_never() {
        let parse = |text| expiry_on(text, "2026-11-24");
        assert_eq!(parse("30d"), Ok(Expiry::Days(30)));
        assert_eq!(parse("never"), Ok(Expiry::Never));
        assert_eq!(parse("2026-11-24"), Ok(Expiry::On(CalendarDate::parse("2026-11-24").unwrap())));
        for text in [
            "",
            "30",
            "0d",
            "-1d",
            "d",
            "70000d",
            "neverd",
            "2027-01-31d",
            "2026-11-23",
            "2027-02-30",
            "tomorrow",
            "Never",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
