//! The recorded exchanges, as the fixtures hold them.

use std::collections::BTreeMap;

use latchkey_standin::JenkinsVersion;
use serde::Deserialize;
use serde_json::Value;

const EXCHANGES: &str = include_str!("../../fixtures/exchanges.jsonl");
const KINDS: &str = include_str!("../../fixtures/kinds.json");

/// A request that was recorded.
#[derive(Clone, Deserialize)]
pub(super) struct Exchange {
    mode: String,
    pub(super) call: String,
    pub(super) request: Request,
    replies: Vec<RecordedReply>,
}

/// A request, with the name of a session instead of its cookie and crumb.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) jar: Option<String>,
    pub(super) crumb: Option<String>,
    pub(super) crumb_header: Option<String>,
    pub(super) basic: Option<String>,
    #[serde(default)]
    pub(super) bearer: bool,
    pub(super) origin: Option<String>,
    pub(super) accept_language: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordedReply {
    cores: Vec<String>,
    status: u16,
    kind: String,
    headers: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "present")]
    title: Option<Option<String>>,
    body: Option<String>,
}

/// Distinguishes a null title (HTML without a title) from a missing one (no HTML).
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// The expected reply.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// Every compared header except cookies. A header that is missing here must be absent. Several values of one
    /// header are on separate lines.
    pub(super) headers: BTreeMap<String, String>,
    /// The cookies, sorted.
    pub(super) cookies: Vec<String>,
    /// The title of an HTML page, which may have none.
    pub(super) title: Option<Option<String>>,
    /// JSON or text.
    pub(super) body: Option<String>,
}

/// The exchanges of one mode and version, in the order in which they were recorded.
pub(super) fn of(mode: &str, core: JenkinsVersion) -> Vec<(Exchange, Reply)> {
    let kinds: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(KINDS).expect("the kinds");
    let read = |line: &str| serde_json::from_str::<Exchange>(line).expect("an exchange");
    let exchanges = EXCHANGES.lines().map(read).filter(|exchange| exchange.mode == mode);
    exchanges
        .filter_map(|exchange| {
            let reply = exchange.replies.iter().find(|reply| reply.cores.contains(&core.to_string()))?;
            let reply = reply.whole(&kinds[&reply.kind]);
            Some((exchange, reply))
        })
        .collect()
}

impl RecordedReply {
    fn whole(&self, kind: &BTreeMap<String, String>) -> Reply {
        let mut headers: BTreeMap<String, String> =
            kind.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
        let mut cookies = Vec::new();
        for (name, value) in &self.headers {
            let texts = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            let texts = texts.iter().map(|text| text.as_str().expect("a text").to_owned());
            if name == "Set-Cookie" {
                cookies.extend(texts);
            } else {
                headers.insert(name.to_ascii_lowercase(), texts.collect::<Vec<_>>().join("\n"));
            }
        }
        let (title, body) = (self.title.clone(), self.body.clone());
        Reply { status: self.status, headers, cookies, title, body }
    }
}
