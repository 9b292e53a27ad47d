//! Browser tests: the extension in a real browser, opened by its toolbar button.

mod controllers;
mod hostile;
mod lifetime;
mod list;
mod main_job;
mod server;
mod sessions;
mod tokens;
mod world;
