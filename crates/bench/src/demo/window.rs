//! The demo with a person at the display.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use latchkey_driver::{Browser, BrowserKind};

use crate::controller::Controller;

/// Whether a window could be opened.
pub(super) fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Prints what to click, and waits until the browser is closed or the demo is interrupted.
pub(super) fn stay(kind: BrowserKind, browser: &Browser, controller: &Controller) -> Result<()> {
    let (name, place) = match kind {
        BrowserKind::Chromium => ("Chromium", " (behind the puzzle piece)"),
        BrowserKind::Firefox => ("Firefox", ""),
    };
    let standin = if controller.is_standin() { ", a stand-in for a Jenkins controller" } else { "" };
    println!(
        "{name} is open and signed in as {} at {}{standin}.
  1. Press Latchkey's button in the toolbar{place}, or Alt+Shift+K.
  2. Press Enter to generate a token.
  3. Press `Copy token`.
Close the browser when you are done, or press Ctrl-C here.",
        controller.user, controller.root
    );
    let interrupted = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&interrupted);
    ctrlc::set_handler(move || noted.store(true, Ordering::Relaxed)).context("cannot handle Ctrl-C")?;
    while !interrupted.load(Ordering::Relaxed) && browser.version().is_ok() {
        thread::sleep(Duration::from_millis(500));
    }
    Ok(())
}
