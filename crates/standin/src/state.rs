//! Everything that changes while a stand-in runs.

use crate::control::Control;
use crate::crumb::CrumbIssuer;
use crate::options::Account;
use crate::random;
use crate::sessions::Sessions;
use crate::single_sign_on::SignOns;
use crate::users::Users;

/// Everything that changes while a stand-in runs.
pub(crate) struct State {
    pub(crate) sessions: Sessions,
    pub(crate) users: Users,
    pub(crate) crumbs: CrumbIssuer,
    pub(crate) control: Control,
    pub(crate) sign_ons: SignOns,
    /// The part of the addresses of static files that changes with every start.
    pub(crate) resources: String,
}

impl State {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        Self {
            sessions: Sessions::new(),
            users: Users::new(accounts),
            crumbs: CrumbIssuer::new(),
            control: Control::default(),
            sign_ons: SignOns::default(),
            resources: random::hex_of::<4>(),
        }
    }

    /// What a restart leaves: users with their tokens, the secret behind the crumbs, and what tests asked for.
    pub(crate) fn restart(&mut self) {
        self.sessions.close_all();
        self.resources = random::hex_of::<4>();
    }
}
