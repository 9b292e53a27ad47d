//! Gates with sessions of their own.

use latchkey_standin::{GATE_PASSWORD, GATE_USER, Gate, Options, SignOn, Standin};
use ureq::http::Response;

use super::session::{FORM, Session, cookie_of, send, start};

const JSON: (&str, &str) = ("accept", "application/json");
const HTML: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

/// Every sign-on whose identity provider is on another origin.
const WITH_PROVIDER: [SignOn; 5] = [
    SignOn::SingleSignOn,
    SignOn::Oauth2ProxyOidc,
    SignOn::Authelia,
    SignOn::AutheliaAuthRequest,
    SignOn::Pomerium,
];

fn behind(sign_on: SignOn) -> Standin {
    start(Options { gates: vec![Gate::SignOn(sign_on)], ..Options::default() })
}

fn location(response: &Response<String>) -> &str {
    response.headers()["location"].to_str().expect("plain headers")
}

/// Presses the button of an identity provider's page; returns where it leads.
fn press(address: &str) -> String {
    let page = send("GET", address, &[], "");
    assert_eq!(page.body().matches("<button").count(), 1, "{}", page.body());
    let (provider, query) = address.split_once('?').expect("a query");
    location(&send("POST", provider, &[FORM], query)).to_owned()
}

#[test]
fn programs_are_told_401_and_browsers_where_to_sign_in() {
    for (sign_on, html, json_has_location) in [
        (SignOn::Oauth2ProxyForm, 403, false),
        (SignOn::Oauth2ProxyOidc, 302, false),
        (SignOn::Authelia, 302, true),
        (SignOn::AutheliaAuthRequest, 401, true),
        (SignOn::Pomerium, 302, false),
        (SignOn::BearerChallenge, 401, false),
    ] {
        let standin = behind(sign_on);
        let me = format!("{}/me/api/json", standin.url());
        let json = send("GET", &me, &[JSON], "");
        assert_eq!(json.status(), 401, "{sign_on:?}");
        assert_eq!(json.headers().contains_key("location"), json_has_location, "{sign_on:?}");
        assert_eq!(send("GET", &me, &[HTML], "").status(), html, "{sign_on:?}");
        assert!(json.headers().get("x-jenkins").is_none());
    }
}

#[test]
fn whoever_signs_in_at_the_provider_comes_back_to_the_page() {
    for sign_on in WITH_PROVIDER {
        let standin = behind(sign_on);
        let page = format!("{}/login?a=b", standin.url());
        let sent_away = send("GET", &page, &[HTML], "");
        let back = press(location(&sent_away));
        let taken = send("GET", &back, &[], "");
        assert_eq!((taken.status().as_u16(), location(&taken)), (302, "/login?a=b"), "{sign_on:?}");
        let cookie = cookie_of(&taken);
        assert_eq!(send("GET", &page, &[HTML, ("cookie", &cookie)], "").status(), 200, "{sign_on:?}");
        assert_eq!(send("GET", &back, &[], "").status(), 403, "a code is good once");
        standin.end_gate_sessions();
        assert_ne!(send("GET", &page, &[HTML, ("cookie", &cookie)], "").status(), 200, "{sign_on:?}");
    }
}

#[test]
fn a_form_of_the_gate_takes_its_own_users() {
    let standin = behind(SignOn::Oauth2ProxyForm);
    let page = send("GET", &format!("{}/login", standin.url()), &[HTML], "");
    assert!(page.body().contains("action=\"/oauth2/sign_in\"") && page.body().contains("type=\"password\""));
    let sign_in = |password: &str| {
        let form = format!("rd=%2Flogin&username={GATE_USER}&password={password}");
        send("POST", &format!("{}/oauth2/sign_in", standin.url()), &[FORM], &form)
    };
    assert_eq!(sign_in("wrong").status(), 401);
    let signed_in = sign_in(GATE_PASSWORD);
    assert_eq!(location(&signed_in), "/login");
    let cookie = cookie_of(&signed_in);
    let login = format!("{}/login", standin.url());
    assert_eq!(send("GET", &login, &[HTML, ("cookie", &cookie)], "").status(), 200);
}

#[test]
fn sessions_of_jenkins_outlive_those_of_the_gate() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.set_gates(&[Gate::SignOn(SignOn::Oauth2ProxyOidc)]);
    assert_eq!(session.get("/me/api/json").status(), 302);
    standin.set_gates(&[]);
    assert_eq!(session.get("/me/api/json").status(), 200);
}

#[test]
fn whoever_did_not_sign_in_is_sent_to_another_origin() {
    let standin = start(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    standin.set_gates(&[Gate::SignOn(SignOn::SingleSignOn)]);
    let provider = standin.identity_provider();
    assert!(!provider.starts_with(standin.url().trim_end_matches("/jenkins")));
    for answer in [session.get("/me/api/json"), session.generate("x"), session.get("/")] {
        assert!(location(&answer).starts_with(&provider));
        assert!(answer.headers().get("x-jenkins").is_none());
    }
    assert!(standin.tokens_of("admin").is_empty());
    assert!(standin.identity_provider_requests().is_empty());
}

#[test]
fn a_single_sign_on_may_answer_with_a_page() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.set_gates(&[Gate::SignOn(SignOn::SingleSignOnPage)]);
    for answer in [session.get("/me/api/json"), session.generate("x")] {
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/html;charset=utf-8");
        assert!(answer.body().contains(&standin.identity_provider()));
        assert!(answer.headers().get("x-jenkins").is_none() && !answer.body().contains("data-rooturl"));
    }
    assert!(standin.tokens_of("admin").is_empty());
}

#[test]
fn nobody_is_let_in_without_a_code() {
    let standin = behind(SignOn::SingleSignOn);
    let made_up = send("GET", &format!("{}/.single-sign-on?code=made-up&state=x:/", standin.url()), &[], "");
    assert_eq!(made_up.status(), 403);
    assert!(made_up.headers().get("set-cookie").is_none());
}
