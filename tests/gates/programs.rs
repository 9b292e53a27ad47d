//! The programs that stand before the stand-in.

mod address;
mod apache;
mod haproxy;
mod nginx;
mod oauth2_proxy;
mod process;

pub(crate) use self::address::Address;
pub(crate) use self::apache::apache;
pub(crate) use self::haproxy::haproxy;
pub(crate) use self::nginx::nginx;
pub(crate) use self::oauth2_proxy::{oauth2_proxy, openid_connect, openid_connect_behind};
pub(crate) use self::process::Process;

/// The people whom the gates know: `gate` with the password `gate-pass-1`.
const HTPASSWD: &str = include_str!("htpasswd");
