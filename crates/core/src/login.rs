//! `latchkey login`: how a terminal gets its token from the browser.
//!
//! The command listens on the loopback interface and opens a [`LoginAddress`], a page of the controller whose query
//! names the port and a hash. The popup on that page fetches the [`LoginRequest`] with this hash. The person types the
//! [`Code`] that the terminal shows, and the popup sends each [`Message`] sealed with HPKE (RFC 9180) to the one-time
//! key of the request. The terminal replies with an [`Answer`].
//!
//! Hashing, sealing, and random numbers are left to the caller: the browser has its own, and the CLI other libraries.

mod address;
mod answer;
mod message;
mod request;

pub use address::{LoginAddress, PARAMETER, RequestId};
pub use answer::{Answer, Refusal, SavedIn};
pub use message::{Code, DeliveredToken, Message, Receipt};
pub use request::{LoginRequest, LoginRequestError, PublicKey};

/// What hash and seals are bound to: the name of the protocol, and the text of the request as it was fetched.
///
/// Its SHA-256 is the [`RequestId`]; HPKE takes it as `info`.
pub fn binding(request: &str) -> Vec<u8> {
    [b"latchkey login 1\0", request.as_bytes()].concat()
}
