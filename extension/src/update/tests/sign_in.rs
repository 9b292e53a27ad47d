//! The person leaves to sign in.

use super::*;
use crate::model::form::View;

#[test]
fn what_is_entered_is_stored_when_the_popup_leaves() {
    let mut popup = Popup::of_alice();
    popup.dispatch(Event::Edited(form("typed")));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::ListFor("bob".to_owned()));
    popup.lists_as(bob(), Err(Error::SignedOut { sign_in: None }));
    popup.drafts.clear();
    popup.act("sign_in");
    assert_eq!(popup.did(), ["navigate"]);
    let [draft] = &popup.drafts.values().collect::<Vec<_>>()[..] else { panic!("{:?}", popup.drafts) };
    assert_eq!((draft.name.as_deref(), draft.view, &draft.tokens_of), (Some("typed"), View::Tokens, &bob()));
}

/// Where `Sign in` leads if Jenkins names this address.
fn sign_in_at(page: PageReport, address: Option<&str>) -> String {
    let mut popup = Popup::opened(on(page));
    let sign_in = address.map(str::to_owned);
    popup.dispatch(Event::IdentityArrived(Err(Error::SignedOut { sign_in })));
    assert_eq!(popup.alerts(), [("signed_out", vec!["sign_in"])]);
    popup.act("sign_in");
    let [Effect::Later(Later::Navigate(url))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
    url.clone()
}

#[test]
fn the_sign_in_is_where_jenkins_says_and_leads_back_to_the_page() {
    const BACK: &str = "from=%2Fjenkins%2Fjob%2Fa%2F%3Fb%3Dc+d";
    for (address, expected) in [
        ("/jenkins/login?from=%2Fjenkins%2Fme%2Fapi%2Fjson", format!("/jenkins/login?{BACK}")),
        (
            "/jenkins/securityRealm/commenceLogin?idp=2&from=%2Fjenkins%2Fme&x",
            format!("/jenkins/securityRealm/commenceLogin?idp=2&{BACK}&x"),
        ),
        ("/sso/start", "/sso/start".to_owned()),
    ] {
        assert_eq!(sign_in_at(ordinary_page(), Some(address)), format!("https://ci.example.org{expected}"));
    }
}

#[test]
fn without_an_address_the_page_itself_leads_to_the_sign_in() {
    assert_eq!(sign_in_at(ordinary_page(), None), "https://ci.example.org/jenkins/job/a/?b=c d");
}

#[test]
fn the_page_of_the_sign_in_is_opened_as_it_is() {
    let sign_in = "/jenkins/login?from=%2Fjenkins%2F";
    let page = PageReport {
        path: "/jenkins/login".to_owned(),
        path_and_query: sign_in.to_owned(),
        ..ordinary_page()
    };
    let url = sign_in_at(page, Some("/jenkins/login?from=%2Fjenkins%2Fme"));
    assert_eq!(url, format!("https://ci.example.org{sign_in}"));
}

#[test]
fn a_jenkins_without_users_needs_neither_a_sign_in_nor_a_token() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Err(Error::NoUsers)));
    assert_eq!(popup.alerts(), [("no_users", vec![])]);
    popup.press();
    assert_eq!(popup.did(), [""; 0]);
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.lists_as(Owner::Me, Err(Error::NoUsers));
    assert_eq!(popup.alerts(), [("no_users", vec![])]);
}

#[test]
fn what_stands_in_front_of_jenkins_is_met_on_the_page_itself() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::IdentityArrived(Err(Error::SsoRequired)));
    popup.dispatch(Event::Recognized(Err(Error::SsoRequired)));
    popup.act("sign_in");
    let Some(Effect::Later(Later::Navigate(url))) = popup.effects.last() else {
        panic!("{:?}", popup.effects)
    };
    assert_eq!(url, "https://ci.example.org/jenkins/job/a/?b=c d");
}

/// A gate's session ended, or a gate replaced Jenkins' own refusal: loading the page again leads to the sign-in.
#[test]
fn a_refusal_that_is_not_jenkins_own_offers_the_page_again() {
    for (error, alert) in [
        (Error::Proxy { status: 403 }, "request_refused"),
        (Error::WebPage, "web_page"),
        (Error::CrumbRefused, "crumb_refused"),
    ] {
        let mut popup = Popup::opened(on(ordinary_page()));
        popup.dispatch(Event::IdentityArrived(Ok(alice())));
        popup.dispatch(Event::Edited(form("typed")));
        popup.dispatch(Event::ViewChosen(View::Tokens));
        popup.lists_as(Owner::Me, Err(error));
        assert_eq!(popup.alerts(), [(alert, vec!["open_page_again"])]);
        popup.act("open_page_again");
        let [Effect::Later(Later::Navigate(url))] = &popup.effects[..] else { panic!("{:?}", popup.effects) };
        assert_eq!(url, "https://ci.example.org/jenkins/job/a/?b=c d");
    }
}

#[test]
fn what_keeps_both_the_identity_and_the_list_away_is_told_once() {
    let mut popup = Popup::opened(on(ordinary_page()));
    popup.dispatch(Event::ViewChosen(View::Tokens));
    popup.dispatch(Event::IdentityArrived(Err(Error::WebPage)));
    popup.dispatch(Event::Recognized(Err(Error::NotJenkins)));
    popup.lists_as(Owner::Me, Err(Error::WebPage));
    assert_eq!(popup.alerts(), [("web_page", vec!["open_page_again"])]);
}
