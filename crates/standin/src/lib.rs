//! An embedded stand-in for a Jenkins controller, for the demo and the tests.
//!
//! It answers the way five generations of Jenkins core answer: the sign-in form, sessions and crumbs, the pages a
//! person looks at, the JSON and XML interfaces about the user, and everything about API tokens: making, listing,
//! renaming and revoking them, for oneself and through the script console for others. What it answers is held to
//! exchanges and pages recorded with real controllers, so a client that works here meets no surprise there.
//!
//! ```
//! use latchkey_standin::{JenkinsVersion, Options, Standin};
//!
//! # fn main() -> std::io::Result<()> {
//! let standin = Standin::start(Options { core: JenkinsVersion::V2_516_3, ..Options::default() })?;
//! println!("{}/login", standin.url());
//! # Ok(())
//! # }
//! ```
//!
//! # In scope
//! What a client sees on the wire: statuses, headers, sentences, the attributes of `<head>` and `<body>`, cookies.
//! Every address below `/job/` is answered, so a test may stand on whatever job it likes: on its page, on a build, on
//! console output, on an artifact (`/job/x/1/artifact/report.html`) or in its workspace (`/job/x/ws/`). `/blue/` is
//! the front end of a plugin.
//!
//! # Scripts
//! The stand-in does not run Groovy. It reads the scripts that core writes for other users' tokens, with a parser of its
//! own: the values that a script defines at its beginning, and which members of Jenkins' classes it uses after that. A
//! script that does anything else gets a stack trace, also with status 200. The others print one JSON document between
//! the lines `<<<latchkey` and `latchkey>>>`:
//!
//! | script | defines | prints |
//! |---|---|---|
//! | generate | `userId`, `tokenName`, `lastDay` | `{"ok":{"name","uuid","value","expires"}}`, or `{"error":"pastExpiry"}` |
//! | list | `userIds` | `{"ok":[{"user","tokens":[{"uuid","name","created","legacy","uses","lastUsed","expires"}]}]}`; `error` instead of `tokens` for a user who is unknown or whose record is broken |
//! | users | `skipped`, `count` | `{"ok":{"ids":[…],"total"}}`, sorted by ID |
//! | rename | `userId`, `tokenUuid`, `newName` | `{"ok":true}`, or `{"error":"unknownToken"}` |
//! | revoke | `userId`, `tokenUuid` | `{"ok":true}`, also if there was no such token |
//!
//! Instants are in milliseconds, days are written like `2026-12-24`, and null means unknown or never. An unknown user
//! gives `{"error":"unknownUser"}`.
//!
//! # Faults
//! [`Fault`] names everything that can go wrong with the next request of a kind, or with every one. Faults are planned
//! by [`Options::faults`], [`Standin::fault_next`], and [`Standin::fault_every`].
//!
//! # Out of scope
//! Jobs that run, plugins, permissions beyond "administrator or not", and a remember-me cookie that is honoured.
//! Nothing is kept when it stops, and it listens on the loopback interface only.

#![forbid(unsafe_code)]

mod abandoned;
mod api;
mod authentication;
mod bulk_users;
mod connection;
mod control;
mod controller;
mod crumb;
mod expiry;
mod fault;
mod form;
mod jenkins_version;
mod jetty_error;
mod language;
mod new_token;
mod options;
mod pages;
mod random;
mod refusals;
mod reply;
mod request_context;
mod request_log;
mod router;
mod same_site;
mod script;
mod server;
mod sessions;
mod sign_in;
mod single_sign_on;
mod standin;
mod token_actions;
mod tokens;
mod users;

pub use crate::control::{CannedAnswer, HeldReply};
pub use crate::fault::{Fault, FaultPlan, FaultedRequest, ParseFaultPlanError};
pub use crate::jenkins_version::{JenkinsVersion, ParseJenkinsVersionError};
pub use crate::new_token::NewToken;
pub use crate::options::{Options, ScriptConsole};
pub use crate::request_log::RecordedRequest;
pub use crate::same_site::{ParseSameSiteError, SameSite};
pub use crate::single_sign_on::SingleSignOn;
pub use crate::standin::Standin;
pub use crate::tokens::TokenRecord;
pub use crate::users::Account;
/// The date and the instant in a [`TokenRecord`].
pub use jiff::{Timestamp, civil::Date};
