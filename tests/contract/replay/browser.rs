//! Sends recorded requests in the sessions that they name.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_standin::{JenkinsVersion, Standin};
use scraper::{Html, Selector};
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Request, Response};

use super::exchanges::Exchange;
use super::{ODD_PASSWORD, placeholders};

const FORM: &str = "application/x-www-form-urlencoded";

/// A session: its cookie, its crumb, and the action of its sign-in form.
#[derive(Clone, Debug, Default)]
pub(super) struct Jar {
    pub(super) cookie: String,
    pub(super) crumb: String,
    action: String,
}

/// A reply.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Lowercase names and values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn cookies(&self) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str())
    }

    /// The session cookie that was set, as `name=value`.
    fn session(&self) -> Option<String> {
        let pair = |cookie: &str| cookie.split(';').next().unwrap_or_default().to_owned();
        self.cookies().map(pair).find(|pair| pair.starts_with("JSESSIONID.") && !pair.ends_with('='))
    }
}

/// A client that follows no redirect and keeps sessions and tokens by name.
pub(super) struct Browser {
    agent: Agent,
    /// Scheme, host and port.
    pub(super) origin: String,
    root: String,
    core: JenkinsVersion,
    crumbs: bool,
    jars: HashMap<String, Jar>,
    tokens: HashMap<String, String>,
    uuids: HashMap<String, String>,
}

impl Browser {
    pub(super) fn new(standin: &Standin, core: JenkinsVersion, crumbs: bool) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let root = standin.url().to_owned();
        let origin = root.split('/').take(3).collect::<Vec<_>>().join("/");
        Self {
            agent,
            origin,
            root,
            core,
            crumbs,
            jars: HashMap::new(),
            tokens: HashMap::new(),
            uuids: HashMap::new(),
        }
    }

    /// Sends a recorded request.
    pub(super) fn send(&mut self, exchange: &Exchange) -> Answer {
        let request = &exchange.request;
        let signing_in = request.path.ends_with("_security_check");
        if signing_in && request.jar.as_deref() == Some("form") {
            // Every recorded sign-in had its own page.
            self.jars.remove("form");
        }
        let jar = request.jar.as_deref().map(|name| self.jar(name)).unwrap_or_default();
        let crumb = match request.crumb.as_deref() {
            Some("wrong") => Some("0".repeat(64)),
            Some(name) => Some(self.jar(name).crumb),
            None => None,
        };
        let fill = |text: &str| placeholders::fill(&self.with_uuid(text), &jar.crumb);
        let mut body = request.body.as_deref().map(fill);
        if signing_in && request.jar.as_deref() == Some("form") && !jar.crumb.is_empty() {
            body = body.map(|body| format!("{body}&Jenkins-Crumb={}", jar.crumb));
        }
        let mut headers: Vec<(&str, String)> = Vec::new();
        if !jar.cookie.is_empty() {
            headers.push(("cookie", jar.cookie.clone()));
        }
        if let Some(crumb) = crumb {
            headers.push((request.crumb_header.as_deref().unwrap_or("Jenkins-Crumb"), crumb));
        }
        if let Some(basic) = &request.basic {
            headers.push(("authorization", format!("Basic {}", STANDARD.encode(self.with_tokens(basic)))));
        }
        if request.bearer {
            headers.push(("authorization", format!("Bearer 11{}", "0".repeat(32))));
        }
        let optional = [
            ("origin", &request.origin),
            ("accept-language", &request.accept_language),
            ("content-type", &request.content_type),
        ];
        headers.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))));
        let url = format!("{}{}", self.origin, fill(&request.path));
        self.exchange(&request.method, &url, &headers, body.as_deref().unwrap_or_default())
    }

    /// Remembers the token and the session of an answer.
    pub(super) fn remember(&mut self, exchange: &Exchange, answer: &Answer) {
        let json: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        if let Some(token) = json["data"]["tokenValue"].as_str() {
            self.know_token(&exchange.call, token);
        }
        if let Some(uuid) = json["data"]["tokenUuid"].as_str() {
            self.uuids.insert(exchange.call.clone(), uuid.to_owned());
        }
        let jar = exchange.request.jar.as_ref().filter(|name| *name != "ended");
        if let (Some(name), Some(cookie)) = (jar, answer.session()) {
            let crumb = json["crumb"].as_str().unwrap_or_default().to_owned();
            self.jars.insert(name.clone(), Jar { cookie, crumb, ..Jar::default() });
        }
    }

    /// Remembers the value of a token by the name of the call that created it.
    pub(super) fn know_token(&mut self, call: &str, value: &str) {
        self.tokens.insert(call.to_owned(), value.to_owned());
    }

    /// A GET with a session.
    pub(super) fn get(&mut self, path: &str, jar: Option<&str>) -> Answer {
        self.get_in(path, jar, "en")
    }

    /// A GET with a session, in a language.
    pub(super) fn get_in(&mut self, path: &str, jar: Option<&str>, language: &str) -> Answer {
        let cookie = jar.map(|name| self.jar(name).cookie);
        let mut headers: Vec<(&str, String)> = cookie.map(|cookie| ("cookie", cookie)).into_iter().collect();
        headers.push(("accept-language", language.to_owned()));
        let url = format!("{}{path}", self.root);
        self.exchange("GET", &url, &headers, "")
    }

    /// The session of that name, opened when it is first needed.
    pub(super) fn jar(&mut self, name: &str) -> Jar {
        if let Some(jar) = self.jars.get(name) {
            return jar.clone();
        }
        let jar = match name {
            "form" => self.sign_in_page(),
            "visitor" => self.with_crumb(None),
            "admin by Basic" => self.with_crumb(Some("admin:admin-pass-1")),
            "alice by Basic" => self.with_crumb(Some("alice:alice-pass-1")),
            "admin elsewhere" => self.sign_in("admin"),
            "ended" => self.ended(),
            user => self.sign_in(user),
        };
        self.jars.insert(name.to_owned(), jar.clone());
        jar
    }

    /// A session that the sign-in page opened, with the form's hidden crumb if there is one.
    fn sign_in_page(&self) -> Jar {
        let answer = self.exchange("GET", &format!("{}/login", self.root), &[], "");
        let selector = Selector::parse("input[type=hidden][name=Jenkins-Crumb]").expect("a selector");
        let page = Html::parse_document(&answer.body);
        let crumb = page.select(&selector).next().and_then(|input| input.attr("value")).unwrap_or_default();
        let form = page.select(&Selector::parse("form").expect("a selector")).next().expect("a form");
        let action = form.attr("action").expect("an address").to_owned();
        Jar { cookie: answer.session().expect("a session"), crumb: crumb.to_owned(), action }
    }

    /// A session opened by asking for a crumb.
    fn with_crumb(&self, basic: Option<&str>) -> Jar {
        let authorization = basic.map(|pair| ("authorization", format!("Basic {}", STANDARD.encode(pair))));
        let headers: Vec<(&str, String)> = authorization.into_iter().collect();
        let answer = self.exchange("GET", &format!("{}/crumbIssuer/api/json", self.root), &headers, "");
        Jar { cookie: answer.session().expect("a session"), crumb: crumb_in(&answer), ..Jar::default() }
    }

    /// A session in which a user signed in with the form.
    fn sign_in(&self, user: &str) -> Jar {
        let password = match user {
            "admin" | "admin elsewhere" => "admin-pass-1",
            "alice" => "alice-pass-1",
            _ => ODD_PASSWORD,
        };
        let page = self.sign_in_page();
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("j_username", user).append_pair("j_password", password);
        if !page.crumb.is_empty() {
            form.append_pair("Jenkins-Crumb", &page.crumb);
        }
        let headers = [("cookie", page.cookie), ("content-type", FORM.to_owned())];
        let url = format!("{}/{}", self.root, page.action);
        let cookie = self.exchange("POST", &url, &headers, &form.finish()).session().expect("a session");
        if !self.crumbs {
            // An unneeded crumb does no harm.
            return Jar { cookie, crumb: "f".repeat(64), ..Jar::default() };
        }
        let url = format!("{}/crumbIssuer/api/json", self.root);
        let crumb = crumb_in(&self.exchange("GET", &url, &[("cookie", cookie.clone())], ""));
        Jar { cookie, crumb, ..Jar::default() }
    }

    /// A session that was signed out.
    fn ended(&self) -> Jar {
        let jar = self.sign_in("admin");
        self.exchange("GET", &format!("{}/logout", self.root), &[("cookie", jar.cookie.clone())], "");
        jar
    }

    fn with_uuid(&self, text: &str) -> String {
        let Some((before, rest)) = text.split_once("{uuid:") else { return text.to_owned() };
        let (call, after) = rest.split_once('}').expect("the end of a placeholder");
        let uuid = self.uuids.get(call).unwrap_or_else(|| panic!("{call} created no token on {}", self.core));
        format!("{before}{uuid}{after}")
    }

    fn with_tokens(&self, credentials: &str) -> String {
        let Some((before, call)) = credentials.split_once("{token:") else { return credentials.to_owned() };
        let call = call.trim_end_matches('}');
        let token =
            self.tokens.get(call).unwrap_or_else(|| panic!("{call} created no token on {}", self.core));
        format!("{before}{token}")
    }

    fn exchange(&self, method: &str, url: &str, headers: &[(&str, String)], body: &str) -> Answer {
        self.try_exchange(method, url, headers, body).expect("an answer")
    }

    /// Sends a request to which there may be no answer.
    pub(super) fn try_exchange(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, String)],
        body: &str,
    ) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let response = if matches!(method, "GET" | "OPTIONS") {
            self.agent.run(request.body(()).expect("a request"))
        } else {
            self.agent.run(request.body(body.to_owned()).expect("a request"))
        };
        response.map(answer)
    }
}

fn answer(mut response: Response<ureq::Body>) -> Answer {
    let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().expect("plain headers").to_owned())
    };
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().iter().map(header).collect(),
        body: response.body_mut().read_to_string().expect("a body"),
    }
}

fn crumb_in(answer: &Answer) -> String {
    let json: Value = serde_json::from_str(&answer.body).expect("a crumb");
    json["crumb"].as_str().expect("a crumb").to_owned()
}
