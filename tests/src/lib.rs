//! What contract tests need of a person and a browser: a session without one.

#![forbid(unsafe_code)]

mod flow;
mod page;
mod session;
mod sign_in;
mod transport;

pub use flow::run;
pub use page::{OrdinaryPage, Page, Parsed};
pub use session::Session;
pub use sign_in::{SignInError, sign_in};
pub use transport::NativeTransport;
