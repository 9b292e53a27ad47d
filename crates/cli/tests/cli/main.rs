//! The command line as a person or a script runs it: its binary, against stand-ins and a TLS server of this test.
//!
//! Whatever is run here, its output is searched for secrets that have no business there.

mod accounts;
mod audit;
mod context;
mod contract;
mod create;
mod failures;
mod help;
mod interrupt;
mod list;
mod manage;
mod network;
mod output;
mod replace;
mod roots;
mod saved;
mod secrets;
#[cfg(target_os = "linux")]
mod terminal;
mod tls;
