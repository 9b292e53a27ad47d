//! The request of the terminal arrives, or does not.

use super::*;

#[test]
fn the_form_is_filled_in_as_the_terminal_asks() {
    let popup = Popup::for_terminal(request());
    assert_eq!(popup.did(), ["focus code"]);
    let form = &popup.state.form;
    assert_eq!((form.name.as_str(), form.expires), ("latchkey on carrara", ExpiresChoice::Days(60)));
    assert_eq!((&form.for_user, form.code.as_str(), popup.alerts()), (&None, "", vec![]));
}

#[test]
fn never_is_not_chosen_and_other_numbers_of_days_become_a_date() {
    let filled = |expires| {
        let popup = Popup::for_terminal(LoginRequest { expires, ..request() });
        (popup.state.form.expires, popup.state.form.date.clone())
    };
    let date = |text: &str| (ExpiresChoice::OnDate, text.to_owned());
    assert_eq!(filled(Expiry::Never), (ExpiresChoice::Days(30), String::new()));
    assert_eq!(filled(Expiry::Days(90)), (ExpiresChoice::Days(90), String::new()));
    assert_eq!(filled(Expiry::Days(45)), date("2027-01-08"));
    assert_eq!(filled(Expiry::On(CalendarDate::parse("2027-05-01").unwrap())), date("2027-05-01"));
}

#[test]
fn other_pages_lead_to_no_terminal() {
    let beside = PageReport { path: "/jenkins/me/configure".to_owned(), ..own_page() };
    let (path, path_and_query) = ("/me/".to_owned(), own_page().path_and_query.replace("/jenkins", ""));
    let above = PageReport { path, path_and_query, ..own_page() };
    let without = PageReport { path_and_query: "/jenkins/me/".to_owned(), ..own_page() };
    for page in [beside, above, without, ordinary_page()] {
        let mut popup = Popup::opened(on(page));
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        assert_eq!((popup.did(), &popup.state.terminal), (vec!["list"], &Terminal::None));
    }
}

#[test]
fn a_terminal_is_not_asked_while_nobody_is_signed_in_and_the_sign_in_is_that_of_its_page() {
    let mut popup = Popup::opened(on(own_page()));
    let sign_in = Some("/jenkins/securityRealm/commenceLogin?from=%2Fjenkins%2Fme".to_owned());
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in })));
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("signed_out", vec!["sign_in"])]));
    popup.act("sign_in");
    let [Effect::Later(Later::Navigate(url))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert_eq!(*url, address().url(&controller()));
}

#[test]
fn a_terminal_that_wants_another_user_gets_nothing() {
    let for_bob = LoginRequest { user: Some(UserId::new("bob")), ..request() };
    let mut popup = Popup::for_terminal(for_bob.clone());
    assert_eq!(popup.alerts(), [("terminal_other_user", vec!["sign_in"])]);
    popup.give("4821");
    assert_eq!((popup.did(), popup.requests), (vec![], 0));
    popup.act("sign_in");
    let [.., Effect::Later(Later::Navigate(url))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    assert!(
        url.starts_with("https://ci.example.org/jenkins/login?from=%2Fjenkins%2Fme%2F%3Flatchkey%3D1.53412.")
    );
    popup.dispatch(Event::ActionPressed(Action::ContinueAs(user("BOB"))));
    assert_eq!(popup.alerts(), [], "ids are compared without regard to case");
}

#[test]
fn what_answers_instead_of_the_terminal_leaves_the_ordinary_form() {
    for (failure, alerts) in [
        (ReadFailure::OutOfReach, vec![]),
        (ReadFailure::Off, vec![]),
        (ReadFailure::Unreadable, vec![("terminal_unreadable", vec![])]),
    ] {
        let mut popup = Popup::on_own_page();
        assert_eq!(popup.did(), ["read terminal", "list"]);
        popup.dispatch(Event::TerminalRead(Err(failure)));
        assert_eq!((popup.did(), popup.alerts()), (vec![], alerts));
        popup.press();
        assert_eq!((popup.did(), popup.sent().unwrap().2.terminal), (vec!["generate"], None));
    }
}

#[test]
fn a_terminal_that_asked_for_another_controller_is_told_how_to_ask() {
    let elsewhere = ControllerUrl::parse("https://ci.example.org").unwrap();
    let popup = Popup::for_terminal(LoginRequest { root: elsewhere, ..request() });
    assert_eq!((popup.did(), popup.alerts()), (vec![], vec![("terminal_elsewhere", vec![])]));
    let advice = alerts(&popup.state).remove(0).advice;
    let command = "latchkey login https://ci.example.org/jenkins".to_owned();
    assert_eq!(advice.arguments, [crate::view::message::Argument::Text(command)]);
}

#[test]
fn a_code_that_was_typed_before_there_was_a_field_for_it_is_the_code() {
    let mut popup = Popup::opened(on(own_page()));
    popup.press_with(form("4821"));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!((popup.requests, popup.did()), (0, vec!["read terminal", "list"]));
    popup.dispatch(Event::TerminalRead(Ok(Box::new(request()))));
    assert_eq!(popup.did(), ["focus code", "request transmission"]);
    popup.dispatch(Event::TransmissionAnswered(true));
    assert_eq!(popup.told().code.reveal(), "4821");
    popup.answer(Some(Answer::Accepted));
    assert_eq!(popup.sent().unwrap().2.name, "latchkey on carrara");
}

#[test]
fn a_name_that_was_typed_before_stays_and_keeps_the_focus() {
    let mut popup = Popup::on_own_page();
    popup.dispatch(Event::Edited(form("deploy")));
    popup.dispatch(Event::TerminalRead(Ok(Box::new(request()))));
    assert_eq!((popup.did(), popup.state.form.name.as_str()), (vec![], "deploy"));
}

#[test]
fn a_press_before_it_is_known_that_no_terminal_answers_is_sent_then() {
    let mut popup = Popup::on_own_page();
    popup.press();
    assert_eq!((popup.did(), popup.requests), (vec![], 0));
    popup.dispatch(Event::TerminalRead(Err(ReadFailure::OutOfReach)));
    assert_eq!(popup.did(), ["generate"]);
}

#[test]
fn an_earlier_token_waits_behind_the_terminal() {
    let mut popup = Popup::opened(PopupContext { held: vec![held("a")], ..on(own_page()) });
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    popup.dispatch(Event::TerminalRead(Ok(Box::new(request()))));
    assert_eq!((popup.held(), popup.state.shown_token()), (vec!["a"], None));
    popup.give("4821");
    popup.answer(Some(Answer::Accepted));
    popup.end(Ok(token("n")));
    popup.answer(saved());
    assert_eq!(popup.held(), ["a"]);
    assert_eq!(popup.state.shown_token().map(|shown| shown.held.token.name.as_str()), Some("a"));
}
