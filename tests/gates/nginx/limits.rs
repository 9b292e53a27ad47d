//! nginx that limits rates, sizes, methods, and times.

use std::time::Duration;

use latchkey_standin::{Fault, FaultedRequest};
use latchkey_tests::context::{ALICE, wait_for_identity};

use super::behind;
use crate::changes::{Change, revoke_in_popup, revoke_on_command_line};
use crate::claim::{Before, Claim};
use crate::command_line::CommandLine;
use crate::journey::{ask_command_line, ask_popup};
use crate::person::{ask, claim, list};
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
fn nothing_is_created_where_jenkins_cannot_be_reached() {
    nothing_is_created(snippet!("nginx/unreachable.conf"));
}

/// Neither the request nor the look afterwards reaches Jenkins.
#[test]
#[ignore = "needs nginx"]
fn a_request_with_too_large_cookies_is_looked_up_once_they_are_gone() {
    let context = behind(snippet!("nginx/large-cookies.conf"));
    let tab = context.signed_in();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    tab.evaluate("document.cookie = `large=${'x'.repeat(3000)}; path=/`").unwrap();
    assert_eq!(ask_popup(&context, &popup), Claim::NotKnownYet);
    popup.close().unwrap();
    tab.evaluate("document.cookie = 'large=; path=/; max-age=0'").unwrap();
    assert_eq!(claim(&context.press(&tab)), Claim::NothingCreated);
    assert_eq!(context.generate_requests(), 0);
}

#[test]
#[ignore = "needs nginx"]
fn nothing_is_changed_where_only_reading_is_allowed() {
    let configuration = snippet!("nginx/read-only.conf");
    nothing_is_created(configuration);
    let context = behind(configuration);
    let standin = &context.standin;
    context.add_token("kept");
    let revoked = CommandLine::at(&context.url).alice(&["revoke", "--yes", "kept"]);
    assert_eq!(revoke_on_command_line(standin, "kept", &revoked), Change::NotDone);
    let tab = context.signed_in();
    let popup = context.press(&tab);
    list(&popup, 1);
    assert_eq!(revoke_in_popup(standin, &popup, "kept"), Change::NotDone);
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
    let held = context.standin.hold_next_generate();
    assert!(ask_popup(&context, &context.press(&tab)).is_found());
    drop(held);
    let _held = context.standin.hold_next_generate();
    let (claim, output) = ask_command_line(&context, &[]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

#[test]
#[ignore = "needs nginx"]
fn a_token_created_after_the_time_limit_is_found_later() {
    let context = behind(snippet!("nginx/read-timeout.conf"));
    let tab = context.signed_in();
    let before = Before::of(&context.standin, "alice");
    context.standin.fault_next(Fault::LateExecution, FaultedRequest::Generate);
    let popup = context.press(&tab);
    ask(&popup, "late");
    let told = claim(&popup);
    // Jenkins may act before or after Latchkey has looked.
    assert!(told == Claim::NotKnownYet || told.is_found(), "{told:?}");
    assert!(context.standin.wait_for_abandoned_requests(Duration::from_secs(30)));
    popup.close().unwrap();
    let told = claim(&context.press(&tab));
    assert!(told.is_found(), "{told:?}");
    before.check(&told);
}
