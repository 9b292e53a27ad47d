use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::login::{LoginAddress, LoginRequest, PublicKey, SavedIn};
use latchkey_core::{ControllerUrl, Expiry, Owner, User, UserId};

use super::*;
use crate::model::form::Form;
use crate::model::list::{Replacement, Revoking, Rows, TokenReference};
use crate::model::state::Identity;
use crate::model::terminal::{ReadFailure, Terminal};
use crate::view::view;

fn property(state: &State, id: Id, is_meant: impl Fn(&Property) -> bool) -> Property {
    let all = view(state).properties;
    let mut found = all.iter().filter(|(of, property)| *of == id && is_meant(property));
    let (_, property) = found.next().expect("a property that the view has");
    assert!(found.next().is_none(), "{id:?} has two such properties");
    property.clone()
}

fn is_hidden(state: &State, id: Id) -> bool {
    property(state, id, |property| matches!(property, Property::Flag("hidden", _)))
        == Property::Flag("hidden", true)
}

fn text(state: &State, id: Id) -> Option<Key> {
    match property(state, id, |property| {
        matches!(property, Property::Message(_) | Property::TitledMessage(_))
    }) {
        Property::Message(message) | Property::TitledMessage(message) => message.map(|message| message.key),
        other => panic!("{other:?}"),
    }
}

fn sending(slow: bool) -> Creation {
    Creation::Sending { form: Form::default(), id: "id".to_owned(), slow }
}

#[test]
fn no_property_of_an_element_is_set_twice() {
    let name = |property: &Property| match property {
        Property::Message(_) => "textContent",
        Property::TitledMessage(_) => "title",
        Property::Text(name, _)
        | Property::Flag(name, _)
        | Property::Attribute(name, _)
        | Property::Class(name, _) => name,
    };
    let mut seen = std::collections::BTreeSet::new();
    for (id, property) in view(&State::default()).properties {
        assert!(seen.insert((id, name(&property))), "{id:?} {property:?}");
    }
}

#[test]
fn a_popup_that_opens_shows_the_form_and_that_it_is_looking() {
    let state = State::default();
    assert_eq!(text(&state, Id::ControllerAddress), Some(Key::Looking));
    assert!(!is_hidden(&state, Id::PanelCreate) && !is_hidden(&state, Id::Create));
    assert!(is_hidden(&state, Id::PanelTokens) && is_hidden(&state, Id::Token));
    assert_eq!(text(&state, Id::Status), None);
}

#[test]
fn a_page_that_is_no_controllers_hides_the_tabs_and_shows_the_remembered_controllers() {
    let page = Page::NotJenkins { searched: false };
    let state = State { page, remembered: vec!["https://ci".to_owned()], ..State::default() };
    assert!(is_hidden(&state, Id::Tabs) && is_hidden(&state, Id::PanelCreate));
    assert!(!is_hidden(&state, Id::Remembered) && is_hidden(&state, Id::RememberLabel));
}

#[test]
fn the_status_says_whether_the_popup_must_stay_open() {
    let status = |creation, route| text(&State { creation, route, ..State::default() }, Id::Status);
    assert_eq!(status(sending(false), Route::Page), Some(Key::Generating));
    assert_eq!(status(sending(true), Route::Page), Some(Key::StillWaiting));
    assert_eq!(status(sending(false), Route::Direct), Some(Key::GeneratingKeepOpen));
    assert_eq!(status(sending(true), Route::Direct), Some(Key::StillWaitingKeepOpen));
    assert_eq!(status(Creation::Waiting(Vec::new()), Route::Direct), Some(Key::StillWaiting));
}

#[test]
fn the_status_announces_what_was_done_unless_the_list_says_it() {
    let done = State { announcement: Some(Announcement::OldRevoked), ..State::default() };
    assert_eq!(text(&done, Id::Status), Some(Key::OldRevoked));
    assert_eq!(text(&State { view: View::Tokens, ..done.clone() }, Id::Status), None);
    let mut revoking = done;
    revoking.list.revoking = Some(Revoking { tokens: Vec::new(), done: 0 });
    assert_eq!(text(&revoking, Id::Status), Some(Key::Revoking));
}

#[test]
fn the_button_is_busy_while_a_token_is_made_and_while_nobody_is_signed_in() {
    let busy = |state: &State| {
        let is_busy = |property: &Property| matches!(property, Property::Attribute("aria-disabled", _));
        property(state, Id::Generate, is_busy) == Property::Attribute("aria-disabled", true)
    };
    assert!(!busy(&State::default()));
    assert!(busy(&State { creation: sending(false), ..State::default() }));
    for identity in [Identity::SignedOut { sign_in: None }, Identity::NoUsers] {
        assert!(busy(&State { identity, ..State::default() }));
    }
}

#[test]
fn a_replacement_is_named_and_is_for_the_user_of_the_old_token() {
    let token = TokenReference { uuid: "u".to_owned(), name: "old".to_owned() };
    let replacing = Some(Replacement { token, owner: Owner::User(UserId::new("bob")) });
    let state = State { replacing, ..State::default() };
    assert_eq!(text(&state, Id::ReplaceText), Some(Key::ReplaceNoteFor));
    assert!(!is_hidden(&state, Id::ReplaceNote) && is_hidden(&state, Id::Other));
}

#[test]
fn the_header_names_the_person_who_is_signed_in() {
    let user = User { id: UserId::new("alice"), full_name: "Alice Adams".to_owned() };
    let state = State { identity: Identity::Known(user), ..State::default() };
    assert_eq!(text(&state, Id::Identity), Some(Key::SignedInAs));
    assert_eq!(text(&State::default(), Id::Identity), None);
}

#[test]
fn the_list_is_filtered_and_revoked_from_only_where_that_makes_sense() {
    let mut state = State { view: View::Tokens, ..State::default() };
    state.list.rows = Rows::Loading;
    assert_eq!(text(&state, Id::ListState), Some(Key::LoadingTokens));
    assert!(is_hidden(&state, Id::FilterField) && is_hidden(&state, Id::RevokeChosen));
    state.list.chosen = vec!["u".to_owned()];
    assert!(!is_hidden(&state, Id::RevokeChosen));
}

#[test]
fn the_page_offers_every_format_to_copy_in() {
    let page = include_str!("../../../../www/popup.html");
    for format in CredentialFormat::ALL {
        assert!(page.contains(&format!("<option value=\"{}\" data-text=\"copy_as_", format.identifier())));
    }
}

/// A popup on the page of a terminal that asks for a token.
fn for_terminal(request: LoginRequest) -> State {
    let address = LoginAddress::parse("1.53412.q8ZtW0c3mB1yN5uKxTe7Ag").unwrap();
    State { terminal: Terminal::Waiting(address, Box::new(request)), ..State::default() }
}

fn request() -> LoginRequest {
    let mut point = [7; 65];
    point[0] = 4;
    LoginRequest {
        root: ControllerUrl::parse("https://ci").unwrap(),
        key: PublicKey::new(point).unwrap(),
        name: "n".to_owned(),
        expires: Expiry::Never,
        user: None,
    }
}

#[test]
fn a_terminal_that_waits_has_a_form_of_its_own() {
    let state = for_terminal(request());
    assert!(
        !is_hidden(&state, Id::Create) && !is_hidden(&state, Id::Terminal) && is_hidden(&state, Id::Other)
    );
    assert_eq!(text(&state, Id::Generate), Some(Key::GiveToTerminal));
    assert!(is_hidden(&State::default(), Id::Terminal) && !is_hidden(&State::default(), Id::Other));
    assert_eq!(text(&State::default(), Id::Generate), Some(Key::GenerateToken));
}

#[test]
fn never_is_hinted_at_until_it_is_chosen() {
    let mut state = for_terminal(request());
    assert_eq!(text(&state, Id::ExpiryHint), Some(Key::TerminalNever));
    state.form.expires = ExpiresChoice::Never;
    assert_eq!(text(&state, Id::ExpiryHint), None);
    let state = for_terminal(LoginRequest { expires: Expiry::Days(30), ..request() });
    assert_eq!(text(&state, Id::ExpiryHint), None);
}

#[test]
fn a_terminal_that_wants_another_user_has_no_form() {
    let mut state = for_terminal(LoginRequest { user: Some(UserId::new("bob")), ..request() });
    let user = User { id: UserId::new("alice"), full_name: "Alice Adams".to_owned() };
    state.identity = Identity::Known(user);
    assert!(is_hidden(&state, Id::Create));
}

#[test]
fn a_line_says_what_became_of_the_terminal() {
    let of = |terminal| text(&State { terminal, ..State::default() }, Id::TerminalNote);
    let saved = |location| Terminal::Saved { name: "n".to_owned(), user: UserId::new("alice"), location };
    assert_eq!(of(saved(SavedIn::Keychain)), Some(Key::SavedInKeychain));
    assert_eq!(of(saved(SavedIn::File)), Some(Key::SavedInFile));
    assert_eq!(of(Terminal::Unread(ReadFailure::OutOfReach)), Some(Key::TerminalNotReached));
    assert_eq!(of(Terminal::Unread(ReadFailure::Off)), Some(Key::TerminalOff));
    assert_eq!(of(Terminal::Unread(ReadFailure::Unreadable)), None, "an alert says it");
    assert_eq!(of(Terminal::Bypassed), Some(Key::PasteInstead));
}
