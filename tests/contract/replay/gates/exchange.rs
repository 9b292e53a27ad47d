//! The recorded exchanges, as the fixtures hold them.

use latchkey_standin::{Gate, JenkinsVersion};
use serde::Deserialize;

const EXCHANGES: &str = include_str!("../../../fixtures/gate_exchanges.jsonl");
const EXCEPTIONS: &str = include_str!("../../../fixtures/gate_exceptions.json");

/// A request that was recorded with a gate, and what is compared of its reply.
#[derive(Deserialize)]
pub(super) struct Exchange {
    /// The numbers of the recorded exchanges that were like this.
    pub(super) lines: Vec<u32>,
    pub(super) gate: Option<String>,
    #[serde(flatten)]
    pub(super) controller: Controller,
    pub(super) request: Request,
    pub(super) reply: Reply,
}

/// The controller behind the gate.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Controller {
    core: Option<String>,
    #[serde(default)]
    pub(super) context: String,
    #[serde(default)]
    pub(super) anonymous_read: bool,
}

/// What the body of a request is.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Form {
    /// The fields of a new token.
    Token,
    /// A script that creates a token for somebody else.
    Script,
    /// A script that the core rules of mod_security refuse.
    Attack,
    /// The sign-in form of the gate.
    Gate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) jar: Option<String>,
    pub(super) crumb: Option<String>,
    pub(super) basic: Option<String>,
    pub(super) accept: Option<String>,
    pub(super) form: Option<Form>,
    #[serde(default)]
    pub(super) gate_session: bool,
    #[serde(default)]
    pub(super) cookie_bytes: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    #[serde(default)]
    pub(super) closed: bool,
    pub(super) status: Option<u16>,
    #[serde(rename = "type")]
    pub(super) content_type: Option<String>,
    #[serde(default)]
    pub(super) jenkins: bool,
    pub(super) user: Option<String>,
    pub(super) permission: Option<String>,
    pub(super) challenge: Option<String>,
    pub(super) location: Option<String>,
    pub(super) server: Option<String>,
    pub(super) json: Option<String>,
    pub(super) message: Option<String>,
    pub(super) who: Option<String>,
    pub(super) title: Option<String>,
    pub(super) heading: Option<String>,
    pub(super) sign_in: Option<String>,
}

/// Recorded exchanges that are not replayed, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    pub(super) lines: Vec<u32>,
    pub(super) reason: String,
}

impl Exchange {
    pub(super) fn gate(&self) -> Option<Gate> {
        self.gate.as_ref().map(|name| name.parse().expect("a gate"))
    }
}

impl Controller {
    pub(super) fn core(&self) -> JenkinsVersion {
        self.core.as_ref().map_or(JenkinsVersion::V2_579, |core| core.parse().expect("a version"))
    }
}

/// All exchanges, in the order in which they were recorded.
pub(super) fn all() -> Vec<Exchange> {
    EXCHANGES.lines().map(|line| serde_json::from_str(line).expect("an exchange")).collect()
}

pub(super) fn exceptions() -> Vec<Exception> {
    serde_json::from_str(EXCEPTIONS).expect("the exceptions")
}
