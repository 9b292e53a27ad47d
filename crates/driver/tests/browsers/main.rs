//! The driver against real browsers, with the extension in `fixture-extension`.

#![expect(clippy::unwrap_used, reason = "a failed step of a test, also of its helpers, is a failed test")]

/// Makes a test of each function for each browser, named `chromium::…` and `firefox::…`.
macro_rules! in_every_browser {
    ($($name:ident),* $(,)?) => {
        mod chromium {
            $(#[test] fn $name() { super::$name(latchkey_driver::BrowserKind::Chromium); })*
        }
        mod firefox {
            $(#[test] fn $name() { super::$name(latchkey_driver::BrowserKind::Firefox); })*
        }
    };
}

mod alike;
mod differences;
mod roles;
mod support;
mod warnings;
