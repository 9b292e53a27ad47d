//! Single sign-on in front of the controller: a gate that only lets requests with its cookie through.
//!
//! Other requests are sent to a sign-in page on another origin. Its one button leads back to the gate with a ticket, for
//! which the gate sets the cookie.

mod front;
mod sign_in_page;

use std::collections::HashSet;

pub(crate) use front::answer;
pub(crate) use sign_in_page::router;

use crate::random;

/// What the gate answers to requests without its cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SingleSignOn {
    /// A redirect to the sign-in page.
    Redirect,
    /// A page with status 200 that links to the sign-in page, also where JSON was expected.
    Html,
}

/// Who signed in at the gate.
#[derive(Default)]
pub(crate) struct SignOns {
    required: bool,
    cookies: HashSet<String>,
    tickets: HashSet<String>,
}

impl SignOns {
    /// Switches the gate on or off. Both forget who signed in.
    pub(crate) fn require(&mut self, on: bool) {
        *self = Self { required: on, ..Self::default() };
    }

    /// A ticket that can be exchanged for the cookie once.
    pub(crate) fn issue_ticket(&mut self) -> String {
        let ticket = random::hex_of::<16>();
        self.tickets.insert(ticket.clone());
        ticket
    }

    /// Exchanges a ticket for the cookie's value.
    fn redeem(&mut self, ticket: &str) -> Option<String> {
        self.tickets.remove(ticket).then(|| {
            let cookie = random::hex_of::<16>();
            self.cookies.insert(cookie.clone());
            cookie
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_once() {
        let mut sign_ons = SignOns::default();
        let ticket = sign_ons.issue_ticket();
        assert!(sign_ons.redeem(&ticket).is_some());
        assert_eq!(sign_ons.redeem(&ticket), None);
    }
}
