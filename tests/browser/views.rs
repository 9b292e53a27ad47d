//! Every view of the popup, brought about as a person does. Each walk shows its views one after the other to
//! whoever looks.

mod alerts;
mod create;
mod dialogs;
mod token;
mod tokens;
mod unsupported_pages;

pub(crate) use self::alerts::{about_requests, about_the_form, about_tokens};
pub(crate) use self::create::create;
pub(crate) use self::dialogs::dialogs;
pub(crate) use self::token::token;
pub(crate) use self::tokens::{in_every_state, managing, odd_names};
pub(crate) use self::unsupported_pages::unsupported_pages;

use latchkey_driver::Popup;

use crate::localized::Localized;

/// Looks at one view, by its name.
pub(crate) type Show<'a> = &'a dyn Fn(&Popup, &str);

/// Opens the disclosure `For another user` of that id.
fn open_details(popup: &Popup, id: &str) {
    popup.evaluate(&format!("document.querySelector('#{id} > summary').click()")).unwrap();
    popup.wait_for(&format!("document.getElementById({id:?}).open")).unwrap();
}

/// Chooses the tab `Tokens` and waits until that many are listed.
fn list(popup: &Popup, count: usize) {
    popup.find_localized("tab", "Tokens").unwrap().click().unwrap();
    wait_for_rows(popup, count);
}

fn wait_for_rows(popup: &Popup, count: usize) {
    popup.wait_for(&format!("document.querySelectorAll('#list > li').length === {count}")).unwrap();
}

/// Waits until the token that is shown has been tried.
fn wait_for_verdict(popup: &Popup, verdict: &str) {
    let verdict = popup.localized(verdict);
    popup.wait_for(&format!("document.getElementById('token-works').textContent === {verdict:?}")).unwrap();
}
