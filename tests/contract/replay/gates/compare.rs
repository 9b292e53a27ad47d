//! Differences between an answer and the recorded one.

use std::collections::BTreeSet;

use latchkey_standin::Standin;
use scraper::{Html, Selector};
use serde_json::Value;

use super::super::browser::Answer;
use super::exchange::Reply;

/// All differences. There is no answer if the connection was closed.
pub(super) fn differences(expected: &Reply, answer: Option<&Answer>, standin: &Standin) -> Vec<String> {
    let Some(answer) = answer else {
        return if expected.closed { Vec::new() } else { vec!["the connection was closed".to_owned()] };
    };
    let provider = standin.identity_provider();
    let mut found = Vec::new();
    let mut compare = |what: &str, wanted: Option<&str>, got: Option<&str>| {
        if wanted != got {
            found.push(format!("{what} is {got:?} instead of {wanted:?}"));
        }
    };
    compare(
        "status",
        expected.status.map(|status| status.to_string()).as_deref(),
        Some(&answer.status.to_string()),
    );
    compare("content type", expected.content_type.as_deref(), answer.header("content-type"));
    compare(
        "X-You-Are-Authenticated-As",
        expected.user.as_deref(),
        answer.header("x-you-are-authenticated-as"),
    );
    compare("X-Required-Permission", expected.permission.as_deref(), answer.header("x-required-permission"));
    compare("WWW-Authenticate", expected.challenge.as_deref(), answer.header("www-authenticate"));
    compare("Server", expected.server.as_deref(), answer.header("server"));
    compare(
        "Location",
        expected.location.as_deref(),
        answer.header("location").map(|to| whither(to, &provider)),
    );
    compare("X-Jenkins", presence(expected.jenkins), presence(answer.header("x-jenkins").is_some()));
    let page = Html::parse_document(&answer.body);
    compare("title", expected.title.as_deref(), text(&page, "title").as_deref());
    if expected.title.is_none() {
        compare("heading", expected.heading.as_deref(), text(&page, "h1").as_deref());
    }
    compare("address of the sign-in", expected.sign_in.as_deref(), sign_in(&page).as_deref());
    compare("address for the script", expected.sign_in.as_deref(), sign_in_of_script(&page).as_deref());
    let json = json(&answer.body);
    compare("JSON", expected.json.as_deref(), json.as_ref().map(keys).as_deref());
    let json = json.unwrap_or_default();
    compare("message", expected.message.as_deref(), json["message"].as_str());
    compare("user", expected.who.as_deref(), json["name"].as_str().or_else(|| json["id"].as_str()));
    found
}

fn presence(present: bool) -> Option<&'static str> {
    present.then_some("present")
}

/// A path as it is, and any address of the identity provider as `provider`.
fn whither<'a>(location: &'a str, provider: &str) -> &'a str {
    if location.starts_with(provider) { "provider" } else { location }
}

fn text(page: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).next().map(|element| element.text().collect())
}

/// Where a page without a title sends people to sign in.
fn sign_in(page: &Html) -> Option<String> {
    let selector = Selector::parse("meta[http-equiv=refresh]").expect("a selector");
    let content = page.select(&selector).next()?.attr("content")?;
    content.split_once("url=").map(|(_, address)| address.to_owned())
}

/// The same, as the page's script is told: in an attribute, or in older versions in its text.
fn sign_in_of_script(page: &Html) -> Option<String> {
    let selector = Selector::parse("script").expect("a selector");
    let script = page.select(&selector).next()?;
    let text: String = script.text().collect();
    let within = text.strip_prefix("window.location.replace('").and_then(|rest| rest.strip_suffix("');"));
    script.attr("data-redirect-url").or(within).map(str::to_owned)
}

/// The JSON of a body, or of what a script prints between its markers.
fn json(body: &str) -> Option<Value> {
    let document = body.strip_prefix("<<<latchkey\n").and_then(|rest| rest.lines().next()).unwrap_or(body);
    serde_json::from_str(document).ok().filter(Value::is_object)
}

/// The sorted paths of all values.
fn keys(json: &Value) -> String {
    let mut keys = BTreeSet::new();
    collect(json, "", &mut keys);
    keys.into_iter().collect::<Vec<_>>().join(" ")
}

fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    match value.as_object() {
        Some(object) => object.iter().for_each(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            collect(value, &path, keys);
        }),
        None => {
            keys.insert(path.to_owned());
        }
    }
}
