//! nginx that hides headers of Jenkins, or replaces its error pages.

use latchkey_driver::Popup;
use latchkey_tests::context::click;

use super::behind;
use crate::journey;
use crate::person::{ask, wait_for_alert};
use crate::snippets::snippet;

#[test]
#[ignore = "needs nginx"]
fn a_session_that_ended_is_recognized_without_headers_of_jenkins() {
    let context = behind(snippet!("nginx/hidden-headers.conf"));
    let tab = context.signed_in();
    journey::command_line(&context);
    let popup = context.press(&tab);
    assert_eq!(journey::popup(&context, &popup), "Works as alice");
    back_to_form(&popup);
    context.standin.end_sessions();
    ask(&popup, "too late");
    wait_for_alert(&popup, "signed_out");
    click(&popup, "Sign in");
    popup.wait_until_closed().unwrap();
    tab.wait_for("location.pathname === '/login' && document.readyState === 'complete'").unwrap();
    assert!(context.tokens().is_empty());
}

#[test]
#[ignore = "needs nginx"]
fn a_session_that_ended_is_recognized_behind_error_pages_of_nginx() {
    let context = behind(snippet!("nginx/own-error-pages.conf"));
    let tab = context.signed_in();
    let popup = context.press(&tab);
    assert_eq!(journey::popup(&context, &popup), "Works as alice");
    back_to_form(&popup);
    context.standin.end_sessions();
    ask(&popup, "too late");
    wait_for_alert(&popup, "open_page_again");
    assert!(context.tokens().is_empty());
}

/// Leaves the list for the form.
fn back_to_form(popup: &Popup) {
    popup.find("tab", "Create").unwrap().click().unwrap();
}
