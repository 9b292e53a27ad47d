//! What contract tests use instead of a person and a browser: a session over the product's own transport.

#![forbid(unsafe_code)]

mod session;
mod sign_in;
mod transport;

pub use session::Session;
pub use sign_in::{SignInError, sign_in};
pub use transport::RecordedTransport;
