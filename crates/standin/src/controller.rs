//! A running controller: what it was started with, and everything that changes while it runs.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::abandoned::AbandonedRequests;
use crate::control::Control;
use crate::crumb::CrumbIssuer;
use crate::gate::Gates;
use crate::options::Options;
use crate::random;
use crate::request_log::Log;
use crate::sessions::Sessions;
use crate::users::Users;

/// A running controller.
pub(crate) struct Controller {
    options: Options,
    state: Mutex<State>,
    pub(crate) log: Log,
    /// The requests to the identity provider.
    pub(crate) identity_provider_log: Log,
    /// The requests that belonged to another application on the host.
    pub(crate) other_application_log: Log,
    /// The requests whose clients are made to give up.
    pub(crate) abandoned: Arc<AbandonedRequests>,
}

impl Controller {
    /// A controller with the address of the identity provider for its gates and its realm.
    pub(crate) fn new(options: Options, identity_provider: String) -> Self {
        let mut state = State::new(&options, identity_provider);
        options.faults.iter().for_each(|plan| state.control.faults.add(*plan));
        Self {
            options,
            state: Mutex::new(state),
            log: Log::default(),
            identity_provider_log: Log::default(),
            other_application_log: Log::default(),
            abandoned: Arc::default(),
        }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything that changes while a stand-in runs.
pub(crate) struct State {
    pub(crate) sessions: Sessions,
    pub(crate) users: Users,
    pub(crate) crumbs: CrumbIssuer,
    pub(crate) control: Control,
    pub(crate) gates: Gates,
    /// The part of static URLs that changes with every start.
    pub(crate) resources: String,
}

impl State {
    fn new(options: &Options, identity_provider: String) -> Self {
        Self {
            sessions: Sessions::new(),
            users: Users::new(&options.accounts),
            crumbs: CrumbIssuer::new(),
            control: Control::default(),
            gates: Gates::new(&options.gates, identity_provider),
            resources: random::hex_of::<4>(),
        }
    }

    /// Restarts the controller: users, tokens, crumbs, and what tests asked for stay, and legacy tokens come back whose
    /// secret is left.
    pub(crate) fn restart(&mut self) {
        self.sessions.close_all();
        self.users.reload();
        self.resources = random::hex_of::<4>();
    }
}
