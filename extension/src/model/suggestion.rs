//! What the form begins with: a name and an expiry, by the settings of the person and the administrator.

use latchkey_core::token::CalendarDate;

use crate::model::creation::Creation;
use crate::model::form::ExpiresChoice;
use crate::model::journal::Stamp;
use crate::model::settings::{NameParts, name_by, preset};
use crate::model::state::State;

impl State {
    /// Fills in a token name that is unique by its time.
    pub(crate) fn suggest_name(&mut self, stamp: &Stamp) {
        self.suggested_at = format!("{} {}", stamp.today, stamp.time);
        self.suggested_name = self.suggestion();
        self.form.name = self.suggested_name.clone();
    }

    /// Suggests the name again, now that more is known of what it is made of. A name that was typed stays. Returns
    /// whether the form has another name.
    pub(crate) fn renew_suggestion(&mut self) -> bool {
        let is_typed = self.form.name != self.suggested_name || self.replacing.is_some();
        let suggestion = self.suggestion();
        if self.suggested_at.is_empty()
            || is_typed
            || self.terminal.is_waiting()
            || suggestion == self.suggested_name
        {
            return false;
        }
        if let Creation::Queued(queued) = &mut self.creation
            && queued.name == self.suggested_name
        {
            queued.name = suggestion.clone();
        }
        self.suggested_name = suggestion;
        self.form.name = self.suggested_name.clone();
        true
    }

    fn suggestion(&self) -> String {
        let user = self.user().map_or("", |user| user.id.as_str());
        let host = self.controller().map_or("", |page| page.controller.host());
        let parts = NameParts { user, host, date: &self.suggested_at };
        self.policy.values().prefixed(name_by(&self.settings.name_pattern, parts))
    }

    /// Chooses the expiry that the administrator or the person has set as default, unless another one was chosen already.
    pub(crate) fn choose_default_expiry(&mut self, today: CalendarDate) {
        let choice = match self.policy.values().default_expiry {
            Some(days) => preset(days).map_or_else(
                || (ExpiresChoice::OnDate, today.days_later(days).to_string()),
                |preset| (preset, String::new()),
            ),
            None => (self.settings.expires, String::new()),
        };
        let choice = self.policy.values().nearest(choice, self.last_date());
        let unedited = (self.unedited.expires, self.unedited.date.clone());
        let queued = if let Creation::Queued(queued) = &mut self.creation { Some(queued) } else { None };
        for form in [&mut self.form].into_iter().chain(queued) {
            if (form.expires, &form.date) == (unedited.0, &unedited.1) {
                (form.expires, form.date) = choice.clone();
            }
        }
        (self.unedited.expires, self.unedited.date) = choice;
    }
}
