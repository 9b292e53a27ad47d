//! What an administrator has set in the browser's managed storage.
//!
//! | key | value | default | used for an invalid value |
//! |---|---|---|---|
//! | `defaultExpiryDays` | whole number from 1 to 365 | the person's own setting | the default |
//! | `maximumExpiryDays` | whole number from 1 | no maximum | 1 |
//! | `forbidNever` | boolean | `false` | `true` |
//! | `allowWithoutExpiry` | boolean | `false` | `false` |
//! | `namePrefix` | text that can begin a token name | none | the default: a prefix names tokens and limits none |
//! | `allowedControllers` | list of root URLs | every controller | none; an invalid item of the list allows nothing |
//! | `presetControllers` | list of root URLs | none | the default; an invalid item of the list is left out |
//! | `hideForAnotherUser` | boolean | `false` | `true` |
//! | `reminder` | boolean | the person's own setting | `false` |
//! | `terminalLogin` | boolean | `true` | `false` |

mod reader;

use latchkey_core::token::CalendarDate;
use latchkey_core::version::ExpirySupport;
use latchkey_core::{ControllerUrl, Expiry};

use self::reader::Reader;
use crate::model::form::ExpiresChoice;
use crate::model::object::Object;
use crate::model::state::State;

/// A setting of an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PolicyKey {
    DefaultExpiryDays,
    MaximumExpiryDays,
    ForbidNever,
    AllowWithoutExpiry,
    NamePrefix,
    AllowedControllers,
    PresetControllers,
    HideForAnotherUser,
    Reminder,
    TerminalLogin,
}

impl PolicyKey {
    /// Every key, in the order of the documents.
    pub(crate) const ALL: [Self; 10] = [
        Self::DefaultExpiryDays,
        Self::MaximumExpiryDays,
        Self::ForbidNever,
        Self::AllowWithoutExpiry,
        Self::NamePrefix,
        Self::AllowedControllers,
        Self::PresetControllers,
        Self::HideForAnotherUser,
        Self::Reminder,
        Self::TerminalLogin,
    ];

    /// Its name in managed storage.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DefaultExpiryDays => "defaultExpiryDays",
            Self::MaximumExpiryDays => "maximumExpiryDays",
            Self::ForbidNever => "forbidNever",
            Self::AllowWithoutExpiry => "allowWithoutExpiry",
            Self::NamePrefix => "namePrefix",
            Self::AllowedControllers => "allowedControllers",
            Self::PresetControllers => "presetControllers",
            Self::HideForAnotherUser => "hideForAnotherUser",
            Self::Reminder => "reminder",
            Self::TerminalLogin => "terminalLogin",
        }
    }
}

/// Managed storage as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum ManagedPolicy {
    /// Nobody has set anything, or the browser has no managed storage.
    #[default]
    None,
    Read(Box<Policy>),
    /// The browser did not give it. It may forbid anything.
    Unreadable,
}

/// Why a policy forbids a request that would create a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    /// The policy is not known.
    Unreadable,
    /// Every token must expire, and those of this controller do not, or may not.
    NoExpiry,
    Controller,
    OtherUser,
    /// The name lacks the prefix.
    Name,
    Expiry,
}

/// The values in effect.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Policy {
    /// The days after which a new token expires unless the person chooses otherwise.
    pub(crate) default_expiry: Option<u16>,
    /// The most days after which a new token may expire.
    pub(crate) maximum_expiry: Option<u16>,
    pub(crate) forbid_never: bool,
    /// Whether tokens may be created where Jenkins gives them no expiry, although they must have one.
    pub(crate) allow_without_expiry: bool,
    /// How the name of every new token begins; empty if it need not.
    pub(crate) name_prefix: String,
    /// The roots below which tokens may be created and changed; `None` if that is everywhere.
    pub(crate) allowed_controllers: Option<Vec<ControllerUrl>>,
    /// Roots that everybody finds among the remembered controllers.
    pub(crate) preset_controllers: Vec<String>,
    pub(crate) hide_for_another_user: bool,
    /// Whether people are reminded of tokens that expire soon; `None` leaves it to them.
    pub(crate) reminder: Option<bool>,
    pub(crate) terminal_login: bool,
    /// The keys whose values are invalid.
    pub(crate) invalid: Vec<PolicyKey>,
}

/// What holds without a policy.
static NO_POLICY: Policy = Policy {
    default_expiry: None,
    maximum_expiry: None,
    forbid_never: false,
    allow_without_expiry: false,
    name_prefix: String::new(),
    allowed_controllers: None,
    preset_controllers: Vec::new(),
    hide_for_another_user: false,
    reminder: None,
    terminal_login: true,
    invalid: Vec::new(),
};

impl ManagedPolicy {
    /// Reads what managed storage holds.
    pub(crate) fn read(object: &impl Object) -> Self {
        if PolicyKey::ALL.into_iter().any(|key| object.has(key.name())) {
            Self::Read(Box::new(Policy::read(object)))
        } else {
            Self::None
        }
    }

    /// The values in effect. One that could not be read has none: ask [`Self::is_readable`] first where it matters.
    pub(crate) fn values(&self) -> &Policy {
        match self {
            Self::Read(policy) => policy,
            Self::None | Self::Unreadable => &NO_POLICY,
        }
    }

    pub(crate) fn is_readable(&self) -> bool {
        *self != Self::Unreadable
    }

    /// Whether a terminal may be asked and given anything.
    pub(crate) fn allows_terminals(&self) -> bool {
        self.is_readable() && self.values().terminal_login
    }
}

impl Policy {
    fn read(object: &impl Object) -> Self {
        let mut reader = Reader { object, invalid: Vec::new() };
        let policy = Self {
            default_expiry: reader.days(PolicyKey::DefaultExpiryDays, 365, None),
            maximum_expiry: reader.days(PolicyKey::MaximumExpiryDays, u16::MAX, Some(1)),
            forbid_never: reader.flag(PolicyKey::ForbidNever, true).unwrap_or(false),
            allow_without_expiry: reader.flag(PolicyKey::AllowWithoutExpiry, false).unwrap_or(false),
            name_prefix: reader.prefix(),
            allowed_controllers: reader.roots(PolicyKey::AllowedControllers),
            preset_controllers: reader
                .roots(PolicyKey::PresetControllers)
                .unwrap_or_default()
                .iter()
                .map(ControllerUrl::to_string)
                .collect(),
            hide_for_another_user: reader.flag(PolicyKey::HideForAnotherUser, true).unwrap_or(false),
            reminder: reader.flag(PolicyKey::Reminder, false),
            terminal_login: reader.flag(PolicyKey::TerminalLogin, false).unwrap_or(true),
            invalid: Vec::new(),
        };
        Self { invalid: reader.invalid, ..policy }
    }

    /// Whether every new token must expire.
    pub(crate) fn requires_expiry(&self) -> bool {
        self.forbid_never || self.maximum_expiry.is_some()
    }

    /// Whether a token that is created today may have this expiry.
    pub(crate) fn allows_expiry(&self, expiry: Expiry, today: CalendarDate) -> bool {
        match (expiry, self.maximum_expiry) {
            (Expiry::Never, _) => !self.requires_expiry(),
            (Expiry::Days(_) | Expiry::On(_), None) => true,
            (Expiry::Days(days), Some(maximum)) => days <= maximum,
            (Expiry::On(date), Some(_)) => date <= self.last_date(today),
        }
    }

    /// The last day on which a token that is created today may expire: Jenkins allows a year.
    pub(crate) fn last_date(&self, today: CalendarDate) -> CalendarDate {
        let year = today.one_year_later();
        match self.maximum_expiry {
            Some(maximum) if maximum <= 366 => year.min(today.days_later(maximum)),
            Some(_) | None => year,
        }
    }

    /// Whether tokens may be created and changed on this controller. A root allows itself and the controllers below its
    /// path, by whole segments: `https://ci.example.org/a` allows `/a` and `/a/b`, but not `/ab`, and nothing of
    /// `https://ci.example.org.evil`, another scheme, or another port.
    pub(crate) fn allows_controller(&self, controller: &ControllerUrl) -> bool {
        let controller = format!("{controller}/");
        let is_below = |root: &ControllerUrl| controller.starts_with(&format!("{root}/"));
        self.allowed_controllers.as_ref().is_none_or(|roots| roots.iter().any(is_below))
    }

    /// This choice of `Expires` and value of `Expiry date` where they are allowed, and otherwise the longest that is.
    /// `last` is the last day on which a token may expire.
    pub(crate) fn nearest(
        &self,
        (choice, date): (ExpiresChoice, String),
        last: Option<CalendarDate>,
    ) -> (ExpiresChoice, String) {
        let Some(maximum) = self.maximum_expiry else {
            let is_allowed = choice != ExpiresChoice::Never || !self.requires_expiry();
            return if is_allowed { (choice, date) } else { (ExpiresChoice::default(), String::new()) };
        };
        let too_late =
            |date: &str| CalendarDate::parse(date).zip(last).is_some_and(|(date, last)| date > last);
        match choice {
            ExpiresChoice::Days(days) if days <= maximum => (choice, date),
            ExpiresChoice::OnDate if !too_late(&date) => (choice, date),
            ExpiresChoice::Days(_) | ExpiresChoice::OnDate | ExpiresChoice::Never => {
                let presets = Expiry::PRESETS.iter().rev();
                match presets.copied().find(|days| *days <= maximum) {
                    Some(days) => (ExpiresChoice::Days(days), String::new()),
                    None => (ExpiresChoice::OnDate, last.map(|last| last.to_string()).unwrap_or_default()),
                }
            }
        }
    }

    /// Whether this option of `Expires` leads to an expiry that is allowed, or can.
    pub(crate) fn offers(&self, choice: ExpiresChoice) -> bool {
        match choice {
            ExpiresChoice::Days(days) => self.maximum_expiry.is_none_or(|maximum| days <= maximum),
            ExpiresChoice::OnDate => true,
            ExpiresChoice::Never => !self.requires_expiry(),
        }
    }

    /// The name with the prefix that it must have.
    pub(crate) fn prefixed(&self, name: String) -> String {
        if name.starts_with(&self.name_prefix) { name } else { format!("{}{name}", self.name_prefix) }
    }
}

impl State {
    /// The last day on which a token of today may expire, as far as the policy is known.
    pub(crate) fn last_date(&self) -> Option<CalendarDate> {
        Some(self.policy.values().last_date(self.today?))
    }

    /// What keeps every token from being created on this page as long as it holds.
    pub(crate) fn standing_violation(&self) -> Option<Violation> {
        let policy = self.policy.values();
        let is_unsure = self.controller().is_some() && self.expiry_support() != ExpirySupport::Yes;
        if !self.policy.is_readable() {
            Some(Violation::Unreadable)
        } else if is_unsure && policy.requires_expiry() && !policy.allow_without_expiry {
            Some(Violation::NoExpiry)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
