//! A stand-in with a fault, and an administrator's session.

use std::thread;
use std::time::Duration;

use latchkey_core::{
    ActAs, Client, ControllerUrl, CrumbSource, Expiry, NewTokenRequest, Secret, TokenName, UserId,
};
use latchkey_native::block_on;
use latchkey_standin::{Fault, FaultedRequest, JenkinsVersion, NewToken, Options, Standin};
use latchkey_tests::{RecordedTransport, Session};

/// The time limit of requests to a controller that does not answer.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a test waits for an event that must come.
const LIMIT: Duration = Duration::from_secs(20);

/// The versions whose replies differ most.
const CORES: [JenkinsVersion; 2] = [JenkinsVersion::V2_303_3, JenkinsVersion::V2_579];

/// A stand-in, and the session of an administrator who has a page open.
pub(super) struct TestContext {
    pub(super) standin: Standin,
    pub(super) session: Session,
    pub(super) fault: Fault,
}

/// Runs a flow on each version with every fault, all in parallel: most of the time is waiting.
pub(super) fn with_every_fault(flow: impl Fn(&TestContext) + Sync) {
    let flow = &flow;
    thread::scope(|scope| {
        for (core, fault) in
            CORES.into_iter().flat_map(|core| Fault::all().iter().map(move |fault| (core, *fault)))
        {
            scope.spawn(move || flow(&TestContext::new(core, fault)));
        }
    });
}

impl TestContext {
    pub(super) fn new(core: JenkinsVersion, fault: Fault) -> Self {
        let options = Options { core, administrators_generate: true, ..Options::default() };
        let standin = Standin::start(options).expect("a stand-in");
        let root = ControllerUrl::parse(standin.url()).expect("the root of a stand-in");
        let session = Session::open(&root, "admin", &Secret::new("admin-pass-1"));
        Self { standin, session, fault }
    }

    /// A client whose next request of this kind meets the fault.
    pub(super) fn faulty(&self, request: FaultedRequest) -> Client<RecordedTransport> {
        let client = self.client();
        if self.fault == Fault::GoneAfterIfReused {
            // This leaves a connection that the next request reuses.
            block_on(client.me()).expect("an answer to an ordinary request");
        }
        self.standin.fault_next(self.fault, request);
        client
    }

    /// A client that gives up early if the fault is a missing answer.
    pub(super) fn client(&self) -> Client<RecordedTransport> {
        let transport = &self.session.transport;
        let transport = match self.fault {
            Fault::LateAnswer | Fault::LateExecution => transport.giving_up_after(PATIENCE),
            _ => transport.clone(),
        };
        Client::new(self.session.page.controller.clone(), transport)
    }

    pub(super) fn act_as(&self, crumb: CrumbSource) -> ActAs {
        ActAs { crumb, ..self.session.act_as() }
    }

    /// A request for a token called "new", with this crumb.
    pub(super) fn order(&self, crumb: CrumbSource) -> NewTokenRequest {
        let expected_user = self.session.act_as().expected_user;
        NewTokenRequest { name: new_name(), expiry: Expiry::Days(30), crumb, expected_user }
    }

    /// The page's crumb.
    pub(super) fn of_the_page(&self) -> CrumbSource {
        self.session.page.crumb.clone()
    }

    /// Adds a token called "old".
    pub(super) fn old_token(&self, user: &UserId) -> String {
        self.standin.add_token(user.as_str(), NewToken::new("old"))
    }

    /// The names of a user's tokens, after all pending requests have been executed.
    pub(super) fn names(&self, user: &UserId) -> Vec<String> {
        assert!(
            self.standin.wait_for_abandoned_requests(LIMIT),
            "{}: a request is still waiting",
            self.fault
        );
        self.standin.tokens_of(user.as_str()).into_iter().map(|token| token.name).collect()
    }
}

pub(super) fn new_name() -> TokenName {
    TokenName::new("new").expect("a name")
}

pub(super) fn admin() -> UserId {
    UserId::new("admin")
}

pub(super) fn alice() -> UserId {
    UserId::new("alice")
}
