//! An embedded stand-in for a Jenkins controller, for the demo and the tests, and for those of other clients: the README in
//! this folder introduces it to their authors.
//!
//! It answers like five generations of Jenkins core: the sign-in form, sessions and crumbs, the pages a
//! person looks at, the JSON and XML APIs about the user, and everything about API tokens: creating, listing,
//! renaming, and revoking them, for oneself and through the script console for others. Its replies are compared with
//! exchanges and pages recorded with real controllers, so a client that works here also works there.
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
//! What a client can see: statuses, headers, messages, the attributes of `<head>` and `<body>`, cookies.
//! Every path below `/job/` is answered, so a test can open any job: its page, a build, its
//! console output, an artifact (`/job/x/1/artifact/report.html`), or its workspace (`/job/x/ws/`). `/blue/` is
//! the front end of a plugin.
//!
//! # Scripts
//! The stand-in does not run Groovy. It has its own parser for the scripts that core writes for other users' tokens: it
//! reads the values that a script defines, and which members of Jenkins' classes the script uses. A script that does
//! anything else gets a stack trace, also with status 200. The others print one JSON document between the lines
//! `<<<latchkey` and `latchkey>>>`:
//!
//! | script | defines | prints |
//! |---|---|---|
//! | generate | `userId`, `tokenName`, `lastDay` | `{"ok":{"name","uuid","value","expires"}}`, or `{"error":"pastExpiry"}` |
//! | list | `userIds` | `{"ok":[{"user","tokens":[{"uuid","name","created","legacy","uses","lastUsed","expires"}]}]}`; `error` instead of `tokens` for a user who is unknown or whose record is broken |
//! | users | `skipped`, `count` | `{"ok":{"ids":[…],"total"}}`, sorted by ID |
//! | rename | `userId`, `tokenUuid`, `newName` | `{"ok":true}`, or `{"error":"unknownToken"}` |
//! | revoke | `userId`, `tokenUuid` | `{"ok":true}`, also if there was no such token |
//! | revoke several | `tokens`, each with user and UUID | `{"ok":[{"uuid","revoked"}]}`: whether there was such a token; `error` instead of `revoked` for an exception |
//!
//! Instants are in milliseconds, days are written like `2026-12-24`, and null means unknown or never. An unknown user
//! gives `{"error":"unknownUser"}`.
//!
//! # Faults
//! [`Fault`] names everything that can go wrong with the next request of a kind, or with every one. Faults are planned
//! by [`Options::faults`], [`Standin::fault_next`], and [`Standin::fault_every`].
//!
//! # Gates
//! [`Gate`] names what stands in front of the controller, or decides who gets in: proxies, web application firewalls,
//! sign-ons, and settings of the controller. They are on from the start ([`Options::gates`]) or are switched while a page
//! is open ([`Standin::set_gates`]); [`Standin::end_gate_sessions`] ends the sessions that people have with them.
//!
//! # Out of scope
//! Jobs that run, plugins, permissions other than "administrator or not", and a remember-me cookie that works.
//! Nothing is stored when it stops, and it listens on the loopback interface unless [`Options::address`] says otherwise.

#![forbid(unsafe_code)]

mod abandoned;
mod api;
mod authentication;
mod bulk_users;
mod commence_login;
mod connection;
mod control;
mod controller;
mod crumb;
mod expiry;
mod fault;
mod form;
mod gate;
mod identity_provider;
mod incoming;
mod jenkins_reply;
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
mod script;
mod server;
mod sessions;
mod sign_in;
mod standin;
mod token_actions;
mod tokens;
mod users;

pub use crate::control::{CannedAnswer, HeldReply};
pub use crate::fault::{Fault, FaultPlan, FaultedRequest, ParseFaultPlanError};
pub use crate::gate::{
    Apache, GATE_PASSWORD, GATE_TOKEN, GATE_USER, Gate, Haproxy, Nginx, ParseGateError, Security, SignOn,
};
pub use crate::jenkins_version::{JenkinsVersion, ParseJenkinsVersionError, SameSite};
pub use crate::new_token::NewToken;
pub use crate::options::Options;
pub use crate::request_log::RecordedRequest;
pub use crate::standin::Standin;
pub use crate::tokens::TokenRecord;
pub use crate::users::Account;
/// The date and the instant in a [`TokenRecord`].
pub use jiff::{Timestamp, civil::Date};
