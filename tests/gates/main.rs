//! Gate tests: real proxies, firewalls, and sign-ons before the stand-in, and the popup and the command line behind them.
//!
//! Every test compares what the popup and the command line claim with the tokens that the stand-in has. Only
//! `cargo xtask test --long` runs them, because they need programs that are not everywhere.

#![expect(clippy::unwrap_used, reason = "a failed step of a test or of its helpers fails the test")]
#![expect(clippy::print_stderr, reason = "a failed test prints the logs of its gate")]

mod apache;
mod changes;
mod claim;
mod command_line;
mod context;
mod documentation;
mod haproxy;
mod journey;
mod nginx;
mod oauth2_proxy;
mod person;
mod programs;
mod snippets;
