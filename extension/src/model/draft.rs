//! What stands in the form when the person presses `Generate token`.

use latchkey_core::token::{CalendarDate, NameError};
use latchkey_core::{Expiry, TokenName};

/// The form's values, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Value of `Token name`.
    pub name: String,
    /// Value of `Expires`.
    pub expires: ExpiresChoice,
    /// Value of `Expiry date`, read only with [`ExpiresChoice::OnDate`].
    pub date: String,
    /// Value of `User ID`; empty for oneself.
    pub for_user: String,
    /// The day on which the button was pressed, where the person is.
    pub today: CalendarDate,
}

/// An option of `Expires`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiresChoice {
    /// `7 days` and so on.
    Days(u16),
    /// `On a date`.
    OnDate,
    /// `Never`.
    Never,
}

/// Why a draft cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftError {
    /// The name is none.
    Name(NameError),
    /// There is no date, or none that exists.
    NoDate,
    /// The date is over.
    DateIsPast,
    /// More than a year ahead, which Jenkins does not offer.
    DateIsTooFar,
}

impl ExpiresChoice {
    /// Reads the value of an option in `popup.html`.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "date" => Some(Self::OnDate),
            "never" => Some(Self::Never),
            days => days.parse().ok().filter(|days| Expiry::PRESETS.contains(days)).map(Self::Days),
        }
    }
}

impl Draft {
    /// Name and expiry, if both can be sent.
    ///
    /// # Errors
    ///
    /// The first [`DraftError`] in the order of the form.
    pub fn check(&self) -> Result<(TokenName, Expiry), DraftError> {
        let name = TokenName::new(&self.name).map_err(DraftError::Name)?;
        let expiry = match self.expires {
            ExpiresChoice::Days(days) => Expiry::Days(days),
            ExpiresChoice::Never => Expiry::Never,
            ExpiresChoice::OnDate => Expiry::On(self.check_date()?),
        };
        Ok((name, expiry))
    }

    fn check_date(&self) -> Result<CalendarDate, DraftError> {
        let date = CalendarDate::parse(&self.date).ok_or(DraftError::NoDate)?;
        if date < self.today {
            Err(DraftError::DateIsPast)
        } else if date > self.today.one_year_later() {
            Err(DraftError::DateIsTooFar)
        } else {
            Ok(date)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str) -> Result<Expiry, DraftError> {
        let draft = Draft {
            name: "n".to_owned(),
            expires: ExpiresChoice::OnDate,
            date: date.to_owned(),
            for_user: String::new(),
            today: CalendarDate::parse("2026-11-24").unwrap(),
        };
        draft.check().map(|(_, expiry)| expiry)
    }

    #[test]
    fn reads_the_options_of_the_form() {
        assert_eq!(ExpiresChoice::parse("30"), Some(ExpiresChoice::Days(30)));
        assert_eq!(ExpiresChoice::parse("date"), Some(ExpiresChoice::OnDate));
        assert_eq!(ExpiresChoice::parse("never"), Some(ExpiresChoice::Never));
        assert_eq!(ExpiresChoice::parse("31"), None);
        assert_eq!(ExpiresChoice::parse(""), None);
    }

    #[test]
    fn a_date_lies_between_today_and_a_year_ahead() {
        assert_eq!(on("2026-11-23"), Err(DraftError::DateIsPast));
        assert!(on("2026-11-24").is_ok());
        assert!(on("2027-11-24").is_ok());
        assert_eq!(on("2027-11-25"), Err(DraftError::DateIsTooFar));
        assert_eq!(on(""), Err(DraftError::NoDate));
    }
}
