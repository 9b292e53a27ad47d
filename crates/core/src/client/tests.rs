//! The flows against a scripted controller: each test states the requests and the replies.

mod generate;
mod list;
mod manage;
mod scripts;
mod user;
mod verify;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::*;
use crate::TransportError;
use crate::crumb::CrumbSource;

/// Sends its replies in order and records the requests.
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

/// A scripted transport never waits, so every flow ends at its first poll.
fn run<F: Future>(flow: F) -> F::Output {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a flow waits for something that is not its transport"),
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

const ME: &str = "me/api/json?tree=id,fullName";
const CRUMB_ISSUER: &str = "crumbIssuer/api/json";

/// Acting as Alice, from a page that carried a crumb.
fn alice() -> ActAs {
    ActAs {
        crumb: CrumbSource::Page(Crumb::new("Jenkins-Crumb", "of-the-page").unwrap()),
        expected_user: Some(UserId::new("alice")),
    }
}

/// The form of a request.
fn form(client: &Client<Script>, index: usize) -> Option<String> {
    client.transport.asked.borrow()[index].form().map(str::to_owned)
}
