//! Sends the recorded requests with the sessions and credentials that they had.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_core::{Expiry, Script, TokenName, UserId};
use latchkey_standin::{GATE_PASSWORD, GATE_USER, Gate, JenkinsVersion, NewToken, SignOn, Standin};

use super::super::browser::{Answer, Browser};
use super::exchange::{Form, Request};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
/// The API token that the recorded programs sent.
const TOKEN: &str = "11abcdefabcdefabcdefabcdefabcdefab";
/// The parts of a recorded script that the core rules found, each in its own way.
const ATTACK: &str =
    "def say = { document -> println document }\nids.each { id ->\n}\nif (user == null) return say([])\n";

/// Somebody with sessions of the controller and of the gate.
pub(super) struct Visitor {
    browser: Browser,
}

/// What a request needs, which must be prepared before its gate is on.
pub(super) struct Prepared {
    cookies: Vec<String>,
    crumb: String,
    path: String,
}

impl Visitor {
    pub(super) fn new(standin: &Standin, core: JenkinsVersion) -> Self {
        standin
            .add_token("alice", NewToken { value: Some(TOKEN.to_owned()), ..NewToken::new("of a program") });
        Self { browser: Browser::new(standin, core, true) }
    }

    /// Opens the sessions that a request needs, without its gate.
    pub(super) fn prepare(&mut self, standin: &Standin, request: &Request) -> Prepared {
        standin.set_gates(&[]);
        let jar = request.jar.as_deref().map(|name| self.browser.jar(name)).unwrap_or_default();
        let mut cookies = vec![jar.cookie];
        cookies.retain(|cookie| !cookie.is_empty());
        if request.gate_session {
            standin.set_gates(&[Gate::SignOn(SignOn::Oauth2ProxyForm)]);
            cookies.push(self.gate_session());
        }
        if request.cookie_bytes > 0 {
            cookies.push(format!("padding={}", "x".repeat(request.cookie_bytes)));
        }
        let mut path = request.path.clone();
        if path == "/oauth2/callback" {
            standin.set_gates(&[Gate::SignOn(SignOn::Oauth2ProxyOidc)]);
            path = self.callback();
        }
        Prepared { cookies, crumb: jar.crumb, path }
    }

    /// Sends a recorded request; there is no answer if the connection was closed.
    pub(super) fn send(&self, request: &Request, prepared: &Prepared) -> Option<Answer> {
        let mut headers: Vec<(&str, String)> = Vec::new();
        if !prepared.cookies.is_empty() {
            headers.push(("cookie", prepared.cookies.join("; ")));
        }
        if let Some(basic) = &request.basic {
            headers.push(("authorization", authorization(basic)));
        }
        if let Some(accept) = &request.accept {
            headers.push(("accept", accept.clone()));
        }
        let mut body = request.form.map(body).unwrap_or_default();
        match request.crumb.as_deref() {
            Some("header") => headers.push(("Jenkins-Crumb", prepared.crumb.clone())),
            Some(".crumb header") => headers.push((".crumb", prepared.crumb.clone())),
            Some(field) => body += &format!("&{field}={}", prepared.crumb),
            None => {}
        }
        if !body.is_empty() {
            headers.push((FORM.0, FORM.1.to_owned()));
        }
        let url = format!("{}{}", self.browser.origin, prepared.path);
        self.browser.try_exchange(&request.method, &url, &headers, &body).ok()
    }

    /// Signs in at the form of a gate; returns its cookie.
    fn gate_session(&self) -> String {
        let url = format!("{}/oauth2/sign_in", self.browser.origin);
        let form = body(Form::Gate);
        let answer = self.post(&url, &form);
        let cookie = answer.cookies().next().expect("a session of the gate");
        cookie.split(';').next().expect("a cookie").to_owned()
    }

    /// Signs in at an identity provider; returns the path to which it leads back.
    fn callback(&self) -> String {
        let headers = [("accept", "text/html".to_owned())];
        let sent_away = self.browser.try_exchange("GET", &self.browser.origin, &headers, "");
        let address = location(&sent_away.expect("a redirect")).to_owned();
        let (provider, query) = address.split_once('?').expect("a query");
        let back = location(&self.post(provider, query)).to_owned();
        back.strip_prefix(&self.browser.origin).expect("an address of the gate").to_owned()
    }

    fn post(&self, url: &str, form: &str) -> Answer {
        let headers = [(FORM.0, FORM.1.to_owned())];
        self.browser.try_exchange("POST", url, &headers, form).expect("an answer")
    }
}

fn location(answer: &Answer) -> &str {
    answer.header("location").expect("a redirect")
}

/// The value of an `Authorization` header.
fn authorization(basic: &str) -> String {
    let credentials = match basic {
        "gate" => format!("{GATE_USER}:{GATE_PASSWORD}"),
        "alice:password" => "alice:alice-pass-1".to_owned(),
        "admin:password" => "admin:admin-pass-1".to_owned(),
        "alice:token" => format!("alice:{TOKEN}"),
        other => other.to_owned(),
    };
    format!("Basic {}", STANDARD.encode(credentials))
}

fn body(form: Form) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    match form {
        Form::Token => fields.append_pair("newTokenName", "Latchkey 2026-11-29 10:17:23"),
        Form::Script => {
            let name = TokenName::new("x").expect("a name");
            fields.append_pair(
                "script",
                Script::generate(&UserId::new("alice"), &name, Expiry::Days(30)).text(),
            )
        }
        Form::Attack => fields.append_pair("script", ATTACK),
        Form::Gate => {
            fields.extend_pairs([("rd", "/"), ("username", GATE_USER), ("password", GATE_PASSWORD)])
        }
    };
    fields.finish()
}
