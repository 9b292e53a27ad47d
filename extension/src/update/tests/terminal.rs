//! A terminal asks for a token.

use latchkey_core::login::{
    Answer, Code, LoginAddress, LoginRequest, Message, PublicKey, Receipt, Refusal, RequestId, SavedIn,
};

use super::*;
use crate::model::form::{FormError, View};
use crate::model::problem::Problem;
use crate::model::terminal::{Delivery, ReadFailure, Recipient, Terminal};

mod delivery;
mod request;

/// Where the terminal of these tests waits.
pub(super) fn address() -> LoginAddress {
    LoginAddress { port: 53412, id: RequestId::parse("q8ZtW0c3mB1yN5uKxTe7Ag").unwrap() }
}

/// The page that it opened.
pub(super) fn own_page() -> PageReport {
    let path_and_query = address().url(&controller()).replace("https://ci.example.org", "");
    PageReport { path: "/jenkins/me/".to_owned(), path_and_query, ..ordinary_page() }
}

pub(super) fn request() -> LoginRequest {
    let mut point = [7; 65];
    point[0] = 4;
    LoginRequest {
        root: controller(),
        key: PublicKey::new(point).unwrap(),
        name: "latchkey on carrara".to_owned(),
        expires: Expiry::Days(60),
        user: None,
    }
}

pub(super) fn recipient() -> Recipient {
    Recipient { address: address(), code: Code::parse("4821") }
}

fn form_with(code: &str) -> Form {
    Form { name: "n".to_owned(), code: code.to_owned(), ..Form::default() }
}

impl Popup {
    /// Opened by Alice on the page of the terminal, which has not been asked anything.
    fn on_own_page() -> Self {
        let mut popup = Self::opened(on(own_page()));
        assert_eq!(popup.did(), ["ask identity"], "nothing is asked before Jenkins has answered");
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        popup
    }

    /// The same; this terminal waits.
    fn for_terminal(request: LoginRequest) -> Self {
        let mut popup = Self::on_own_page();
        popup.dispatch(Event::TerminalRead(Ok(Box::new(request))));
        popup
    }

    /// Types this code and presses `Give to the terminal`.
    fn give(&mut self, code: &str) {
        self.press_with(form_with(code));
        if self.did() == ["request transmission"] {
            self.dispatch(Event::TransmissionAnswered(true));
        }
    }

    /// The terminal has created its token for the right code, which is on its way.
    fn delivering() -> Self {
        let mut popup = Self::for_terminal(request());
        popup.give("4821");
        popup.answer(Some(Answer::Accepted));
        popup.end(Ok(token("n")));
        popup
    }

    /// The message to the terminal among the last event's effects.
    fn told(&self) -> Message {
        let mut told = self.effects.iter().filter_map(|effect| match effect {
            Effect::Later(Later::TellTerminal { address: to, message, .. }) => {
                assert_eq!(*to, address());
                Some(Message::clone(message))
            }
            _ => None,
        });
        told.next().unwrap_or_else(|| panic!("nothing for the terminal: {:?}", self.effects))
    }

    /// The terminal answers the last message.
    fn answer(&mut self, answer: Option<Answer>) {
        let receipt = self.told().receipt;
        self.dispatch(Event::TerminalAnswered(receipt, answer));
    }
}

fn saved() -> Option<Answer> {
    Some(Answer::Saved { location: SavedIn::Keychain, user: alice().id })
}

#[test]
fn the_code_is_checked_before_the_token_is_created_for_the_terminal() {
    let mut popup = Popup::for_terminal(request());
    popup.press_with(form_with("4821"));
    assert_eq!(popup.did(), ["request transmission"]);
    popup.dispatch(Event::TransmissionAnswered(true));
    assert_eq!(popup.did(), ["tell terminal"]);
    let message = popup.told();
    assert_eq!((message.code.reveal(), &message.token), ("4821", &None));
    popup.answer(Some(Answer::Accepted));
    assert_eq!(popup.did(), ["generate"]);
    let (_, _, entry) = popup.sent().unwrap();
    assert_eq!((entry.terminal, entry.owner), (Some(recipient()), Owner::Me));
}

#[test]
fn what_is_no_code_goes_nowhere() {
    for typed in ["", "482", "48 21", "abcd"] {
        let mut popup = Popup::for_terminal(request());
        popup.press_with(form_with(typed));
        assert_eq!((popup.did(), popup.requests), (vec!["focus code"], 0));
        assert_eq!(popup.alerts(), [("code_malformed", vec![])]);
    }
}

#[test]
fn a_wrong_code_creates_nothing_and_can_be_corrected() {
    let mut popup = Popup::for_terminal(request());
    popup.give("1111");
    popup.answer(Some(Answer::WrongCode { left: 2 }));
    assert_eq!((popup.did(), popup.alerts()), (vec!["focus code"], vec![("code_wrong", vec![])]));
    assert_eq!((popup.state.form.code.as_str(), &popup.state.creation), ("", &Creation::Idle));
    popup.give("4821");
    assert_eq!(popup.alerts(), []);
    popup.answer(Some(Answer::Accepted));
    assert_eq!(popup.did(), ["generate"]);
}

#[test]
fn after_the_third_wrong_code_the_form_is_the_ordinary_one() {
    let mut popup = Popup::for_terminal(request());
    popup.give("1111");
    popup.answer(Some(Answer::WrongCode { left: 0 }));
    assert_eq!((popup.did(), popup.alerts()), (vec!["focus token name"], vec![("code_wrong_last", vec![])]));
    assert_eq!(popup.state.terminal, Terminal::None);
    assert!(popup.state.form.name.starts_with("Latchkey 2026"));
    popup.press();
    assert_eq!((popup.did(), popup.sent().unwrap().2.terminal), (vec!["generate"], None));
}

#[test]
fn a_terminal_that_is_out_of_reach_can_be_asked_again() {
    for answer in [None, saved(), Some(Answer::Refused(Refusal::NotSaved))] {
        let mut popup = Popup::for_terminal(request());
        popup.give("4821");
        popup.answer(answer);
        assert_eq!(popup.alerts(), [("terminal_unanswered", vec!["try_again"])]);
        assert_eq!((popup.requests, &popup.state.creation), (0, &Creation::Idle));
        popup.act("try_again");
        assert_eq!(popup.did(), ["request transmission"]);
    }
}

#[test]
fn without_the_persons_permission_nothing_is_sent_and_a_token_can_be_copied() {
    let mut popup = Popup::for_terminal(request());
    popup.press_with(form_with("4821"));
    popup.dispatch(Event::TransmissionAnswered(false));
    assert_eq!(popup.did(), ["focus code"]);
    assert_eq!(popup.alerts(), [("transmission_refused", vec!["bypass_terminal"])]);
    popup.act("bypass_terminal");
    assert_eq!((popup.did(), popup.alerts()), (vec!["focus token name"], vec![]));
    popup.press();
    assert_eq!((popup.did(), popup.sent().unwrap().2.terminal), (vec!["generate"], None));
}

#[test]
fn only_the_message_of_the_press_is_answered() {
    let mut popup = Popup::for_terminal(request());
    popup.give("4821");
    let other = Receipt::new("AAAAAAAAAAAAAAAAAAAAAA").unwrap();
    popup.dispatch(Event::TerminalAnswered(other, Some(Answer::Accepted)));
    assert_eq!((popup.did(), popup.requests), (vec![], 0));
    popup.press();
    assert_eq!(popup.did(), [""; 0], "one press at a time");
}

#[test]
fn a_failure_to_create_the_token_leaves_the_terminal_waiting() {
    let mut popup = Popup::for_terminal(request());
    popup.give("4821");
    popup.answer(Some(Answer::Accepted));
    popup.end(refused(Error::CrumbRefused));
    assert_eq!(popup.alerts(), [("crumb_refused", vec!["open_page_again"])]);
    assert!(popup.state.terminal.is_waiting());
    popup.give("4821");
    assert_eq!(popup.did(), ["tell terminal"]);
}

#[test]
fn nothing_is_created_when_the_session_ended_while_the_code_was_checked() {
    let mut popup = Popup::for_terminal(request());
    popup.give("4821");
    let receipt = popup.told().receipt;
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in: None })));
    popup.dispatch(Event::TerminalAnswered(receipt, Some(Answer::Accepted)));
    assert_eq!((popup.requests, popup.alerts()), (0, vec![("signed_out", vec!["sign_in"])]));
    assert_eq!(popup.state.creation, Creation::Idle);
}

#[test]
fn name_and_expiry_are_checked_like_typed_ones() {
    let mut popup = Popup::for_terminal(LoginRequest { name: "a\0b".to_owned(), ..request() });
    assert_eq!(popup.state.form.name, "a\0b");
    popup.press_with(Form { code: "4821".to_owned(), ..popup.state.form.clone() });
    assert_eq!(
        (popup.did(), popup.alerts()),
        (vec!["focus token name"], vec![("name_breaks_record", vec![])])
    );
    let mut popup = Popup::for_terminal(LoginRequest { expires: Expiry::Days(1_000), ..request() });
    popup.press_with(Form { code: "4821".to_owned(), ..popup.state.form.clone() });
    assert_eq!(popup.state.problem, Some(Problem::Form(FormError::DateIsTooFar)));
}

#[test]
fn a_terminal_gets_no_token_of_another_user_and_none_in_place_of_another() {
    let mut popup = Popup::for_terminal(request());
    popup.press_with(Form { for_user: Some("bob".to_owned()), ..form_with("4821") });
    popup.dispatch(Event::TransmissionAnswered(true));
    popup.answer(Some(Answer::Accepted));
    assert_eq!(popup.sent().unwrap().2.owner, Owner::Me);

    let mut popup = Popup::for_terminal(request());
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.lists(Owner::Me, &[("uuid-old", "old")]);
    popup.dispatch(Event::ReplacePressed("uuid-old".to_owned()));
    assert_eq!((&popup.state.replacing, popup.state.view), (&None, View::Tokens));
}
