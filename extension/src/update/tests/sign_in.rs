//! The person leaves to sign in, and the popup carries on where it was.

use super::*;
use crate::model::form::{SavedForm, View};
use crate::model::list::{Replacement, TokenReference};

fn old() -> TokenReference {
    TokenReference { uuid: "uuid-old".to_owned(), name: "old".to_owned() }
}

fn saved() -> SavedForm {
    SavedForm {
        session: Session { controller: controller(), store: ORDINARY, user: None },
        view: View::Tokens,
        tokens_of: bob(),
        replacing: Some(Replacement { token: old(), owner: bob() }),
        form: form("typed"),
    }
}

fn left() -> PopupContext {
    PopupContext { forms: vec![saved()], ..on(ordinary_page()) }
}

#[test]
fn the_form_is_stored_before_the_popup_leaves() {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::Edited(form("typed")));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    let owner = bob();
    popup.dispatch(Event::Listed(owner, Err(Error::SignedOut { sign_in: None })));
    popup.act("sign_in");
    let [Effect::Now(Now::SaveForm(stored)), Effect::Later(Later::Navigate(url))] = &popup.effects[..] else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(**stored, SavedForm { replacing: None, ..saved() });
    assert!(url.starts_with("https://ci.example.org/jenkins/login?from="), "{url}");
}

#[test]
fn what_stands_in_front_of_jenkins_is_met_on_the_page_itself() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Err(Error::SsoRequired)));
    popup.act("sign_in");
    let Some(Effect::Later(Later::Navigate(url))) = popup.effects.last() else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(url, "https://ci.example.org/jenkins/job/a/?b=c d");
}

#[test]
fn it_comes_back_and_goes_once_somebody_is_signed_in() {
    let mut popup = Popup::opened(left());
    assert_eq!(popup.did(), ["ask identity", "list"]);
    assert_eq!(popup.state.view, View::Tokens);
    assert_eq!(popup.state.list.owner, bob());
    assert_eq!((&popup.state.replacing, &popup.state.form), (&saved().replacing, &saved().form));
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), ["clear form"]);
    popup.dispatch(Event::IdentityArrived(Ok(alice())));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn it_stays_while_nobody_is_signed_in() {
    let mut popup = Popup::opened(left());
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in: None })));
    assert_eq!(popup.did(), [""; 0]);
}

#[test]
fn it_belongs_to_its_session() {
    let store = CookieStore { private: true, container: None };
    let popup = Popup::opened(PopupContext { store, ..left() });
    assert_eq!(popup.did(), ["ask identity"]);
}

#[test]
fn a_name_that_was_typed_meanwhile_stays() {
    let mut popup = Popup::default();
    popup.dispatch(Event::Edited(form("meanwhile")));
    popup.dispatch(Event::Opened(left().into()));
    assert_eq!(popup.state.form.name, "meanwhile");
}
