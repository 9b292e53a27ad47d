//! The controllers that the tests run against.

use std::env;

use latchkey_core::{ControllerUrl, Secret};
use latchkey_standin::{JenkinsVersion, Options, Standin};
use latchkey_tests::Session;

const CONTROLLER: &str = "LATCHKEY_CONTROLLER";
const USER: &str = "LATCHKEY_USER";
const PASSWORD: &str = "LATCHKEY_PASSWORD";

/// A controller and the account that signs in there.
pub(super) struct Controller {
    /// Its name in the output of a failing test.
    pub(super) label: String,
    pub(super) root: ControllerUrl,
    pub(super) user: String,
    pub(super) password: Secret,
    /// Stops when this is dropped.
    _standin: Option<Standin>,
}

impl Controller {
    /// A session of its user.
    pub(super) fn session(&self) -> Session {
        Session::open(&self.root, &self.user, &self.password)
    }
}

/// The real controller that the environment names; otherwise a stand-in of every version, at the root and under a
/// context path, each started when the iterator reaches it.
pub(super) fn controllers() -> Box<dyn Iterator<Item = Controller>> {
    match env::var(CONTROLLER) {
        Ok(root) => Box::new([real(&root)].into_iter()),
        Err(_) => {
            let contexts = |core| ["", "/jenkins"].map(|context| stand_in(core, context));
            Box::new(JenkinsVersion::ALL.into_iter().flat_map(contexts))
        }
    }
}

fn real(root: &str) -> Controller {
    let variable =
        |name| env::var(name).unwrap_or_else(|_| panic!("{CONTROLLER} is set, so {name} must be, too"));
    let parsed = ControllerUrl::parse(root).unwrap_or_else(|error| panic!("{CONTROLLER} is {error}: {root}"));
    Controller {
        label: parsed.to_string(),
        root: parsed,
        user: variable(USER),
        password: Secret::new(variable(PASSWORD)),
        _standin: None,
    }
}

fn stand_in(core: JenkinsVersion, context: &str) -> Controller {
    let options = Options { core, context: context.to_owned(), ..Options::default() };
    let standin = Standin::start(options).expect("a stand-in");
    Controller {
        label: format!("a stand-in of {core} at {}", if context.is_empty() { "/" } else { context }),
        root: ControllerUrl::parse(standin.url()).expect("the root of a stand-in"),
        user: "alice".to_owned(),
        password: Secret::new("alice-pass-1"),
        _standin: Some(standin),
    }
}
