//! Drafts of earlier popups, which the policy may not have bound.

use super::*;

fn draft_for_bob() -> Draft {
    Draft {
        tokens_of: bob(),
        list_user: Some("bob".to_owned()),
        for_user: Some("bob".to_owned()),
        replacing: Some(Replacement { token: reference("uuid-old", "old"), owner: bob() }),
        ..drafts::nothing()
    }
}

#[test]
fn a_draft_for_another_user_is_neither_shown_nor_sent_where_that_is_hidden() {
    for is_pressed_early in [false, true] {
        let mut popup = Popup::suggesting();
        if is_pressed_early {
            popup.dispatch(Event::GeneratePressed);
        }
        popup.find(json!({ "hideForAnotherUser": true }), draft_for_bob());
        assert_eq!(popup.state.form.for_user, None);
        assert_eq!((&popup.state.list.owner, &popup.state.list.for_user), (&Owner::Me, &None));
        assert_eq!(popup.state.replacing, None);
        if !is_pressed_early {
            popup.dispatch(Event::GeneratePressed);
        }
        assert_eq!((popup.sent().unwrap().2.owner, popup.alerts()), (Owner::Me, vec![]));
    }
    let mut popup = Popup::suggesting();
    popup.find(json!({}), draft_for_bob());
    popup.dispatch(Event::GeneratePressed);
    assert_eq!(popup.sent().unwrap().2.owner, bob(), "where it is not hidden");
}

#[test]
fn what_was_entered_for_another_user_goes_when_the_policy_is_read_at_last() {
    let mut popup = of_alice_on(ordinary_page(), ManagedPolicy::Unreadable);
    popup.dispatch(Event::ListUserEdited(Some("bob".to_owned())));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    popup.lists(bob(), &[("uuid-old", "old")]);
    popup.dispatch(Event::ReplacePressed("uuid-old".to_owned()));
    popup.dispatch(Event::PolicyRead(ManagedPolicy::read(&json!({ "hideForAnotherUser": true }))));
    assert_eq!((&popup.state.list.owner, &popup.state.list.for_user), (&Owner::Me, &None));
    popup.press();
    assert_eq!((popup.requests, popup.state.replacing.as_ref()), (1, None));
    assert_eq!(popup.sent().unwrap().2.owner, Owner::Me);
}

#[test]
fn a_draft_that_expires_too_late_shows_and_gets_the_latest_expiry_that_is_allowed() {
    let dated =
        |date: &str| Draft { expires: ExpiresChoice::OnDate, date: date.to_owned(), ..drafts::nothing() };
    let on = |date| Expiry::On(CalendarDate::parse(date).unwrap());
    for (draft, shown, expiry) in [
        (
            Draft { expires: ExpiresChoice::Days(90), ..drafts::nothing() },
            ExpiresChoice::Days(30),
            Expiry::Days(30),
        ),
        (
            Draft { expires: ExpiresChoice::Never, ..drafts::nothing() },
            ExpiresChoice::Days(30),
            Expiry::Days(30),
        ),
        (dated("2027-01-31"), ExpiresChoice::Days(30), Expiry::Days(30)),
        (dated("2026-12-01"), ExpiresChoice::OnDate, on("2026-12-01")),
    ] {
        for is_pressed_early in [false, true] {
            let mut popup = Popup::suggesting();
            if is_pressed_early {
                popup.dispatch(Event::GeneratePressed);
            }
            popup.find(json!({ "maximumExpiryDays": 30 }), draft.clone());
            assert_eq!(popup.state.form.expires, shown);
            if !is_pressed_early {
                popup.dispatch(Event::GeneratePressed);
            }
            assert_eq!((popup.sent().unwrap().1.expiry, popup.alerts()), (expiry, vec![]));
        }
    }
}
