//! Opening the page, as the person's desktop opens pages: with `BROWSER`, or the system's default browser.

use std::thread;

/// Opens a URL, without waiting for the browser.
pub(crate) fn open(url: String, failed: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        if webbrowser::open(&url).is_err() {
            failed();
        }
    });
}
