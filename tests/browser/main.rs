//! Browser tests: the extension in a real browser, opened by its toolbar button.

#![expect(clippy::unwrap_used, reason = "a failed step of a test, also of its helpers, is a failed test")]

mod controllers;
mod hostile;
mod lifetime;
mod list;
mod main_job;
mod renaming;
mod replacing;
mod revoking;
mod server;
mod sessions;
mod tokens;
mod world;
