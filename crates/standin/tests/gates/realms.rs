//! Realms that sign people in at an identity provider, and the address that signing in leads to.

use latchkey_standin::{Account, Gate, JenkinsVersion, Options, Security, Standin};
use ureq::http::Response;

use super::session::{FORM, Session, between, cookie_of, send, start};

/// A page of a command that waits on a port, below `/jenkins`.
const PAGE: &str = "/jenkins/me/?latchkey=1.53412.q8ZtW0c3mB1yN5uKxTe7Ag";
const ENCODED: &str = "%2Fjenkins%2Fme%2F%3Flatchkey%3D1.53412.q8ZtW0c3mB1yN5uKxTe7Ag";

fn below_jenkins(options: Options) -> Standin {
    start(Options { context: "/jenkins".to_owned(), ..options })
}

fn with(security: Security) -> Standin {
    below_jenkins(Options { gates: vec![Gate::Security(security)], ..Options::default() })
}

fn origin(standin: &Standin) -> &str {
    standin.url().trim_end_matches("/jenkins")
}

/// A page of the controller's origin, without cookies.
fn get(standin: &Standin, path: &str) -> Response<String> {
    send("GET", &format!("{}{path}", origin(standin)), &[], "")
}

fn location(response: &Response<String>) -> &str {
    response.headers()["location"].to_str().expect("plain headers")
}

/// Whom the cookie belongs to.
fn me(standin: &Standin, cookie: &str) -> String {
    let me = send("GET", &format!("{}/me/api/json", standin.url()), &[("cookie", cookie)], "");
    between(me.body(), "\"id\":\"").to_owned()
}

/// Presses the one button of the identity provider's page.
fn press(address: &str) -> Response<String> {
    let (provider, query) = address.split_once('?').expect("a query");
    send("POST", provider, &[FORM], query)
}

/// Submits the form of a page that submits it by itself.
fn submit(page: &Response<String>, cookie: &str) -> Response<String> {
    let body = page.body();
    let field = |name: &str| between(body, &format!("name=\"{name}\" value=\"")).replace("&amp;", "&");
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(["SAMLResponse", "RelayState"].map(|name| (name, field(name))));
    send("POST", between(body, "method=\"post\" action=\""), &[("cookie", cookie), FORM], &form.finish())
}

#[test]
fn the_refusal_names_where_people_sign_in() {
    for core in JenkinsVersion::ALL {
        let gates = vec![Gate::Security(Security::CommenceLogin)];
        let standin = start(Options { core, gates, context: "/jenkins".to_owned(), ..Options::default() });
        let refused = get(&standin, "/jenkins/me/api/json");
        let address = "/jenkins/securityRealm/commenceLogin?from=%2Fjenkins%2Fme%2Fapi%2Fjson";
        assert_eq!(refused.status(), 403);
        assert!(refused.body().matches(address).count() == 2, "{}", refused.body());
        let begun = get(&standin, "/jenkins/securityRealm/commenceLogin?from=%2Fjenkins%2Fme%2F");
        let (provider, query) = begun.headers()["location"].to_str().unwrap().split_once('?').unwrap();
        let back = send("POST", provider, &[FORM], query);
        let back = back.headers()["location"].to_str().unwrap().to_owned();
        let signed_in = send("GET", &back, &[("cookie", &cookie_of(&begun))], "");
        assert!(signed_in.headers()["location"].to_str().unwrap().ends_with("/jenkins/me/"));
        let me = format!("{}/me/api/json", standin.url());
        assert!(send("GET", &me, &[("cookie", &cookie_of(&signed_in))], "").body().contains("\"alice\""));
    }
}

#[test]
fn the_form_refuses_everybody_if_there_is_a_sign_on() {
    let standin = with(Security::CommenceLogin);
    assert_eq!(Session::admin(&standin).get("/me/api/json").status(), 403);
}

#[test]
fn the_query_of_a_page_survives_the_form_of_jenkins() {
    for anonymous_read in [false, true] {
        let standin = below_jenkins(Options { anonymous_read, ..Options::default() });
        let refused = get(&standin, PAGE);
        assert_eq!(refused.status(), 403);
        let form = format!("/jenkins/login?from={ENCODED}");
        assert_eq!(refused.body().matches(&form).count(), 2, "{}", refused.body());
        let login = get(&standin, &form);
        assert_eq!(between(login.body(), "name=\"from\" value=\""), PAGE);
        let crumb = between(login.body(), "name=\"Jenkins-Crumb\" value=\"");
        let fields = format!("j_username=alice&j_password=alice-pass-1&Jenkins-Crumb={crumb}&from={ENCODED}");
        let url = format!("{}/j_spring_security_check", standin.url());
        let signed_in = send("POST", &url, &[("cookie", &cookie_of(&login)), FORM], &fields);
        assert_eq!(location(&signed_in), PAGE);
        let page = [("cookie", &*cookie_of(&signed_in))];
        assert_eq!(send("GET", &format!("{}{PAGE}", origin(&standin)), &page, "").status(), 200);
    }
}

#[test]
fn saml_posts_a_form_back_and_leads_to_the_page() {
    let standin = with(Security::SamlSignIn);
    let refused = get(&standin, PAGE);
    let begin = format!("/jenkins/securityRealm/commenceLogin?from={ENCODED}");
    assert_eq!(refused.body().matches(&begin).count(), 2, "{}", refused.body());
    let begun = get(&standin, &begin);
    let page = send("GET", location(&begun), &[], "");
    assert_eq!(page.body().matches("<button").count(), 1, "{}", page.body());
    let posting = press(location(&begun));
    // A cross-site POST carries no cookie of Jenkins.
    let finished = submit(&posting, "");
    assert_eq!((finished.status().as_u16(), location(&finished)), (302, PAGE));
    assert_eq!(me(&standin, &cookie_of(&finished)), "alice");
    assert_eq!(submit(&posting, "").status(), 500, "a response is good once");
    assert_eq!(get(&standin, "/jenkins/securityRealm/finishLogin").status(), 405);
}

#[test]
fn saml_takes_eighty_bytes_of_state() {
    let standin = with(Security::SamlSignIn);
    let begun = |from: &str| {
        let begun = get(&standin, &format!("/jenkins/securityRealm/commenceLogin?from={from}"));
        send("GET", location(&begun), &[], "").status().as_u16()
    };
    let path = |length: usize| format!("/{}", "a".repeat(length - 1));
    assert_eq!([begun(&path(80)), begun(&path(81))], [200, 400]);
}

#[test]
fn some_realms_lead_to_the_page_with_the_link() {
    let standin = with(Security::RefererSignIn);
    let sign_in = |referer: &str| {
        let begin = format!("{}/securityRealm/commenceLogin?from={ENCODED}", standin.url());
        let begun = send("GET", &begin, &[("referer", referer)], "");
        let back = press(location(&begun));
        let finished = send("GET", location(&back), &[("cookie", &cookie_of(&begun))], "");
        assert_eq!(me(&standin, &cookie_of(&finished)), "alice");
        location(&finished).to_owned()
    };
    assert_eq!(sign_in(&format!("{}{PAGE}", origin(&standin))), PAGE);
    for other in ["", "https://idp.example.org/", &format!("{}/elsewhere/", origin(&standin))] {
        assert_eq!(sign_in(other), "/jenkins/", "{other}");
    }
}

#[test]
fn an_identity_provider_knows_the_last_account() {
    let odd = Account::new("DOMAIN\\o'neil", "x");
    let gates = vec![Gate::Security(Security::SamlSignIn)];
    let standin = below_jenkins(Options { gates, accounts: vec![odd], ..Options::default() });
    let begun = get(&standin, "/jenkins/securityRealm/commenceLogin");
    let finished = submit(&press(location(&begun)), "");
    assert_eq!(location(&finished), "/jenkins/");
    assert_eq!(me(&standin, &cookie_of(&finished)), "DOMAIN\\\\o'neil");
}
