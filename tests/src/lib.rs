//! What the tests share: for contract tests, a session over the product's own transport instead of a person and a
//! browser; for the others, a controller and a browser with the extension.

#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a failed step of a test or of its helpers fails the test")]

pub mod context;
pub mod localized;
pub mod login;
pub mod policy;
pub mod python;
mod session;
mod sign_in;
mod target;
mod transport;

pub use session::Session;
pub use sign_in::{SignInError, sign_in};
pub use target::target_directory;
pub use transport::RecordedTransport;
