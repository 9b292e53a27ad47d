//! Browser tests: the extension in a real browser, opened by its toolbar button.

mod main_job;
mod world;
