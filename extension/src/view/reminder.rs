//! What is shown of tokens that expire soon.

use latchkey_core::Owner;

use crate::model::list::TokenReference;
use crate::model::reminder::{Phase, Reminder};
use crate::model::state::{Identity, Page, State};
use crate::view::message::{Key, Message};

/// The largest number of tokens that are shown without being asked for.
pub(super) const MOST_SHOWN: usize = 3;

/// A token of this controller that expires soon.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DueToken {
    pub(crate) token: TokenReference,
    pub(crate) text: Message,
    /// Whether whoever is signed in can replace and revoke it.
    pub(crate) can_change: bool,
}

/// A controller that has tokens that expire soon, other than those that are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DueElsewhere {
    /// Its root URL.
    pub(crate) url: String,
    pub(crate) count: usize,
}

/// The tokens of this controller that expire soon, once it is known who is signed in: those that this user created or has. If
/// nobody is signed in, all of them.
pub(super) fn here(state: &State) -> Vec<DueToken> {
    if state.identity == Identity::Unknown {
        return Vec::new();
    }
    due(state, true)
        .map(|(reminder, phase)| DueToken {
            token: reminder.token.clone(),
            text: text(state, reminder, phase),
            can_change: state.owner_of(reminder).is_some(),
        })
        .collect()
}

/// How many tokens of other controllers expire soon, the first to expire first, once it is known what the page is; and how many
/// of other users on this one, because the button's badge counts them.
pub(super) fn elsewhere(state: &State) -> Vec<DueElsewhere> {
    let mut controllers: Vec<DueElsewhere> = Vec::new();
    if state.page == Page::Looking {
        return controllers;
    }
    for (reminder, _) in due(state, false) {
        let url = reminder.controller.to_string();
        match controllers.iter_mut().find(|controller| controller.url == url) {
            Some(controller) => controller.count += 1,
            None => controllers.push(DueElsewhere { url, count: 1 }),
        }
    }
    controllers
}

/// What is due, of this controller and for whoever is signed in, or everything else.
fn due(state: &State, here: bool) -> impl Iterator<Item = (&Reminder, Phase)> {
    let controller = state.controller().map(|page| &page.controller);
    let is_here =
        move |reminder: &Reminder| Some(&reminder.controller) == controller && state.concerns(reminder);
    let wanted = state.reminders.iter().filter(move |reminder| is_here(reminder) == here);
    let due = wanted.filter_map(|reminder| Some((reminder, reminder.phase(state.today?))));
    due.filter(|(_, phase)| phase.is_due())
}

fn text(state: &State, reminder: &Reminder, phase: Phase) -> Message {
    let key = match (phase, reminder.last_day.is_exact()) {
        (Phase::Expired, true) => Key::DueExpiredOn,
        (Phase::Expired, false) => Key::DueExpiredAbout,
        (_, true) => Key::DueOn,
        (_, false) => Key::DueAbout,
    };
    let is_own = state.owner_of(reminder) == Some(Owner::Me);
    let holder = (!is_own).then(|| Message::with(Key::DueHolder, reminder.holder()));
    Message::with(key, &reminder.token.name).and_day(reminder.last_day.earliest).because(holder)
}

#[cfg(test)]
mod tests {
    use latchkey_core::token::{CalendarDate, LastDay};
    use latchkey_core::{ControllerPage, ControllerUrl, CrumbSource, Owner, User, UserId};

    use super::*;
    use crate::view::message::Argument;

    fn date(text: &str) -> CalendarDate {
        CalendarDate::parse(text).unwrap()
    }

    fn controller(host: &str) -> ControllerUrl {
        ControllerUrl::parse(&format!("https://{host}")).unwrap()
    }

    fn reminder(host: &str, name: &str, earliest: &str, latest: &str) -> Reminder {
        Reminder {
            controller: controller(host),
            user: UserId::new("alice"),
            owner: Owner::Me,
            token: TokenReference { uuid: name.to_owned(), name: name.to_owned() },
            last_day: LastDay { earliest: date(earliest), latest: date(latest) },
        }
    }

    /// On `ci`, with Alice signed in, on 2026-11-24.
    fn state(reminders: Vec<Reminder>) -> State {
        let page =
            ControllerPage { controller: controller("ci"), version: None, crumb: CrumbSource::Controller };
        State {
            page: Page::Controller(page),
            identity: Identity::Known(User { id: UserId::new("alice"), full_name: String::new() }),
            today: Some(date("2026-11-24")),
            reminders,
            ..State::default()
        }
    }

    fn keys(state: &State) -> Vec<Key> {
        here(state).into_iter().map(|due| due.text.key).collect()
    }

    #[test]
    fn the_text_says_whether_the_day_is_exact_and_over() {
        let state = state(vec![
            reminder("ci", "expired", "2026-11-20", "2026-11-20"),
            reminder("ci", "about expired", "2026-11-20", "2026-11-22"),
            reminder("ci", "perhaps expired", "2026-11-23", "2026-11-24"),
            reminder("ci", "exact", "2026-12-01", "2026-12-01"),
            reminder("ci", "not yet", "2026-12-02", "2026-12-02"),
        ]);
        assert_eq!(keys(&state), [Key::DueExpiredOn, Key::DueExpiredAbout, Key::DueAbout, Key::DueOn]);
        let due = here(&state).pop().unwrap();
        let expected = [Argument::Text("exact".to_owned()), Argument::Day(date("2026-12-01"))];
        assert_eq!((due.text.arguments, due.text.reason), (expected.to_vec(), None));
        assert!(due.can_change);
    }

    #[test]
    fn a_token_that_was_created_for_somebody_else_is_said_to_be_theirs_and_changed_by_its_maker() {
        let bobs = Reminder {
            owner: Owner::User(UserId::new("bob")),
            ..reminder("ci", "bobs", "2026-12-01", "2026-12-01")
        };
        let mut state = state(vec![bobs]);
        let due = here(&state).pop().unwrap();
        assert_eq!(due.text.reason, Some(Box::new(Message::with(Key::DueHolder, "bob"))));
        assert!(due.can_change, "Alice created it");
        state.identity = Identity::SignedOut { sign_in: None };
        assert!(!here(&state)[0].can_change);
        state.identity = Identity::Unknown;
        assert_eq!(here(&state), []);
    }

    #[test]
    fn the_tokens_of_others_are_counted_but_not_named() {
        let mut state = state(vec![
            reminder("ci", "1", "2026-11-24", "2026-11-24"),
            reminder("ci", "2", "2026-11-25", "2026-11-25"),
        ]);
        state.identity = Identity::Known(User { id: UserId::new("carol"), full_name: String::new() });
        assert_eq!(here(&state), []);
        assert_eq!(elsewhere(&state), [DueElsewhere { url: "https://ci".to_owned(), count: 2 }]);
    }

    #[test]
    fn other_controllers_are_counted() {
        let mut state = state(vec![
            reminder("a", "1", "2026-11-24", "2026-11-24"),
            reminder("b", "2", "2026-11-25", "2026-11-25"),
            reminder("ci", "3", "2026-11-25", "2026-11-25"),
            reminder("a", "4", "2026-12-01", "2026-12-01"),
            reminder("c", "5", "2026-12-02", "2026-12-02"),
        ]);
        let of = |url: &str, count| DueElsewhere { url: url.to_owned(), count };
        assert_eq!(elsewhere(&state), [of("https://a", 2), of("https://b", 1)]);
        state.page = Page::NotJenkins { searched: false };
        assert_eq!(elsewhere(&state), [of("https://a", 2), of("https://b", 1), of("https://ci", 1)]);
        state.page = Page::Looking;
        assert_eq!(elsewhere(&state), []);
    }
}
