//! The token goes to the terminal.

use super::*;

/// A token for the terminal that an earlier popup kept.
fn undelivered() -> HeldToken {
    with(held("t"), |held| {
        held.entry.id = "entry-of-a-token".to_owned();
        held.entry.terminal = Some(recipient());
    })
}

#[test]
fn the_new_token_is_sent_to_the_terminal_and_neither_verified_nor_shown() {
    let popup = Popup::delivering();
    assert_eq!(popup.did(), ["tell terminal"]);
    let [Effect::Later(Later::TellTerminal { token: Some(stored), .. })] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(stored.token, token("n"), "it is stored before it is sent");
    let message = popup.told();
    assert_eq!((message.code.reveal(), message.receipt.as_str()), ("4821", stored.entry.id.as_str()));
    let delivered = message.token.unwrap();
    assert_eq!(
        (delivered.controller, delivered.user, delivered.token),
        (controller(), alice().id, token("n"))
    );
    assert_eq!((popup.held(), popup.state.shown_token()), (vec!["n"], None));
}

#[test]
fn a_saved_token_goes_as_with_done() {
    let mut popup = Popup::delivering();
    let id = popup.shown().held.entry.id.clone();
    popup.answer(saved());
    assert_eq!(popup.did(), ["forget", "focus tab", "list"]);
    let [Effect::Later(Later::Forget(key)), ..] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert_eq!((&key.id, popup.held(), popup.alerts()), (&id, vec![], vec![]));
    let name = "n".to_owned();
    let expected = Terminal::Saved { name, user: alice().id, location: SavedIn::Keychain };
    assert_eq!(popup.state.terminal, expected);
    assert!(popup.state.form.name.starts_with("Latchkey 2026"));
}

#[test]
fn a_token_that_is_not_saved_stays_like_any_new_one() {
    let refusals = [
        (Refusal::OtherController, "terminal_refused_controller"),
        (Refusal::TokenRejected, "terminal_refused_token"),
        (Refusal::OtherUser, "terminal_refused_user"),
        (Refusal::NotSaved, "terminal_refused_storage"),
    ];
    let refused = refusals.map(|(refusal, key)| (Some(Answer::Refused(refusal)), key));
    let others = [None, Some(Answer::Accepted), Some(Answer::WrongCode { left: 1 })];
    for (answer, key) in refused.into_iter().chain(others.map(|answer| (answer, "terminal_unanswered"))) {
        let mut popup = Popup::delivering();
        popup.answer(answer);
        assert_eq!(popup.did(), ["focus copy token", "list"]);
        assert_eq!(popup.alerts(), [(key, vec!["send_again", "revoke"])]);
        assert_eq!(popup.state.shown_token().map(|shown| &shown.held.token), Some(&token("n")));
        popup.dispatch(Event::CopyPressed);
        assert_eq!(popup.did(), ["copy"]);
    }
}

#[test]
fn send_again_sends_the_same_message() {
    let mut popup = Popup::delivering();
    let first = popup.told();
    popup.answer(None);
    popup.act("send_again");
    assert_eq!((popup.did(), popup.told()), (vec!["tell terminal"], first));
    popup.answer(saved());
    assert_eq!((popup.held(), popup.alerts()), (vec![], vec![]));
}

#[test]
fn the_next_opening_sends_by_itself_once_it_is_known_who_is_signed_in() {
    for page in [ordinary_page(), own_page()] {
        let held = vec![held("a"), undelivered()];
        let mut popup = Popup::opened(PopupContext { held, ..on(page) });
        assert_eq!((popup.did(), popup.held()), (vec!["ask identity"], vec!["t", "a"]));
        assert_eq!(popup.state.shown_token(), None, "it does not come up to be hidden again");
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        assert_eq!(popup.did(), ["tell terminal"], "no other token is created for it meanwhile");
        let receipt = popup.told().receipt;
        popup.press();
        assert_eq!((popup.did(), popup.requests), (vec![], 0));
        popup.dispatch(Event::TerminalAnswered(receipt, saved()));
        assert_eq!(popup.did(), ["forget", "verify", "focus copy token"]);
        assert_eq!(popup.held(), ["a"]);
    }
}

#[test]
fn a_reply_that_came_meanwhile_is_sent_by_the_next_popup() {
    let entry = undelivered().entry;
    let journal = vec![(entry, PendingOutcome::Answered(Ok(token("t"))))];
    let mut popup = Popup::opened(PopupContext { journal, ..on(ordinary_page()) });
    assert_eq!(popup.did(), ["ask identity", "store token", "focus copy token"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["tell terminal"]);
}

#[test]
fn a_token_of_somebody_else_is_not_sent() {
    let mut popup = Popup::opened(PopupContext { held: vec![undelivered()], ..on(own_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(user("bob"))));
    assert_eq!((popup.did(), popup.held()), (vec!["read terminal", "list"], vec![]));
}

#[test]
fn an_answer_about_a_token_that_is_not_on_display_counts() {
    let mut popup = Popup::delivering();
    let receipt = popup.told().receipt;
    popup.dispatch(Event::Generated(entry("late"), Ok(token("late"))));
    assert_eq!(popup.held(), ["late", "n"]);
    popup.dispatch(Event::TerminalAnswered(receipt, saved()));
    assert_eq!(popup.held(), ["late"]);
}

#[test]
fn a_token_without_its_code_is_not_lost() {
    let mut token = undelivered();
    token.entry.terminal.as_mut().unwrap().code = None;
    let mut popup = Popup::opened(PopupContext { held: vec![token], ..on(ordinary_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.alerts(), [("terminal_unanswered", vec!["send_again", "revoke"])]);
    assert_eq!(popup.shown().delivery, Some(Delivery::Unanswered));
}

#[test]
fn what_may_have_been_created_for_a_terminal_is_found_out_like_any_other() {
    let mut popup = Popup::for_terminal(request());
    popup.give("4821");
    popup.answer(Some(Answer::Accepted));
    popup.end(uncertain(Error::UnexpectedReply));
    assert!(matches!(popup.state.creation, Creation::Looking { .. }));
    assert_eq!(popup.state.problem, None);
}

#[test]
fn a_token_for_a_terminal_that_is_gone_waits_behind_another_one() {
    let other = LoginAddress { port: 53413, ..address() };
    let token = with(undelivered(), |held| held.entry.terminal.as_mut().unwrap().address = other);
    let mut popup = Popup::opened(PopupContext { held: vec![token], ..on(own_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["read terminal", "tell terminal"]);
    popup.dispatch(Event::TerminalRead(Ok(Box::new(request()))));
    popup.press_with(form_with("4821"));
    assert_eq!(popup.did(), [""; 0], "one at a time");
    let receipt = Receipt::new("entry-of-a-token").unwrap();
    popup.dispatch(Event::TerminalAnswered(receipt, None));
    assert_eq!(popup.did(), ["request transmission", "list"]);
    popup.dispatch(Event::TransmissionAnswered(true));
    popup.answer(Some(Answer::Accepted));
    popup.end(Ok(crate::update::tests::token("n")));
    popup.answer(saved());
    assert_eq!((popup.held(), popup.did()), (vec!["t"], vec!["forget", "tell terminal", "focus tab"]));
}
