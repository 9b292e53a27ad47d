//! Every view of the popup, reached as a user reaches it. Each walk passes its views to a callback, one by one.

mod alerts;
mod create;
mod dialogs;
mod reminders;
mod settings;
mod token;
mod tokens;
mod unsupported_pages;

pub(crate) use self::alerts::{form_errors, request_errors, token_errors};
pub(crate) use self::create::create;
pub(crate) use self::dialogs::dialogs;
pub(crate) use self::reminders::reminders;
pub(crate) use self::settings::{managed, settings};
pub(crate) use self::token::token;
pub(crate) use self::tokens::{in_every_state, odd_names, rename_and_revoke};
pub(crate) use self::unsupported_pages::unsupported_pages;

use latchkey_driver::Popup;

use crate::list::wait_for_count;
use crate::localized::Localized;

/// Checks one view, given by its name.
pub(crate) type Show<'a> = &'a dyn Fn(&Popup, &str);

/// Opens the disclosure `For another user` with this element ID.
fn open_details(popup: &Popup, id: &str) {
    popup.evaluate(&format!("document.querySelector('#{id} > summary').click()")).unwrap();
    popup.wait_for(&format!("document.getElementById({id:?}).open")).unwrap();
}

/// Opens the `Tokens` tab and waits for this number of tokens.
fn list(popup: &Popup, count: usize) {
    popup.find_localized("tab", "Tokens").unwrap().click().unwrap();
    wait_for_count(popup, count);
}

/// Waits until the token has been verified.
fn wait_for_verdict(popup: &Popup, verdict: &str) {
    let verdict = popup.localized(verdict);
    popup.wait_for(&format!("document.getElementById('token-works').textContent === {verdict:?}")).unwrap();
}
