//! The form on the tab `Create`.

use latchkey_core::token::{CalendarDate, NameError};
use latchkey_core::{Expiry, TokenName};

use crate::model::journal::{JournalEntry, other_user};

/// The values of the form's fields, as the person left them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) name: String,
    pub(crate) expires: ExpiresChoice,
    /// Value of `Expiry date`, read only with [`ExpiresChoice::OnDate`].
    pub(crate) date: String,
    /// Value of `User ID`; `None` while that part of the form is folded, which means oneself.
    pub(crate) for_user: Option<String>,
    /// Value of `Code from the terminal`, read only where a terminal asks for the token.
    pub(crate) code: String,
}

/// An option of `Expires`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExpiresChoice {
    Days(u16),
    OnDate,
    Never,
}

/// Why a form cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormError {
    /// Jenkins cannot take the name.
    Name(NameError),
    /// There is no date, or none that exists.
    NoDate,
    DateIsPast,
    /// More than a year ahead, which Jenkins does not offer.
    DateIsTooFar,
}

impl Default for ExpiresChoice {
    /// What `popup.html` preselects.
    fn default() -> Self {
        Self::Days(30)
    }
}

impl ExpiresChoice {
    /// Reads the value of an option in `popup.html`.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        match value {
            "date" => Some(Self::OnDate),
            "never" => Some(Self::Never),
            days => days.parse().ok().filter(|days| Expiry::PRESETS.contains(days)).map(Self::Days),
        }
    }

    /// The choice that leads to this expiry, and the value of `Expiry date`.
    pub(crate) fn of(expiry: Expiry) -> (Self, String) {
        match expiry {
            Expiry::Days(days) => (Self::Days(days), String::new()),
            Expiry::On(date) => (Self::OnDate, date.to_string()),
            Expiry::Never => (Self::Never, String::new()),
        }
    }

    /// The value of its option in `popup.html`.
    pub(crate) fn value(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::OnDate => "date".to_owned(),
            Self::Never => "never".to_owned(),
        }
    }
}

impl Form {
    /// The form that led to this request.
    pub(crate) fn of(entry: &JournalEntry) -> Self {
        let (expires, date) = ExpiresChoice::of(entry.expiry);
        let for_user = other_user(&entry.owner).map(ToString::to_string);
        Self { name: entry.name.clone(), expires, date, for_user, code: String::new() }
    }

    /// Name and expiry, if both can be sent on this day.
    ///
    /// # Errors
    ///
    /// The first [`FormError`] in the order of the form.
    pub(crate) fn check(&self, today: CalendarDate) -> Result<(TokenName, Expiry), FormError> {
        let name = TokenName::new(&self.name).map_err(FormError::Name)?;
        let expiry = match self.expires {
            ExpiresChoice::Days(days) => Expiry::Days(days),
            ExpiresChoice::Never => Expiry::Never,
            ExpiresChoice::OnDate => Expiry::On(self.check_date(today)?),
        };
        Ok((name, expiry))
    }

    fn check_date(&self, today: CalendarDate) -> Result<CalendarDate, FormError> {
        let date = CalendarDate::parse(&self.date).ok_or(FormError::NoDate)?;
        if date < today {
            Err(FormError::DateIsPast)
        } else if date > today.one_year_later() {
            Err(FormError::DateIsTooFar)
        } else {
            Ok(date)
        }
    }
}

/// A tab of the popup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Create,
    Tokens,
}

impl View {
    pub(crate) fn identifier(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Tokens => "tokens",
        }
    }

    pub(crate) fn from_identifier(identifier: &str) -> Option<Self> {
        [Self::Create, Self::Tokens].into_iter().find(|view| view.identifier() == identifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(date: &str) -> Result<Expiry, FormError> {
        let form = Form {
            name: "n".to_owned(),
            expires: ExpiresChoice::OnDate,
            date: date.to_owned(),
            ..Form::default()
        };
        form.check(CalendarDate::parse("2026-11-24").unwrap()).map(|(_, expiry)| expiry)
    }

    #[test]
    fn reads_the_options_of_the_form_as_it_writes_them() {
        for choice in [ExpiresChoice::Days(30), ExpiresChoice::OnDate, ExpiresChoice::Never] {
            assert_eq!(ExpiresChoice::parse(&choice.value()), Some(choice));
        }
        assert_eq!(ExpiresChoice::parse("31"), None);
        assert_eq!(ExpiresChoice::parse(""), None);
    }

    #[test]
    fn a_date_lies_between_today_and_a_year_ahead() {
        assert_eq!(on("2026-11-23"), Err(FormError::DateIsPast));
        assert!(on("2026-11-24").is_ok());
        assert!(on("2027-11-24").is_ok());
        assert_eq!(on("2027-11-25"), Err(FormError::DateIsTooFar));
        assert_eq!(on(""), Err(FormError::NoDate));
    }
}
