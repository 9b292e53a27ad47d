//! The terminal that asks for a token (`latchkey login`).

use latchkey_core::login::{Code, LoginAddress, LoginRequest, Refusal, SavedIn};
use latchkey_core::{ControllerUrl, UserId};

use crate::model::lowercase;
use crate::model::state::{Identity, State};

/// What is known of the terminal that the page's address leads to.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Terminal {
    /// The address leads to none, or the popup is done with it.
    #[default]
    None,
    /// Its request is on its way.
    Reading(LoginAddress),
    Unread(ReadFailure),
    /// It asks for a token of this controller, which is another one.
    Elsewhere(ControllerUrl),
    /// It waits, but the person wants a token without it.
    Bypassed,
    /// It waits for a token, which this request describes.
    Waiting(LoginAddress, Box<LoginRequest>),
    /// It has saved the token of this name.
    Saved {
        name: String,
        /// Whose token it is, as the terminal found out.
        user: UserId,
        location: SavedIn,
    },
}

impl Terminal {
    /// What it asks for, while it waits.
    pub(crate) fn request(&self) -> Option<&LoginRequest> {
        if let Self::Waiting(_, request) = self { Some(request) } else { None }
    }

    /// Where it waits for a token.
    pub(crate) fn address(&self) -> Option<&LoginAddress> {
        if let Self::Waiting(address, _) = self { Some(address) } else { None }
    }

    /// Whether it waits for a token.
    pub(crate) fn is_waiting(&self) -> bool {
        self.request().is_some()
    }

    /// Whether its request is on its way.
    pub(crate) fn is_being_read(&self) -> bool {
        matches!(self, Self::Reading(_))
    }
}

impl State {
    /// Whether a token is on its way to a terminal, or will be once it is known who is signed in.
    pub(crate) fn is_delivering(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| match shown.delivery {
            Some(delivery) => delivery == Delivery::UnderWay,
            None => shown.held.entry.terminal.is_some() && self.identity == Identity::Unknown,
        })
    }

    /// The user for whom the terminal wants a token and the user who is signed in, if they differ.
    pub(crate) fn user_mismatch(&self) -> Option<(&UserId, &UserId)> {
        let (wanted, user) = (self.terminal.request()?.user.as_ref()?, &self.user()?.id);
        // Most controllers compare ids without regard to case.
        (lowercase(wanted.as_str()) != lowercase(user.as_str())).then_some((wanted, user))
    }
}

/// Why the request of a terminal is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadFailure {
    /// An administrator has turned terminal logins off.
    Off,
    /// Nothing answers with a request of that hash. An address that is out of reach from this browser looks like one at
    /// which nobody waits any more.
    OutOfReach,
    /// It has the right hash, but another version, or it is damaged.
    Unreadable,
}

/// The terminal that a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recipient {
    pub(crate) address: LoginAddress,
    /// The code that it has accepted. It is not in the journal: only the session's memory has it.
    pub(crate) code: Option<Code>,
}

impl Recipient {
    /// The terminal at the address that a record names; its code stands elsewhere.
    pub(crate) fn of_address(address: &str) -> Option<Self> {
        Some(Self { address: LoginAddress::parse(address)?, code: None })
    }

    /// The code, as it is stored in the session's memory.
    pub(crate) fn revealed_code(&self) -> Option<&str> {
        self.code.as_ref().map(Code::reveal)
    }
}

/// How far the delivery of a token to its terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    UnderWay,
    /// No answer that can be believed came. The terminal may have the token.
    Unanswered,
    Refused(Refusal),
}

/// Why a token was not created for the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeError {
    /// What was typed is no code.
    Malformed,
    /// It is not the terminal's code; this number of tries is left.
    Wrong { left: u8 },
    /// No answer that can be believed came.
    Unanswered,
    /// The person did not allow the browser to transmit tokens (Firefox).
    NotAllowed,
}

/// The code as it was typed, in ASCII: keyboards of some languages type other digits.
pub(crate) fn code(typed: &str) -> Option<Code> {
    Code::parse(&typed.chars().map(ascii_digit).collect::<String>())
}

fn ascii_digit(c: char) -> char {
    // Zero in Arabic, in Persian and Urdu, and in Japanese.
    let zeros = ['\u{660}', '\u{6f0}', '\u{ff10}'];
    let value =
        zeros.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_can_be_typed_in_the_digits_of_any_language() {
        for typed in ["0821", " 0821 ", "٠٨٢١", "۰۸۲۱", "０８２１"] {
            assert_eq!(code(typed).unwrap().reveal(), "0821");
        }
        for typed in ["", "821", "08210", "08a1", "०८२१"] {
            assert_eq!(code(typed), None, "{typed}");
        }
    }
}
