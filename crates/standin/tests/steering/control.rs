//! What a test can make a running stand-in do.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use latchkey_standin::{
    Account, CannedAnswer, Fault, FaultedRequest, JenkinsVersion, Options, SameSite, Standin,
};
use ureq::Agent;

use super::session::{FORM, GENERATE, LIMIT, Session, between, send, start};

#[test]
fn good_crumbs_are_refused_as_often_as_asked_for() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.refuse_next_crumbs(2);
    let statuses: Vec<u16> = (0..3).map(|_| session.generate("x").status().as_u16()).collect();
    assert_eq!(statuses, [403, 403, 200]);
    assert_eq!(standin.tokens_of("ADMIN").len(), 1);
}

#[test]
fn a_proxy_drops_the_crumb_header_and_lets_the_field_pass() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_every(Fault::CrumbHeaderDropped, FaultedRequest::Any);
    assert_eq!(session.generate("x").status(), 403);
    let body = format!("newTokenName=x&Jenkins-Crumb={}", session.crumb);
    let url = format!("{}{GENERATE}", session.root);
    assert_eq!(send("POST", &url, &[("cookie", &session.cookie), FORM], &body).status(), 200);
    standin.clear_faults();
    assert_eq!(session.generate("x").status(), 200);
}

#[test]
fn a_held_reply_waits_while_its_token_exists() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let held = standin.hold_next_generate();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| session.generate("held"));
        assert!(held.wait_for_arrival(LIMIT));
        assert_eq!(standin.tokens_of("admin")[0].name, "held");
        assert_eq!(standin.requests().last().unwrap().status, 0);
        // Others are answered meanwhile.
        assert_eq!(session.generate("second").status(), 200);
        assert!(!waiting.is_finished());
        held.release();
        assert_eq!(waiting.join().unwrap().status(), 200);
    });
    assert_eq!(standin.tokens_of("admin").len(), 2);
}

#[test]
fn a_held_reply_that_is_dropped_goes_out() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    drop(standin.hold_next_generate());
    assert_eq!(session.generate("x").status(), 200);
}

#[test]
fn a_stand_in_stops_with_a_reply_held_back() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let held = standin.hold_next_generate();
    let client = thread::spawn(move || {
        let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
        let request = agent.post(format!("{}{GENERATE}", session.root)).header("cookie", &session.cookie);
        request.header("Jenkins-Crumb", &session.crumb).send_empty().is_err()
    });
    assert!(held.wait_for_arrival(LIMIT));
    let address = standin.url().trim_start_matches("http://").to_owned();
    drop(standin);
    assert!(client.join().unwrap(), "a connection that broke");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn an_answer_is_given_once_in_place_of_the_real_one() {
    let standin = start(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    let answer = CannedAnswer::new(502, "Bad Gateway").with_header("content-type", "text/plain");
    standin.answer_next("/generateNewToken", answer);
    let response = session.generate("x");
    assert_eq!((response.status().as_u16(), response.body().as_str()), (502, "Bad Gateway"));
    assert!(response.headers().get("x-jenkins").is_none() && response.headers().get("vary").is_none());
    assert!(standin.tokens_of("admin").is_empty());
    assert_eq!(session.generate("x").status(), 200);
}

#[test]
fn ended_sessions_leave_their_users_anonymous() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.end_sessions();
    assert_eq!(session.generate("x").status(), 403);
    assert_eq!(session.get("/me/api/json").status(), 403);
    assert!(session.get("/whoAmI/api/json").body().contains("\"anonymous\":true"));
}

#[test]
fn requests_are_kept_in_order_until_they_are_cleared() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.clear_requests();
    session.get("/me/api/json?tree=id");
    session.generate("a b");
    let requests = standin.requests();
    let seen: Vec<_> =
        requests.iter().map(|seen| (&*seen.method, &*seen.path, &*seen.body, seen.status)).collect();
    assert_eq!(seen, [("GET", "/me/api/json?tree=id", "", 200), ("POST", GENERATE, "newTokenName=a+b", 200)]);
    assert_eq!(requests[1].header("Jenkins-Crumb"), Some(session.crumb.as_str()));
    assert!(!format!("{requests:?}").contains(&session.crumb));
}

#[test]
fn pages_carry_the_policy_that_was_asked_for() {
    let policy = "default-src 'self'";
    let standin = start(Options { content_security_policy: Some(policy.to_owned()), ..Options::default() });
    let session = Session::admin(&standin);
    for path in ["/", "/job/a/job/b/", "/job/a/7/", "/user/alice/", "/me/", "/login", "/no-such-page"] {
        let page = session.get(path);
        assert_eq!(page.headers()["content-security-policy"], policy, "{path}");
        let sheet = format!("{}/standin.css", between(page.body(), "data-resurl=\""));
        assert_eq!(session.get(&sheet).headers()["content-type"], "text/css", "{path}");
    }
    let console = session.get("/job/a/job/b/7/consoleText");
    assert_eq!(console.headers()["content-type"], "text/plain;charset=utf-8");
    assert!(console.headers().get("content-security-policy").is_none());
    assert!(console.headers().get("x-jenkins").is_none());
}

#[test]
fn cookies_have_the_same_site_attribute_asked_for() {
    for (same_site, wanted) in [
        (Some(SameSite::Strict), "; HttpOnly; SameSite=Strict"),
        (Some(SameSite::None), "; HttpOnly; SameSite=None"),
        (None, "; HttpOnly"),
    ] {
        let standin = start(Options { core: JenkinsVersion::V2_303_3, same_site, ..Options::default() });
        let login = send("GET", &format!("{}/login", standin.url()), &[], "");
        let cookie = login.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.ends_with(wanted), "{cookie}");
    }
}

#[test]
fn every_reply_is_kept_back_by_the_latency() {
    let latency = Duration::from_millis(120);
    let standin = start(Options { latency, ..Options::default() });
    let before = Instant::now();
    send("GET", &format!("{}/login", standin.url()), &[], "");
    assert!(before.elapsed() >= latency);
}

#[test]
fn names_from_people_are_text_on_every_page() {
    let mut options = Options::default();
    options.accounts.push(Account { full_name: "<b>Eve</b>".to_owned(), ..Account::new("eve", "pw") });
    let standin = start(options);
    let session = Session::open(&standin, "eve", "pw");
    for path in ["/", "/me/", "/job/%3Cb%3EEve%3C%2Fb%3E/"] {
        let page = session.get(path);
        assert_eq!(page.status(), 200);
        assert!(!page.body().contains("<b>Eve"), "{path}");
    }
}

#[test]
fn invalid_options_are_an_error() {
    let context = Options { context: "/jenkins/".to_owned(), ..Options::default() };
    assert_eq!(Standin::start(context).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = Options { port: taken.local_addr().unwrap().port(), ..Options::default() };
    assert_eq!(Standin::start(port).unwrap_err().kind(), io::ErrorKind::AddrInUse);
}
