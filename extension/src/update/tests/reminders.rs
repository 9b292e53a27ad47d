//! Tokens that were created here are remembered until they are gone.

use latchkey_core::token::LastDay;

use super::*;
use crate::event::ReminderAction;
use crate::model::list::Replacement;
use crate::model::settings::Settings;
use crate::model::state::Dialog;

/// A reminder of a token that Alice created for this owner, with its last day.
fn reminder(name: &str, owner: Owner, last_day: &str) -> Reminder {
    let day = CalendarDate::parse(last_day).unwrap();
    Reminder {
        controller: controller(),
        user: alice().id,
        owner,
        token: TokenReference { uuid: format!("uuid-{name}"), name: name.to_owned() },
        last_day: LastDay { earliest: day, latest: day },
    }
}

/// Opened on an ordinary page, with these stored; Alice is signed in.
fn with_reminders(reminders: &[Reminder]) -> Popup {
    let mut popup = Popup {
        reminders: reminders.iter().map(|reminder| (reminder.key(), reminder.clone())).collect(),
        ..Popup::default()
    };
    let context = PopupContext { reminders: reminders.to_vec(), ..on(ordinary_page()) };
    popup.dispatch(Event::Opened(Box::new(context)));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup
}

fn remembered(popup: &Popup) -> Vec<&str> {
    let names = |reminders: Vec<&'_ Reminder>| -> Vec<String> {
        reminders.into_iter().map(|reminder| reminder.token.name.clone()).collect()
    };
    let mut known = names(popup.state.reminders.iter().collect());
    known.sort();
    assert_eq!(known, names(popup.reminders.values().collect()), "what is known is what is stored");
    popup.reminders.values().map(|reminder| reminder.token.name.as_str()).collect()
}

#[test]
fn a_token_that_is_created_is_remembered_and_forgotten_once_it_is_not_listed() {
    let mut popup = Popup::with_token();
    assert_eq!(remembered(&popup), ["n"]);
    popup.dispatch(Event::Verified("id-of-request-01".to_owned(), works_as("alice")));
    popup.lists(Owner::Me, &[("uuid-n", "n"), ("uuid-other", "other")]);
    assert_eq!(remembered(&popup), ["n"]);
    popup.dispatch(Event::ActionPressed(Action::ShowTokens(Owner::Me)));
    popup.lists(Owner::Me, &[("uuid-other", "other")]);
    assert_eq!(remembered(&popup), [""; 0]);
}

#[test]
fn a_list_from_before_a_token_was_created_says_nothing_about_it() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    let early = popup.state.lists_under_way[0].clone();
    popup.press();
    popup.end(Ok(token("n")));
    popup.dispatch(Event::Listed(early, Ok(no_tokens())));
    assert_eq!(remembered(&popup), ["n"]);
}

#[test]
fn nothing_is_remembered_in_private_windows_and_where_reminders_are_off() {
    let private = CookieStore { private: true, container: None };
    let mut popup = Popup::opened(PopupContext { store: private, ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.press();
    popup.end(Ok(token("n")));
    assert_eq!(remembered(&popup), [""; 0]);

    let mut popup = Popup::of_alice();
    popup.state.settings = Settings { reminder: false, ..Settings::default() };
    popup.press();
    popup.end(Ok(token("n")));
    assert_eq!(remembered(&popup), [""; 0]);
}

#[test]
fn a_private_window_neither_shows_nor_drops_what_is_remembered() {
    let private = CookieStore { private: true, container: None };
    let reminders = vec![reminder("a", Owner::Me, "2026-11-25")];
    let mut popup = Popup::opened(PopupContext { store: private, reminders, ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    // Dropping what is not stored would panic.
    popup.lists(Owner::Me, &[]);
    assert!(popup.state.reminders.is_empty());
}

#[test]
fn a_token_that_expired_more_than_a_week_ago_is_forgotten() {
    let popup = with_reminders(&[
        reminder("over", Owner::Me, "2026-11-16"),
        reminder("expired", Owner::Me, "2026-11-17"),
    ]);
    assert_eq!(remembered(&popup), ["expired"]);
}

#[test]
fn a_list_concerns_the_tokens_of_its_owner_on_its_controller() {
    let elsewhere = Reminder {
        controller: ControllerUrl::parse("https://other.example.org").unwrap(),
        ..reminder("elsewhere", Owner::Me, "2026-12-01")
    };
    let carols = Reminder { user: UserId::new("carol"), ..reminder("carols", Owner::Me, "2026-12-01") };
    let all =
        [reminder("a", Owner::Me, "2026-12-01"), reminder("bobs", bob(), "2026-12-01"), elsewhere, carols];
    let mut popup = with_reminders(&all);
    popup.lists(Owner::Me, &[]);
    assert_eq!(remembered(&popup), ["bobs", "carols", "elsewhere"]);
    popup.dispatch(Event::ListFor("bob".to_owned()));
    popup.lists(bob(), &[]);
    assert_eq!(remembered(&popup), ["carols", "elsewhere"]);
}

#[test]
fn a_token_that_was_renamed_is_remembered_by_its_new_name() {
    let mut popup = with_reminders(&[reminder("a", Owner::Me, "2026-12-01")]);
    popup.lists(Owner::Me, &[("uuid-a", "new")]);
    assert_eq!(remembered(&popup), ["new"]);
}

#[test]
fn the_new_token_of_a_replacement_takes_the_place_of_the_old_one() {
    let mut popup = with_reminders(&[reminder("a", Owner::Me, "2026-12-01")]);
    popup.lists(Owner::Me, &[("uuid-a", "a")]);
    popup.dispatch(Event::ReminderPressed(ReminderAction::Replace, "uuid-a".to_owned()));
    let token_a = TokenReference { uuid: "uuid-a".to_owned(), name: "a".to_owned() };
    assert_eq!(popup.state.replacing, Some(Replacement { token: token_a, owner: Owner::Me }));
    assert_eq!(popup.did(), ["focus token name"]);
    popup.press_with(Form { expires: ExpiresChoice::Days(90), ..form("a") });
    popup.end(Ok(GeneratedToken { uuid: "uuid-new".to_owned(), ..token("a") }));
    assert_eq!(popup.reminders.len(), 2, "the old one still exists");
    popup.dispatch(Event::ActionPressed(Action::ShowTokens(Owner::Me)));
    popup.lists(Owner::Me, &[("uuid-new", "a")]);
    assert_eq!(popup.reminders.keys().collect::<Vec<_>>(), ["reminder/uuid-new"]);
}

#[test]
fn a_reminder_revokes_as_whoever_is_signed_in() {
    let mut popup =
        with_reminders(&[reminder("a", Owner::Me, "2026-12-01"), reminder("bobs", bob(), "2026-12-01")]);
    for (uuid, owner) in [("uuid-a", Owner::Me), ("uuid-bobs", bob())] {
        popup.dispatch(Event::ReminderPressed(ReminderAction::Revoke, uuid.to_owned()));
        let Some(Dialog::Revoke(asked, tokens)) = &popup.state.dialog else { panic!("no question") };
        assert_eq!((asked, tokens[0].uuid.as_str()), (&owner, uuid));
        popup.dispatch(Event::DialogAnswered(false));
    }
    popup.dispatch(Event::IdentityArrived(Ok(user("carol"))));
    popup.dispatch(Event::ReminderPressed(ReminderAction::Revoke, "uuid-a".to_owned()));
    assert_eq!(popup.state.dialog, None, "Carol can do nothing about it");
}

#[test]
fn forget_forgets() {
    let mut popup = with_reminders(&[reminder("a", Owner::Me, "2026-12-01")]);
    popup.dispatch(Event::ReminderPressed(ReminderAction::Forget, "uuid-a".to_owned()));
    assert_eq!(remembered(&popup), [""; 0]);
    assert_eq!(popup.did(), ["focus token name"]);
}
