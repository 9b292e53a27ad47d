//! Clients of a stand-in, as the tests need them.

use std::time::Duration;

use latchkey_standin::{Options, Standin};
use ureq::Agent;
use ureq::http::{Request, Response};

pub(super) const GENERATE: &str = "/me/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
pub(super) const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
pub(super) const LIMIT: Duration = Duration::from_secs(20);

/// The cookie and the crumb of somebody who signed in.
pub(super) struct Session {
    pub(super) root: String,
    pub(super) cookie: String,
    pub(super) crumb: String,
}

pub(super) fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Response<String> {
    try_send(method, url, headers, body).expect("an answer")
}

/// The same where there may be no answer.
pub(super) fn try_send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response<String>, ureq::Error> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(LIMIT))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = match method {
        "GET" => agent.run(request.body(()).expect("a request")),
        _ => agent.run(request.body(body.to_owned()).expect("a request")),
    };
    let (parts, mut body) = response?.into_parts();
    Ok(Response::from_parts(parts, body.read_to_string().expect("a body")))
}

pub(super) fn cookie_of(response: &Response<String>) -> String {
    let cookie = response.headers()["set-cookie"].to_str().expect("plain headers");
    cookie.split(';').next().unwrap_or_default().to_owned()
}

pub(super) fn between<'a>(text: &'a str, before: &str) -> &'a str {
    text.split_once(before).map(|(_, rest)| rest.split('"').next().unwrap_or_default()).unwrap_or_default()
}

impl Session {
    pub(super) fn open(standin: &Standin, user: &str, password: &str) -> Self {
        let root = standin.url().to_owned();
        let login = send("GET", &format!("{root}/login"), &[], "");
        let crumb = between(login.body(), "name=\"Jenkins-Crumb\" value=\"");
        let form = format!("j_username={user}&j_password={password}&Jenkins-Crumb={crumb}");
        let url = format!("{root}/{}", between(login.body(), "method=\"post\" action=\""));
        let signed_in = send("POST", &url, &[("cookie", &cookie_of(&login)), FORM], &form);
        let cookie = cookie_of(&signed_in);
        let dashboard = send("GET", &format!("{root}/"), &[("cookie", &cookie)], "");
        let crumb = between(dashboard.body(), "data-crumb-value=\"").to_owned();
        Self { root, cookie, crumb }
    }

    pub(super) fn admin(standin: &Standin) -> Self {
        Self::open(standin, "admin", "admin-pass-1")
    }

    pub(super) fn get(&self, path: &str) -> Response<String> {
        send("GET", &format!("{}{path}", self.root), &[("cookie", &self.cookie)], "")
    }

    pub(super) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response<String> {
        let headers = [("cookie", self.cookie.as_str()), ("Jenkins-Crumb", &self.crumb), FORM];
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        send("POST", &format!("{}{path}", self.root), &headers, &form.finish())
    }

    pub(super) fn generate(&self, name: &str) -> Response<String> {
        self.post(GENERATE, &[("newTokenName", name)])
    }
}

pub(super) fn start(options: Options) -> Standin {
    Standin::start(options).expect("a stand-in")
}
