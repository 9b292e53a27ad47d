//! The gates that are on, and what they remember.

use std::collections::HashSet;

use super::{Gate, Nginx, Security};
use crate::incoming::Incoming;
use crate::{crumb, random};

/// The gates that are on.
#[derive(Default)]
pub(crate) struct Gates {
    /// The outermost first.
    on: Vec<Gate>,
    /// Requests that passed a rate limit.
    pub(super) passed: usize,
    /// Requests that the controller has not carried out, although their clients got a 504.
    late: Vec<Incoming>,
    cookies: HashSet<String>,
    codes: HashSet<String>,
    /// The address at which the identity provider of gates and sign-ons signs people in.
    identity_provider: String,
}

impl Gates {
    pub(crate) fn new(gates: &[Gate], identity_provider: String) -> Self {
        Self { on: gates.to_vec(), identity_provider, ..Self::default() }
    }

    /// Switches these gates on and all others off. Sessions stay; rate limits begin anew.
    pub(crate) fn set(&mut self, gates: &[Gate]) {
        self.on = gates.to_vec();
        self.passed = 0;
    }

    pub(crate) fn on(&self) -> &[Gate] {
        &self.on
    }

    pub(crate) fn identity_provider(&self) -> &str {
        &self.identity_provider
    }

    /// The name of the crumb's header and field.
    pub(crate) fn crumb_field(&self) -> &'static str {
        if self.on.contains(&Gate::Nginx(Nginx::DotCrumb)) { ".crumb" } else { crumb::FIELD }
    }

    /// Whether the controller is set up like this.
    pub(crate) fn has(&self, security: Security) -> bool {
        self.on.contains(&Gate::Security(security))
    }

    /// Whether the controller has no security realm, so that everybody is anonymous.
    pub(crate) fn has_no_realm(&self) -> bool {
        self.has(Security::NoSecurity) || self.has(Security::NobodyCanSignIn)
    }

    /// Whether people sign in with an identity provider.
    pub(crate) fn has_commence_login(&self) -> bool {
        self.takes_no_passwords() || self.has(Security::OicSession)
    }

    /// Whether the form of `login` lets nobody in, since people sign in with an identity provider.
    pub(crate) fn takes_no_passwords(&self) -> bool {
        [Security::CommenceLogin, Security::SamlSignIn, Security::RefererSignIn]
            .into_iter()
            .any(|security| self.has(security))
    }

    /// Whether tokens lack the groups of their users, and with them every permission.
    pub(crate) fn tokens_lack_groups(&self) -> bool {
        self.has(Security::TokenWithoutGroups) || self.has(Security::TokenWithoutGroupsOtherCase)
    }

    /// Ends every session of a gate.
    pub(crate) fn end_sessions(&mut self) {
        self.cookies.clear();
        self.codes.clear();
    }

    /// Opens a session and returns the value of its cookie.
    pub(super) fn open_session(&mut self) -> String {
        let cookie = random::hex_of::<16>();
        self.cookies.insert(cookie.clone());
        cookie
    }

    /// Whether the request carries a live session in this cookie.
    pub(super) fn has_session(&self, name: &str, incoming: &Incoming) -> bool {
        incoming.cookies().any(|(own, value)| own == name && self.cookies.contains(value))
    }

    /// A code with which an identity provider sends somebody back. It is good once.
    pub(crate) fn issue_code(&mut self) -> String {
        let code = random::hex_of::<16>();
        self.codes.insert(code.clone());
        code
    }

    /// Whether the code is good; it is not afterwards.
    pub(crate) fn redeem(&mut self, code: &str) -> bool {
        self.codes.remove(code)
    }

    pub(super) fn keep_for_later(&mut self, incoming: Incoming) {
        self.late.push(incoming);
    }

    pub(crate) fn take_late(&mut self) -> Vec<Incoming> {
        std::mem::take(&mut self.late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once() {
        let mut gates = Gates::default();
        let code = gates.issue_code();
        assert!(gates.redeem(&code) && !gates.redeem(&code));
    }
}
