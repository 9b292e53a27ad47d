//! The users that a gate knows by itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::incoming::Incoming;
use crate::users::Account;

/// A user whom gates know and Jenkins does not.
pub const GATE_USER: &str = "gate";
/// The password of [`GATE_USER`].
pub const GATE_PASSWORD: &str = "gate-pass-1";
/// A token with which a gate for programs lets any of them pass.
pub const GATE_TOKEN: &str = "gate-token-1";

/// Whether a gate knows this user: [`GATE_USER`], and Jenkins' users with the same passwords. It knows no API token.
pub(super) fn knows(accounts: &[Account], user: &str, password: &str) -> bool {
    let account = accounts.iter().any(|account| account.id == user && account.password == password);
    account || (user == GATE_USER && password == GATE_PASSWORD)
}

/// Whether `Proxy-Authorization` has [`GATE_TOKEN`].
pub(super) fn by_token(incoming: &Incoming) -> bool {
    incoming.header("proxy-authorization").and_then(|value| value.strip_prefix("Bearer ")) == Some(GATE_TOKEN)
}

/// The user whom HTTP Basic names with a password that the gate knows.
pub(super) fn by_basic(accounts: &[Account], incoming: &Incoming) -> Option<String> {
    let credentials = incoming.header("authorization")?.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    knows(accounts, user, password).then(|| user.to_owned())
}
