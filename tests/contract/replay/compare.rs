//! Differences between an answer and the recorded one.

use std::collections::BTreeMap;

use latchkey_standin::JenkinsVersion;
use scraper::{Html, Selector};
use serde_json::Value;

use super::browser::{Answer, Browser};
use super::exchanges::Reply;
use super::placeholders;

/// The headers that are compared, except cookies. A header that was not recorded must be absent.
const HEADERS: [&str; 13] = [
    "allow",
    "cache-control",
    "content-type",
    "cross-origin-opener-policy",
    "location",
    "referrer-policy",
    "vary",
    "www-authenticate",
    "x-content-type-options",
    "x-frame-options",
    "x-jenkins",
    "x-required-permission",
    "x-you-are-authenticated-as",
];

/// All differences.
pub(super) fn differences(
    expected: &Reply,
    answer: &Answer,
    browser: &Browser,
    core: JenkinsVersion,
) -> Vec<String> {
    let mut found = Vec::new();
    if answer.status != expected.status {
        found.push(format!("status {} instead of {}", answer.status, expected.status));
    }
    let fill = |text: &str| text.replace("{origin}", &browser.origin).replace("{version}", core.version());
    let headers: BTreeMap<&str, String> =
        expected.headers.iter().map(|(name, value)| (name.as_str(), fill(value))).collect();
    for name in HEADERS {
        let values: Vec<&str> =
            answer.headers.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str()).collect();
        let wanted: Vec<&str> =
            headers.get(name).map(|value| value.split('\n').collect()).unwrap_or_default();
        if values != wanted {
            found.push(format!("{name}: {values:?} instead of {wanted:?}"));
        }
    }
    let cookies = cookies(answer);
    if cookies != expected.cookies {
        found.push(format!("cookies {cookies:?} instead of {:?}", expected.cookies));
    }
    if let Some(wanted) = &expected.title {
        let title = title(&answer.body);
        if title != *wanted {
            found.push(format!("title {title:?} instead of {wanted:?}"));
        }
    }
    if let Some(body) = &expected.body {
        found.extend(body_difference(&fill(body), answer));
    }
    found
}

/// The sorted cookies, with placeholders for what differs between runs.
fn cookies(answer: &Answer) -> Vec<String> {
    let mut cookies: Vec<String> = answer
        .cookies()
        .map(|cookie| {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let session = name.strip_prefix("JSESSIONID.").is_some_and(|rest| rest.len() == 8);
            let name = if session { "{session-cookie}" } else { name };
            let value = match (session, value) {
                (_, "") => "",
                (true, _) => "{session}",
                (false, _) => "{remember-me}",
            };
            format!("{name}={value};{attributes}")
        })
        .collect();
    cookies.sort();
    cookies
}

fn title(body: &str) -> Option<String> {
    let selector = Selector::parse("title").expect("a selector");
    Html::parse_document(body).select(&selector).next().map(|title| title.text().collect())
}

fn body_difference(wanted: &str, answer: &Answer) -> Option<String> {
    let is_json = answer.header("content-type").is_some_and(|value| value.starts_with("application/json"));
    if !is_json {
        let same = placeholders::matches(wanted, &answer.body);
        return (!same).then(|| format!("body {:?} instead of {wanted:?}", answer.body));
    }
    let Ok(got) = serde_json::from_str::<Value>(&answer.body) else {
        return Some(format!("no JSON: {:?}", answer.body));
    };
    let expected: Value = serde_json::from_str(wanted).expect("recorded JSON");
    let escaped = wanted.matches("\\/").count() == answer.body.matches("\\/").count();
    if !escaped {
        return Some(format!("slashes are escaped otherwise in {}", answer.body));
    }
    json_difference("", &expected, &got)
}

/// Where two JSON values differ: the same keys, the same types, the same values except for placeholders.
fn json_difference(path: &str, wanted: &Value, got: &Value) -> Option<String> {
    match (wanted, got) {
        (Value::String(list), Value::Array(_)) if list == "{list}" => None,
        (Value::String(wanted), Value::String(got)) if placeholders::matches(wanted, got) => None,
        (Value::Object(wanted), Value::Object(got)) => {
            if !wanted.keys().eq(got.keys()) {
                let (wanted, got) = (wanted.keys().collect::<Vec<_>>(), got.keys().collect::<Vec<_>>());
                return Some(format!("{path} has the keys {got:?} instead of {wanted:?}"));
            }
            wanted.iter().find_map(|(key, value)| json_difference(&format!("{path}.{key}"), value, &got[key]))
        }
        (Value::Array(wanted), Value::Array(got)) if wanted.len() == got.len() => {
            let pairs = wanted.iter().zip(got).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (wanted, got))| json_difference(&format!("{path}[{index}]"), wanted, got))
        }
        (wanted, got) if wanted == got => None,
        (wanted, got) => Some(format!("{path} is {got} instead of {wanted}")),
    }
}
