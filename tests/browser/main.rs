//! Browser tests: the extension in a real browser, opened by its toolbar button.

mod axe;
mod controllers;
mod hostile;
mod keyboard;
mod lifetime;
mod looks;
mod main_job;
mod server;
mod sessions;
mod views;
mod world;
