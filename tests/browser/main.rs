//! Browser tests: the extension in real browsers, opened by its toolbar button.

#![expect(clippy::unwrap_used, reason = "a failed step of a test or of its helpers fails the test")]

/// Makes each function a test in each browser, named `chromium::…` and `firefox::…`.
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

/// The same for tests that only the long run has time for.
macro_rules! long_in_every_browser {
    ($($name:ident),* $(,)?) => {
        mod long_in {
            mod chromium {
                $(
                    #[test]
                    #[ignore = "takes minutes: cargo xtask test --long"]
                    fn $name() { super::super::$name(latchkey_driver::BrowserKind::Chromium); }
                )*
            }
            mod firefox {
                $(
                    #[test]
                    #[ignore = "takes minutes: cargo xtask test --long"]
                    fn $name() { super::super::$name(latchkey_driver::BrowserKind::Firefox); }
                )*
            }
        }
    };
}

mod axe;
mod busy_page;
mod controllers;
mod cookie_stores;
mod credential_format;
mod credentials_in_url;
mod drafts;
mod early;
mod forced_colors;
mod gates;
mod interruptions;
mod jenkins_tokens_page;
mod keyboard;
mod languages;
mod layout_and_a11y;
mod lifetime;
mod list;
mod login;
mod long_list;
mod look;
mod main_job;
mod other_users;
mod pages;
mod policy;
mod remembered_controllers;
mod reminders;
mod renaming;
mod replacing;
mod replies;
mod revoking;
mod scripts;
mod secrets;
mod server;
mod sessions;
mod settings;
mod signing_in;
mod spoofing;
mod tokens;
mod untrusted_pages;
mod views;

use latchkey_tests::{context, localized};
