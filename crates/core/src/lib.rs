//! Jenkins' protocol for API tokens.
//!
//! If you are new to it, begin with [the guide](#a-guide-to-jenkins-api-tokens) below. `crates/core/examples/list_tokens.rs` in
//! the repository is a whole program: it lists your tokens over its own transport. For a transport and an HTML parser that are
//! ready to use, see the crate `latchkey-native`.
//!
//! This crate models the requests and replies by which a user gets an API token from a Jenkins controller,
//! and the flows over them. The browser extension and the CLI share it.
//!
//! # In scope
//!
//! * the controller's root URL with its context path ([`ControllerUrl`]) and the version of Jenkins
//!   core ([`CoreVersion`]);
//! * crumbs, Jenkins' protection against cross-site request forgery ([`Crumb`]);
//! * users ([`WhoAmI`], [`User`]) and the owner of a token ([`Owner`]);
//! * API tokens: their names, expiry, the request that creates one and its reply ([`token`]);
//! * the page on which users manage their tokens ([`listing`]);
//! * the signs by which a page shows that it is Jenkins' ([`page`]);
//! * Groovy scripts with which administrators manage other users' tokens ([`script`]);
//! * the formats in which a token is copied ([`credential_format`]);
//! * the look for a token whose creation no reply confirmed ([`look`]);
//! * what the popup and a terminal that waits for a token say to each other ([`login`]);
//! * errors, and the outcome of a change that no reply confirmed ([`Error`], [`Unconfirmed`]);
//! * the flows ([`Client`]).
//!
//! # Out of scope
//!
//! * I/O: the caller provides a [`Transport`];
//! * clocks: the caller passes dates;
//! * parsing HTML: the caller provides the parser ([`listing::Element`]).
//!
#![doc = include_str!("guide.md")]
#![forbid(unsafe_code)]

pub mod client;
pub mod controller;
pub mod credential_format;
pub mod crumb;
pub mod error;
pub mod http;
mod json;
pub mod listing;
pub mod login;
pub mod look;
pub mod page;
pub mod permission;
pub mod refusal;
pub mod script;
pub mod secret;
pub mod text;
pub mod token;
#[cfg(test)]
mod untrusted_replies;
pub mod user;
pub mod version;

pub use client::{ActAs, Client, NewTokenRequest, Verification};
pub use controller::ControllerUrl;
pub use credential_format::{CredentialFormat, FormatError};
pub use crumb::{Crumb, CrumbSource};
pub use error::{Error, Outcome, Unconfirmed};
pub use http::{Reply, Request, Transport, TransportError};
pub use listing::{Listing, ListingError, TokenRow};
pub use page::{ControllerPage, PageKind, PageSigns};
pub use script::Script;
pub use secret::Secret;
pub use token::{Expiry, GeneratedToken, TokenName};
pub use user::{Owner, User, UserId, WhoAmI};
pub use version::CoreVersion;
