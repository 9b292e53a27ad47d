//! The flows against a scripted controller: each test says what is asked and what is answered.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::TransportError;
use crate::http::{Cookies, Method};
use crate::token::Lifetime;

/// Answers in order and remembers what it was asked.
#[derive(Default)]
struct Script {
    answers: RefCell<VecDeque<Result<Reply, TransportError>>>,
    asked: RefCell<Vec<Request>>,
}

impl Script {
    fn answers(self, status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.ends(Ok(Reply::new(status, headers, body.to_owned())))
    }

    fn ends(self, end: Result<Reply, TransportError>) -> Self {
        self.answers.borrow_mut().push_back(end);
        self
    }

    fn json(self, body: &str) -> Self {
        self.answers(200, &[JSON, JENKINS], body)
    }

    fn refuses_crumb(self) -> Self {
        self.answers(403, &[HTML], "<h2>HTTP ERROR 403 No valid crumb was included in the request</h2>")
    }

    fn says_anonymous(self) -> Self {
        self.answers(403, &[HTML, JENKINS, ("X-You-Are-Authenticated-As", "anonymous")], "<html>")
    }

    fn client(self) -> Client<Self> {
        Client::new(ControllerUrl::parse("https://ci.example.org/jenkins").unwrap(), self)
    }
}

impl Transport for Script {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        self.asked.borrow_mut().push(request);
        self.answers.borrow_mut().pop_front().expect("a request that the script does not know")
    }
}

const JSON: (&str, &str) = ("Content-Type", "application/json;charset=utf-8");
const HTML: (&str, &str) = ("Content-Type", "text/html;charset=iso-8859-1");
const JENKINS: (&str, &str) = ("X-Jenkins", "2.579");
const ALICE: &str = r#"{"_class":"hudson.model.User","fullName":"Alice Adams","id":"alice"}"#;
const BOB: &str = r#"{"_class":"hudson.model.User","fullName":"Bob","id":"bob"}"#;
const FRESH_CRUMB: &str = r#"{"_class":"c","crumb":"fresh","crumbRequestField":"Jenkins-Crumb"}"#;
const TOKEN: &str = r#"{"status":"ok","data":{"tokenName":"n","tokenUuid":"u-1","tokenValue":"11aa","expirationDate":"12/24/26"}}"#;

/// A scripted transport never waits, so every flow ends at its first poll.
fn run<F: Future>(flow: F) -> F::Output {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a flow waits for something that is not its transport"),
    }
}

fn order() -> GenerateOrder {
    GenerateOrder {
        name: TokenName::new("n").unwrap(),
        expiry: Expiry::Days(30),
        crumb: CrumbSource::Page(Crumb::new("Jenkins-Crumb", "of-the-page").unwrap()),
        shown: Some(UserId::new("alice")),
    }
}

fn paths(client: &Client<Script>) -> Vec<String> {
    let root = client.controller.join("");
    client.transport.asked.borrow().iter().map(|request| request.url().replace(&root, "")).collect()
}

fn header(client: &Client<Script>, index: usize, name: &str) -> Option<String> {
    let asked = client.transport.asked.borrow();
    asked[index].headers().iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
}

const GENERATE: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
const ME: &str = "me/api/json?tree=id,fullName";
const CRUMB_ISSUER: &str = "crumbIssuer/api/json";

#[test]
fn one_request_on_an_ordinary_page() {
    let client = Script::default().answers(200, &[JSON], TOKEN).client();
    let token = run(client.generate(&order())).unwrap();
    assert_eq!(token.value.reveal(), "11aa");
    assert_eq!(token.lifetime, Lifetime::Until("12/24/26".to_owned()));
    assert_eq!(paths(&client), [GENERATE]);
    assert_eq!(header(&client, 0, "Jenkins-Crumb").as_deref(), Some("of-the-page"));
    let asked = client.transport.asked.borrow();
    assert_eq!(asked[0].method(), Method::Post);
    assert_eq!(asked[0].form(), Some("newTokenName=n&expirationDuration=30"));
    assert_eq!(asked[0].stakes(), Stakes::MakesToken);
}

#[test]
fn a_page_without_crumb_makes_sure_of_the_user_first() {
    let client = Script::default().json(ALICE).json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&GenerateOrder { crumb: CrumbSource::Controller, ..order() })).unwrap();
    assert_eq!(paths(&client), [ME, CRUMB_ISSUER, GENERATE]);
    assert_eq!(header(&client, 2, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn without_csrf_protection_no_crumb_is_sent() {
    let client = Script::default()
        .json(ALICE)
        .answers(404, &[HTML, JENKINS], "")
        .answers(200, &[JSON], TOKEN)
        .client();
    run(client.generate(&GenerateOrder { crumb: CrumbSource::Controller, ..order() })).unwrap();
    assert_eq!(header(&client, 2, "Jenkins-Crumb"), None);
}

#[test]
fn a_refused_crumb_is_replaced_for_the_same_user() {
    let client =
        Script::default().refuses_crumb().json(ALICE).json(FRESH_CRUMB).answers(200, &[JSON], TOKEN).client();
    run(client.generate(&order())).unwrap();
    assert_eq!(paths(&client), [GENERATE, ME, CRUMB_ISSUER, GENERATE]);
    assert_eq!(header(&client, 3, "Jenkins-Crumb").as_deref(), Some("fresh"));
}

#[test]
fn then_the_crumb_travels_as_a_form_field_once() {
    let client = Script::default()
        .refuses_crumb()
        .json(ALICE)
        .json(FRESH_CRUMB)
        .refuses_crumb()
        .answers(200, &[JSON], TOKEN)
        .client();
    run(client.generate(&order())).unwrap();
    assert_eq!(header(&client, 4, "Jenkins-Crumb"), None);
    let form = client.transport.asked.borrow()[4].form().map(str::to_owned);
    assert_eq!(form.as_deref(), Some("newTokenName=n&expirationDuration=30&Jenkins-Crumb=fresh"));
}

#[test]
fn a_crumb_refused_in_every_way_is_the_end() {
    let client = Script::default()
        .refuses_crumb()
        .json(ALICE)
        .json(FRESH_CRUMB)
        .refuses_crumb()
        .refuses_crumb()
        .client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error, GenerateError { cause: Error::CrumbRefused, may_have_been_created: false });
    assert_eq!(paths(&client).len(), 5);
}

#[test]
fn nothing_is_made_for_somebody_else() {
    let client = Script::default().refuses_crumb().json(BOB).client();
    let error = run(client.generate(&order())).unwrap_err();
    assert!(!error.may_have_been_created);
    let Error::SomeoneElse { shown: Some(shown), now } = error.cause else { panic!("{:?}", error.cause) };
    assert_eq!((shown.as_str(), now.id.as_str()), ("alice", "bob"));
    assert_eq!(paths(&client), [GENERATE, ME]);
}

#[test]
fn a_session_that_ended_is_told() {
    let client = Script::default().refuses_crumb().says_anonymous().client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error, GenerateError { cause: Error::SignedOut, may_have_been_created: false });
}

#[test]
fn an_end_without_a_believed_reply_may_have_made_a_token() {
    let ends = [
        Err(TransportError::TimedOut),
        Err(TransportError::PageGone),
        Err(TransportError::NoAnswer { reason: "reset".to_owned() }),
        Ok(Reply::new(500, vec![("X-Jenkins".to_owned(), "2.579".to_owned())], String::new())),
        Ok(Reply::new(502, Vec::new(), "<html>bad gateway".to_owned())),
        Ok(Reply::new(200, Vec::new(), r#"{"status":"ok","data":{"tok"#.to_owned())),
        Ok(Reply::new(200, vec![("Content-Type".to_owned(), "text/html".to_owned())], "<html>".to_owned())),
        Ok(Reply::new(204, Vec::new(), String::new())),
    ];
    for end in ends {
        let shown = format!("{end:?}");
        let client = Script::default().ends(end).client();
        let error = run(client.generate(&order())).unwrap_err();
        assert!(error.may_have_been_created, "{shown}");
        assert_eq!(paths(&client).len(), 1, "sent again after {shown}");
    }
}

#[test]
fn a_refusal_made_nothing() {
    let ends = [
        Err(TransportError::NotSent { reason: "no tab".to_owned() }),
        Ok(Reply::opaque_redirect()),
        Ok(Reply::new(302, Vec::new(), String::new())),
        Ok(Reply::new(403, Vec::new(), String::new())),
        Ok(Reply::new(404, Vec::new(), String::new())),
        Ok(Reply::new(405, Vec::new(), String::new())),
        Ok(Reply::new(429, Vec::new(), String::new())),
        Ok(Reply::new(200, Vec::new(), r#"{"status":"error","message":"no"}"#.to_owned())),
    ];
    for end in ends {
        let shown = format!("{end:?}");
        let client = Script::default().ends(end).client();
        let error = run(client.generate(&order())).unwrap_err();
        assert!(!error.may_have_been_created, "{shown}");
    }
}

#[test]
fn failing_to_ask_after_a_refusal_made_nothing() {
    let client = Script::default().refuses_crumb().ends(Err(TransportError::TimedOut)).client();
    let error = run(client.generate(&order())).unwrap_err();
    assert_eq!(error.cause, Error::Transport(TransportError::TimedOut));
    assert!(!error.may_have_been_created);
}

#[test]
fn verifying_needs_no_session() {
    let client = Script::default().json(ALICE).client();
    let verified = run(client.verify(&UserId::new("alice"), &Secret::new("11aa")));
    assert_eq!(verified, Verification::WorksAs(UserId::new("alice")));
    assert_eq!(client.transport.asked.borrow()[0].cookies(), Cookies::Omit);
    assert_eq!(header(&client, 0, "Authorization").as_deref(), Some("Basic YWxpY2U6MTFhYQ=="));
}

#[test]
fn verifying_tells_refused_from_unknown() {
    let user = UserId::new("alice");
    let token = Secret::new("11aa");
    let challenge = ("WWW-Authenticate", "Basic realm=\"Jenkins\"");
    let verify = |script: Script| run(script.client().verify(&user, &token));
    assert_eq!(verify(Script::default().answers(401, &[HTML, challenge], "")), Verification::Refused);
    let unknown = [
        Script::default().answers(401, &[HTML], ""),
        Script::default().answers(200, &[HTML], "<html>"),
        Script::default().ends(Ok(Reply::opaque_redirect())),
        Script::default().ends(Err(TransportError::TimedOut)),
        Script::default().says_anonymous(),
    ];
    for script in unknown {
        assert!(matches!(verify(script), Verification::Unknown(_)));
    }
}

#[test]
fn a_token_of_somebody_who_may_read_nothing_works() {
    let headers = [HTML, JENKINS, ("X-You-Are-Authenticated-As", "alice"), ("X-Required-Permission", "read")];
    let client = Script::default().answers(403, &headers, "<html>").client();
    let verified = run(client.verify(&UserId::new("alice"), &Secret::new("11aa")));
    assert_eq!(verified, Verification::WorksAs(UserId::new("alice")));
}

#[test]
fn an_id_with_a_colon_is_not_sent() {
    let client = Script::default().client();
    let verified = run(client.verify(&UserId::new("a:b"), &Secret::new("11aa")));
    assert_eq!(verified, Verification::Unknown(Error::ColonInUserId));
}

#[test]
fn anonymous_is_nobody_whether_or_not_they_may_read() {
    let me = |script: Script| run(script.client().me());
    assert_eq!(me(Script::default().says_anonymous()), Err(Error::SignedOut));
    assert_eq!(me(Script::default().answers(403, &[HTML, JENKINS], "<html>")), Err(Error::SignedOut));
}

#[test]
fn a_controller_is_believed_by_header_and_class() {
    let body = r#"{"_class":"hudson.security.WhoAmI","anonymous":false,"authenticated":true,"authorities":[],"name":"alice"}"#;
    let (who, version) = run(Script::default().json(body).client().whoami()).unwrap();
    assert_eq!((who.name.as_str(), version.unwrap().to_string().as_str()), ("alice", "2.579"));
    let without_header = Script::default().answers(200, &[JSON], body).client();
    assert_eq!(run(without_header.whoami()), Err(Error::NotJenkins));
    let another = Script::default().json("{\"name\":\"alice\",\"anonymous\":false}").client();
    assert_eq!(run(another.whoami()), Err(Error::NotJenkins));
}
