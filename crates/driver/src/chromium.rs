//! Chromium and Chrome, through the DevTools protocol over a pipe.
//!
//! The client is our own. Pressing a toolbar button is `Extensions.triggerAction`, which Chromium takes over a pipe only,
//! and chromiumoxide 0.9.1 speaks over WebSockets only. Its protocol knows `Extensions.loadUnpacked` and
//! `getStorageItems`, but not `triggerAction`, and is 111,000 generated lines for the few commands used here.

mod accessibility;
mod browser;
mod connection;
mod hidden_page;
mod keyboard;
mod network;
mod picture;
mod popup;
mod running;
mod session;
mod tab;
mod targets;

pub(crate) use browser::Chromium;
pub(crate) use tab::ChromiumTab;
