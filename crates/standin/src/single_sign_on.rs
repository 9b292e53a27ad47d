//! Single sign-on in front of the controller: until somebody signed in there, nothing of Jenkins is reached.
//!
//! The front lets requests through that carry its cookie. Anyone else is sent to a sign-in page on another origin; its
//! one button leads back to the front with a ticket, for which the front sets the cookie.

mod front;
mod sign_in_page;

use std::collections::HashSet;

pub(crate) use front::answer;
pub(crate) use sign_in_page::router;

use crate::random;

/// What the front answers to those who did not sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SingleSignOn {
    /// A redirect to the sign-in page.
    Redirect,
    /// A page with status 200 that links to the sign-in page, also where JSON was expected.
    Html,
}

/// Who signed in at the front.
#[derive(Default)]
pub(crate) struct SignOns {
    required: bool,
    cookies: HashSet<String>,
    tickets: HashSet<String>,
}

impl SignOns {
    /// Switches the front on, which forgets everybody who signed in there, or off.
    pub(crate) fn require(&mut self, on: bool) {
        *self = Self { required: on, ..Self::default() };
    }

    /// A ticket, good once, for the cookie.
    pub(crate) fn issue_ticket(&mut self) -> String {
        let ticket = random::hex_of::<16>();
        self.tickets.insert(ticket.clone());
        ticket
    }

    /// The value of the cookie for a ticket.
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
