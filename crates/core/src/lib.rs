//! What Jenkins speaks about API tokens.
//!
//! This crate models the requests and replies by which a person gets an API token from a Jenkins
//! controller, and the flows over them. It is shared by the browser extension and the command line.
//!
//! # In scope
//!
//! * the controller's root URL with its context path ([`ControllerUrl`]) and the version of Jenkins
//!   core ([`CoreVersion`]);
//! * crumbs, Jenkins' protection against cross-site request forgery ([`Crumb`]);
//! * who somebody is to the controller ([`WhoAmI`], [`User`]);
//! * API tokens: their names, expiry, the request that makes one and its reply ([`token`]);
//! * what the page means on which people look after their tokens ([`listing`]);
//! * the signs by which a page shows that it is Jenkins' ([`page`]);
//! * Groovy for other users' tokens, which administrators run ([`script`]);
//! * ways to hand a token over ([`credential_format`]);
//! * every refusal told apart ([`Error`]);
//! * whose tokens they are ([`Owner`]);
//! * the flows, each readable from top to bottom ([`Client`]).
//!
//! # Out of scope
//!
//! * I/O: whoever uses the crate brings a [`Transport`];
//! * clocks: dates are handed in;
//! * reading HTML: whoever has a parser reads it, the meaning of what is read stands here.
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
pub mod page;
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
