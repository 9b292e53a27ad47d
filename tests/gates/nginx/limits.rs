//! nginx that limits rates, sizes, methods, and times.

use std::time::Duration;

use latchkey_standin::{Fault, FaultedRequest};

use super::behind;
use crate::claim::{Before, Claim};
use crate::journey::{ask_command_line, ask_popup};
use crate::person::{ask, claim};
use crate::snippets::{Snippet, snippet};

/// Popup and command line say that nothing was created, and nothing was.
fn nothing_is_created(configuration: Snippet) {
    let context = behind(configuration);
    let tab = context.signed_in();
    assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::NothingCreated, "{configuration}");
    let (claim, output) = ask_command_line(&context, &[]);
    assert_eq!(claim, Claim::NothingCreated, "{configuration}: {output:?}");
    assert_eq!(context.generate_requests(), 0);
}

#[test]
#[ignore = "needs nginx"]
fn nothing_is_created_where_the_body_is_too_large() {
    nothing_is_created(snippet!("nginx/body-size.conf"));
}

#[test]
#[ignore = "needs nginx"]
fn nothing_is_created_where_only_reading_is_allowed() {
    nothing_is_created(snippet!("nginx/read-only.conf"));
}

#[test]
#[ignore = "needs nginx"]
fn nothing_is_created_beyond_a_rate_limit() {
    for configuration in [snippet!("nginx/rate-limit-429.conf"), snippet!("nginx/rate-limit-503.conf")] {
        let context = behind(configuration);
        let tab = context.signed_in();
        let (claim, output) = ask_command_line(&context, &[]);
        assert!(matches!(claim, Claim::Delivered(_)), "{configuration}: {output:?}");
        assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::NothingCreated, "{configuration}");
        let (claim, output) = ask_command_line(&context, &[]);
        assert_eq!(claim, Claim::NothingCreated, "{configuration}: {output:?}");
    }
}

#[test]
#[ignore = "needs nginx"]
fn a_token_created_before_the_time_limit_is_found() {
    let context = behind(snippet!("nginx/read-timeout.conf"));
    let tab = context.signed_in();
    let held = context.inner.standin.hold_next_generate();
    assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::ValueLost);
    drop(held);
    let _held = context.inner.standin.hold_next_generate();
    let (claim, output) = ask_command_line(&context, &[]);
    assert_eq!(claim, Claim::ValueLost, "{output:?}");
}

#[test]
#[ignore = "needs nginx"]
fn a_token_created_after_the_time_limit_is_found_later() {
    let context = behind(snippet!("nginx/read-timeout.conf"));
    let tab = context.signed_in();
    let before = Before::of(&context.inner.standin, "alice");
    context.inner.standin.fault_next(Fault::LateExecution, FaultedRequest::Generate);
    let popup = context.press(&tab);
    ask(&popup, "late");
    let told = claim(&popup);
    // Jenkins may act before or after Latchkey has looked.
    assert!(matches!(told, Claim::NotKnownYet | Claim::ValueLost), "{told:?}");
    assert!(context.inner.standin.wait_for_abandoned_requests(Duration::from_secs(30)));
    popup.close().unwrap();
    let told = claim(&context.press(&tab));
    assert_eq!(told, Claim::ValueLost);
    before.check(&told);
}
