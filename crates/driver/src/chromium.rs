//! Chromium and Chrome, through the DevTools protocol over a pipe.
//!
//! The client is our own: maintained Rust clients (chromiumoxide, headless_chrome) know neither the
//! `Extensions` domain, without which nothing presses a toolbar button, nor targets of the type `tab`.

mod accessibility;
mod browser;
mod closing;
mod connection;
mod element;
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
