//! Gates that stand in front of the controller or decide who gets in.

mod proxies;
mod realms;
mod security;
#[path = "../steering/session.rs"]
mod session;
mod sign_ons;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The value of an `Authorization` header for a user and secret with a colon between them.
fn basic(credentials: &str) -> String {
    format!("Basic {}", STANDARD.encode(credentials))
}
