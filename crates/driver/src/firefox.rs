//! Firefox, through Marionette, and modules of our own in the browser's processes.
//!
//! Marionette, the protocol that Firefox is tested with itself (JSON over a socket of this machine), is used
//! for three commands only: to begin, to install the extension and to run a script with the browser's own
//! rights. That script calls the modules in `firefox/modules`, which do the rest: WebDriver knows no
//! toolbar button, no popup and no background.

mod browser;
mod chrome;
mod connection;
mod document;
mod modules;
mod popup;
mod preferences;
mod running;
mod tab;

pub(crate) use browser::Firefox;
