//! Proxies and web application firewalls.

use std::slice;

use latchkey_core::{Expiry, Script, TokenName, UserId};
use latchkey_standin::{Apache, GATE_PASSWORD, GATE_USER, Gate, Haproxy, Nginx, Options, Standin};
use ureq::Error;
use ureq::http::Response;

use super::basic;
use super::session::{GENERATE, Session, send, start, try_send};

/// A stand-in, and a session that began before the gate was on.
fn behind(gate: Gate) -> (Standin, Session) {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.set_gates(&[gate]);
    (standin, session)
}

fn header<'a>(response: &'a Response<String>, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().expect("plain headers"))
}

/// How a gate ends a request for a new token, and whether there is one.
fn generate(gate: Gate) -> (u16, bool) {
    let (standin, session) = behind(gate);
    let response = session.generate("x");
    (response.status().as_u16(), !standin.tokens_of("admin").is_empty())
}

#[test]
fn a_proxy_that_changes_nothing_lets_tokens_be_created() {
    for gate in [Gate::Nginx(Nginx::Plain), Gate::Apache(Apache::Plain), Gate::Haproxy(Haproxy::Plain)] {
        assert_eq!(generate(gate), (200, true), "{gate}");
    }
}

#[test]
fn a_refusal_may_come_before_or_after_the_token() {
    for (gate, status, created) in [
        (Gate::Nginx(Nginx::LimitExcept), 403, false),
        (Gate::Nginx(Nginx::Post405), 405, false),
        (Gate::Nginx(Nginx::Body413), 413, false),
        (Gate::Apache(Apache::Modsec406), 406, false),
        (Gate::Apache(Apache::ModsecResponse403), 403, true),
        (Gate::Haproxy(Haproxy::ResponseDeny502), 502, true),
        (Gate::Haproxy(Haproxy::Deny401), 401, false),
    ] {
        assert_eq!(generate(gate), (status, created), "{gate}");
    }
}

#[test]
fn a_connection_may_be_closed_before_or_after_the_token() {
    for (gate, created) in [
        (Gate::Nginx(Nginx::Closed444), false),
        (Gate::Haproxy(Haproxy::Reject), false),
        (Gate::Haproxy(Haproxy::SilentDrop), true),
    ] {
        let (standin, session) = behind(gate);
        let url = format!("{}{GENERATE}?newTokenName=x", session.root);
        let headers = [("cookie", session.cookie.as_str()), ("Jenkins-Crumb", &session.crumb)];
        assert!(
            matches!(try_send("POST", &url, &headers, ""), Err(Error::Io(_) | Error::Protocol(_))),
            "{gate}"
        );
        assert_eq!(!standin.tokens_of("admin").is_empty(), created, "{gate}");
    }
}

#[test]
fn a_request_that_timed_out_is_carried_out_later() {
    let (standin, session) = behind(Gate::Nginx(Nginx::ReadTimeout504));
    assert_eq!(session.generate("late").status(), 504);
    assert!(standin.tokens_of("admin").is_empty());
    assert_eq!(standin.carry_out_late_requests(), 1);
    assert_eq!(standin.tokens_of("admin")[0].name, "late");
    assert_eq!(standin.carry_out_late_requests(), 0);
}

#[test]
fn gates_are_switched_while_a_session_lives() {
    let (standin, session) = behind(Gate::Nginx(Nginx::Down502));
    assert_eq!(session.get("/").status(), 502);
    standin.set_gates(&[]);
    assert_eq!(session.get("/").status(), 200);
}

#[test]
fn the_outermost_gate_sees_the_answers_of_the_inner_one() {
    let (standin, session) = behind(Gate::Nginx(Nginx::Plain));
    standin.set_gates(&[Gate::Nginx(Nginx::Plain), Gate::Haproxy(Haproxy::Deny403)]);
    let refused = session.generate("x");
    assert_eq!((refused.status().as_u16(), header(&refused, "server")), (403, Some("nginx/1.22.1")));
}

#[test]
fn another_application_gets_what_is_not_below_the_published_path() {
    for (gate, root) in [(Nginx::PublishedUnderCi, "\"\""), (Nginx::RewrittenUnderCi, "\"/ci\"")] {
        let standin = start(Options { gates: vec![Gate::Nginx(gate)], ..Options::default() });
        let login = send("GET", &format!("{}/ci/login", standin.url()), &[], "");
        assert!(login.body().contains(&format!("data-rooturl={root}")), "{}", login.body());
        assert!(standin.other_application_requests().is_empty());
        let other = send("POST", &format!("{}{GENERATE}", standin.url()), &[], "");
        assert_eq!(other.body(), "<html><title>Another application</title>hello");
        assert_eq!(standin.other_application_requests().len(), 1);
    }
}

#[test]
fn the_users_of_a_gate_are_not_those_of_jenkins() {
    let standin = start(Options { gates: vec![Gate::Nginx(Nginx::AuthBasic)], ..Options::default() });
    let who = |credentials: &str| {
        let url = format!("{}/whoAmI/api/json", standin.url());
        send("GET", &url, &[("authorization", &basic(credentials))], "")
    };
    let refused = who("admin:11aaaa");
    assert_eq!(header(&refused, "www-authenticate"), Some("Basic realm=\"Restricted\""));
    let passed = who(&format!("{GATE_USER}:{GATE_PASSWORD}"));
    assert!(passed.body().contains("\"anonymous\":true"), "{}", passed.body());
    standin.set_gates(&[Gate::Nginx(Nginx::AuthBasicPassed)]);
    assert_eq!(who(&format!("{GATE_USER}:{GATE_PASSWORD}")).status(), 401);
    assert!(who("admin:admin-pass-1").body().contains("\"name\":\"admin\""));
}

#[test]
fn error_pages_are_replaced_with_their_status_or_another() {
    for (gate, status) in [(Nginx::InterceptErrors, 403), (Nginx::InterceptErrors200, 200)] {
        let standin = start(Options { gates: vec![Gate::Nginx(gate)], ..Options::default() });
        let page = send("GET", &format!("{}/me/api/json", standin.url()), &[], "");
        assert_eq!(page.status(), status);
        assert!(page.body().contains("Sorry") && header(&page, "x-jenkins").is_none());
    }
}

#[test]
fn an_attack_is_refused_by_its_words() {
    let (standin, session) = behind(Gate::Apache(Apache::ModsecCrs));
    assert_eq!(session.generate("deploy; rm -rf /").status(), 403);
    assert!(standin.tokens_of("admin").is_empty());
    assert_eq!(session.generate("deploy").status(), 200);
}

#[test]
fn a_slash_in_an_id_ends_at_the_proxy_or_the_container() {
    for (gate, status) in [
        (Gate::Apache(Apache::NoEncodedSlashes), 404),
        (Gate::Apache(Apache::DecodedSlashes), 404),
        (Gate::Tomcat, 400),
    ] {
        let (_standin, session) = behind(gate);
        let page = session.get("/user/a%2Fb/security/");
        assert_eq!(page.status(), status, "{gate}");
        let by_jenkins = gate == Gate::Apache(Apache::DecodedSlashes);
        assert_eq!(header(&page, "x-jenkins").is_some(), by_jenkins, "{gate}");
    }
}

#[test]
fn a_rate_limit_begins_anew_with_the_gate() {
    let (standin, session) = behind(Gate::Nginx(Nginx::LimitAll429));
    let status = || session.get("/me/api/json").status().as_u16();
    assert_eq!([(); 4].map(|()| status()), [200, 200, 200, 429]);
    standin.set_gates(&[Gate::Nginx(Nginx::LimitAll429)]);
    assert_eq!(status(), 200);
}

#[test]
fn the_crumb_field_may_be_no_valid_header() {
    let standin = start(Options { gates: vec![Gate::Nginx(Nginx::DotCrumb)], ..Options::default() });
    let login = send("GET", &format!("{}/login", standin.url()), &[], "");
    assert!(login.body().contains("name=\".crumb\""), "{}", login.body());
}

#[test]
fn the_script_console_is_blocked() {
    let (standin, session) = behind(Gate::Nginx(Nginx::ScriptDenied));
    for answer in [session.get("/script"), session.post("/scriptText", &[("script", "println 1")])] {
        assert_eq!((answer.status().as_u16(), header(&answer, "x-jenkins")), (403, None));
    }
    assert_eq!(session.get("/me/security/").status(), 200);
    standin.set_gates(&[]);
    assert_eq!(session.get("/script").status(), 200);
}

#[test]
fn the_scripts_of_core_do_not_look_like_an_attack() {
    let (_standin, session) = behind(Gate::Apache(Apache::ModsecCrs));
    let (alice, name) = (UserId::new("alice"), TokenName::new("x").expect("a name"));
    let uuid = "40f0cd6a-788a-47df-99d7-e192bc3a3401";
    for script in [
        Script::generate(&alice, &name, Expiry::Days(30)),
        Script::list(slice::from_ref(&alice)),
        Script::users(0, 100),
        Script::rename(&alice, uuid, &name),
        Script::revoke(&alice, uuid),
    ] {
        assert_eq!(
            session.post("/scriptText", &[("script", script.text())]).status(),
            200,
            "{}",
            script.text()
        );
    }
}

#[test]
fn too_many_cookies_are_refused_by_the_proxy_or_the_container() {
    for (gate, length, status) in [(Gate::Nginx(Nginx::Cookie400), 3000, 400), (Gate::Jetty, 9000, 431)] {
        let (standin, session) = behind(gate);
        let url = format!("{}/me/api/json", standin.url());
        let get = |cookie: &str| send("GET", &url, &[("cookie", cookie)], "").status().as_u16();
        assert_eq!(get(&session.cookie), 200, "{gate}");
        assert_eq!(get(&format!("{}; a={}", session.cookie, "x".repeat(length))), status, "{gate}");
    }
}
