//! The command line as a person or a script runs it: the binary, against stand-ins and a TLS server.
//!
//! All output is searched for secrets that should not be in it.
//!
//! On Unix only: the tests use file modes, signals, and sh. On Windows, `cargo xtask package --target all --smoke-test` starts
//! the binary under Wine.

#![cfg(unix)]

mod accounts;
mod audit;
mod context;
mod contract;
mod create;
mod exec;
mod extra_headers;
mod failures;
#[cfg(target_os = "linux")]
mod fleet;
mod gates;
mod help;
mod interrupt;
#[cfg(target_os = "linux")]
mod keychain;
#[cfg(target_os = "linux")]
mod leftovers;
mod list;
#[cfg(target_os = "linux")]
mod login;
mod logout;
mod looks;
mod manage;
mod network;
mod output;
#[cfg(target_os = "linux")]
mod remembered_headers;
mod renew;
mod replace;
mod revoke_all;
mod roots;
mod saved;
mod schema;
mod secrets;
mod status;
#[cfg(target_os = "linux")]
mod terminal;
mod tls;
