//! The form on the tab `Create`, and how it is carried across a sign-in.

use latchkey_core::token::{CalendarDate, NameError};
use latchkey_core::{Expiry, Owner, TokenName, UserId};

use crate::model::journal::{JournalEntry, other_user, owner};
use crate::model::list::{Replacement, TokenReference};
use crate::model::object::{Object, Stored};
use crate::model::session::Session;

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

/// What the popup shows when the person leaves to sign in, so that it can carry on there.
///
/// It is written to `storage.session` only, holds no secret, and is removed once somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SavedForm {
    /// The session that ended; of which user is not stored.
    pub(crate) session: Session,
    pub(crate) view: View,
    /// Whose tokens were listed.
    pub(crate) tokens_of: Owner,
    /// The token that the next one was to replace.
    pub(crate) replacing: Option<Replacement>,
    pub(crate) form: Form,
}

impl SavedForm {
    /// How the key of every saved form begins.
    pub(crate) const PREFIX: &'static str = "draft/";

    /// The key it is stored under: one for every controller and session.
    pub(crate) fn key(&self) -> String {
        let Session { controller, store, .. } = &self.session;
        let kind = if store.private { "private" } else { "ordinary" };
        let container = store.container.as_deref().unwrap_or_default();
        format!("{}{kind}/{container}/{controller}", Self::PREFIX)
    }
}

impl Stored for SavedForm {
    fn write(&self, object: &mut impl Object) {
        let Self { session, view, tokens_of, replacing, form } = self;
        session.write(object);
        object.set_text("view", view.identifier());
        object.set_optional_text("tokensOf", other_user(tokens_of).map(UserId::as_str));
        if let Some(replacing) = replacing {
            object.set_text("oldUuid", &replacing.token.uuid);
            object.set_text("oldName", &replacing.token.name);
            object.set_optional_text("oldOf", other_user(&replacing.owner).map(UserId::as_str));
        }
        object.set_text("name", &form.name);
        object.set_text("expires", &form.expires.value());
        object.set_text("date", &form.date);
        object.set_optional_text("forUser", form.for_user.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        let old = object.text("oldUuid").zip(object.text("oldName"));
        Some(Self {
            session: Session::read(object)?,
            view: View::from_identifier(&object.text("view")?)?,
            tokens_of: owner(object.text("tokensOf")),
            replacing: old.map(|(uuid, name)| Replacement {
                token: TokenReference { uuid, name },
                owner: owner(object.text("oldOf")),
            }),
            form: Form {
                name: object.text("name")?,
                expires: ExpiresChoice::parse(&object.text("expires")?)?,
                date: object.text("date")?,
                for_user: object.text("forUser").filter(|user| !user.is_empty()),
                code: String::new(),
            },
        })
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
    use latchkey_core::ControllerUrl;
    use serde_json::Value;

    use super::*;
    use crate::model::session::CookieStore;

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

    fn saved(private: bool, container: Option<&str>) -> SavedForm {
        SavedForm {
            session: Session {
                controller: ControllerUrl::parse("https://ci/jenkins").unwrap(),
                store: CookieStore { private, container: container.map(str::to_owned) },
                user: None,
            },
            view: View::Tokens,
            tokens_of: Owner::User(UserId::new("bob")),
            replacing: None,
            form: Form {
                name: "name".to_owned(),
                expires: ExpiresChoice::OnDate,
                date: "2027-01-31".to_owned(),
                for_user: Some("bob".to_owned()),
                code: String::new(),
            },
        }
    }

    #[test]
    fn a_saved_form_is_read_as_it_was_written() {
        let token = TokenReference { uuid: "u".to_owned(), name: "n".to_owned() };
        for replacing in [None, Some(Replacement { token, owner: Owner::User(UserId::new("bob")) })] {
            let saved = SavedForm { replacing, ..saved(true, Some("work")) };
            assert_eq!(SavedForm::from_object(&saved.to_object::<Value>()), Some(saved));
        }
    }

    #[test]
    fn private_windows_and_containers_have_keys_of_their_own() {
        let forms = [saved(false, None), saved(true, None), saved(false, Some("work"))];
        let keys: std::collections::BTreeSet<_> = forms.iter().map(SavedForm::key).collect();
        assert_eq!(keys.len(), forms.len());
        assert!(keys.iter().all(|key| key.starts_with(SavedForm::PREFIX)));
    }
}
