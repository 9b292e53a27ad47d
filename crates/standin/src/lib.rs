//! An embedded stand-in for a Jenkins controller, for the demo and the tests.
//!
//! It answers the way four generations of Jenkins core answer: the sign-in form, sessions and crumbs, the pages a
//! person looks at, the JSON and XML interfaces about the user, and the making of API tokens. What it answers is
//! held to exchanges recorded with real controllers, so a client that works here meets no surprise there.
//!
//! ```
//! use latchkey_standin::{Core, Options, Standin};
//!
//! # fn main() -> std::io::Result<()> {
//! let standin = Standin::start(Options { core: Core::V2_516_3, ..Options::default() })?;
//! println!("{}/login", standin.url());
//! # Ok(())
//! # }
//! ```
//!
//! # In scope
//! What a client sees on the wire: statuses, headers, sentences, the attributes of `<head>` and `<body>`, cookies.
//! Every address below `/job/` is answered, so a test may stand on whatever job it likes.
//!
//! # Out of scope
//! Jobs that run, plugins, permissions beyond "administrator or not", and a remember-me cookie that is honoured.
//! Nothing is kept when it stops, and it listens on the loopback interface only.

#![forbid(unsafe_code)]

mod answer;
mod api;
mod authentication;
mod clock;
mod container;
mod control;
mod crumb;
mod expiry;
mod form;
mod generate;
mod generation;
mod language;
mod new_token;
mod options;
mod pages;
mod random;
mod record;
mod refusals;
mod rename;
mod reply;
mod revoke;
mod script;
mod server;
mod sessions;
mod sign_in;
mod standin;
mod state;
mod tokens;
mod users;
mod visit;

pub use crate::control::{CannedAnswer, HeldReply};
pub use crate::generation::{Core, UnknownCore};
pub use crate::new_token::NewToken;
pub use crate::options::{Account, Options, SameSite, ScriptConsole, UnknownSameSite};
pub use crate::record::RecordedRequest;
pub use crate::standin::Standin;
pub use crate::tokens::TokenRecord;
/// The date and the instant in a [`TokenRecord`].
pub use jiff::{Timestamp, civil::Date};
