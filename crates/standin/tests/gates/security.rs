//! Controllers with other rules for who gets in.

use latchkey_standin::{Gate, Options, Security, Standin};

use super::basic;
use super::session::{FORM, GENERATE, Session, between, send, start};

fn with(security: Security) -> Standin {
    start(Options { gates: vec![Gate::Security(security)], ..Options::default() })
}

fn get(standin: &Standin, path: &str) -> ureq::http::Response<String> {
    send("GET", &format!("{}{path}", standin.url()), &[], "")
}

#[test]
fn without_security_everybody_is_anonymous() {
    let standin = with(Security::NoSecurity);
    assert!(get(&standin, "/whoAmI/api/json").body().contains("\"anonymous\":true"));
    assert!(get(&standin, "/api/json?tree=useSecurity").body().contains("\"useSecurity\":false"));
    let me = get(&standin, "/me/api/json");
    assert_eq!(me.status(), 500);
    assert!(me.headers().contains_key("x-jenkins") && me.body().contains("Oops!"));
    let page = get(&standin, "/");
    assert!(page.body().contains("data-crumb-value") && !page.body().contains("log in"));
    let ignored = ("authorization", &*basic("admin:wrong"));
    assert_eq!(send("GET", &format!("{}/api/json", standin.url()), &[ignored], "").status(), 200);
}

#[test]
fn permissions_are_checked_although_nobody_can_sign_in() {
    let standin = with(Security::NobodyCanSignIn);
    assert_eq!(get(&standin, "/").status(), 500);
    let read = Options { anonymous_read: true, ..Options::default() };
    let standin = start(Options { gates: vec![Gate::Security(Security::NobodyCanSignIn)], ..read });
    assert!(get(&standin, "/api/json?tree=useSecurity").body().contains("\"useSecurity\":true"));
    assert!(get(&standin, "/").body().contains("log in"));
    assert_eq!(get(&standin, "/me/api/json").status(), 500);
}

/// A stand-in whose administrator has a token, and that token's credentials.
fn with_token(security: Security) -> (Standin, Session, String) {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let created = session.generate("x");
    let credentials = basic(&format!("admin:{}", between(created.body(), "\"tokenValue\":\"")));
    standin.set_gates(&[Gate::Security(security)]);
    (standin, session, credentials)
}

#[test]
fn a_token_may_need_the_session_of_its_user() {
    let (standin, session, credentials) = with_token(Security::OicSession);
    let url = format!("{}/me/api/json", session.root);
    let by_token = || send("GET", &url, &[("authorization", &credentials)], "");
    assert_eq!(by_token().status(), 200);
    standin.end_sessions();
    let refused = by_token();
    assert_eq!(refused.status(), 302);
    assert_eq!(refused.headers()["location"], "/me/api/securityRealm/commenceLogin");
}

#[test]
fn a_token_may_lack_its_groups() {
    for (security, name) in
        [(Security::TokenWithoutGroups, "admin"), (Security::TokenWithoutGroupsOtherCase, "Admin")]
    {
        let (_standin, session, credentials) = with_token(security);
        let by_token = |path: &str| {
            send("GET", &format!("{}{path}", session.root), &[("authorization", &credentials)], "")
        };
        let refused = by_token("/me/api/json");
        assert_eq!(refused.status(), 403);
        assert_eq!(refused.headers()["x-you-are-authenticated-as"], name);
        assert_eq!(refused.headers()["x-required-permission"], "hudson.model.Hudson.Read");
        assert!(by_token("/whoAmI/api/json").body().contains("\"name\":\"admin\""));
        assert_eq!(session.get("/me/api/json").status(), 200);
    }
}

#[test]
fn a_strict_crumb_is_good_on_its_page_only() {
    let standin = with(Security::StrictCrumbs);
    let session = Session::admin(&standin);
    let post = |crumb: &str, referer: Option<&str>| {
        let referer = referer.map(|path| format!("{}{path}", session.root)).unwrap_or_default();
        let headers =
            [("cookie", session.cookie.as_str()), ("Jenkins-Crumb", crumb), ("referer", &referer), FORM];
        send("POST", &format!("{}{GENERATE}", session.root), &headers, "newTokenName=x").status().as_u16()
    };
    let issued = session.get("/crumbIssuer/api/json");
    let issued = between(issued.body(), "\"crumb\":\"");
    assert_eq!(post(&session.crumb, Some("/")), 200);
    assert_eq!(
        [post(&session.crumb, Some("/job/x/")), post(&session.crumb, None), post(issued, Some("/"))],
        [403; 3]
    );
}
