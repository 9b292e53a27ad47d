//! Behind HAProxy.

use latchkey_tests::context::{ALICE, wait_for_identity};

use crate::changes::{Change, revoke_in_popup, revoke_on_command_line};
use crate::claim::Claim;
use crate::command_line::CommandLine;
use crate::context::GateContext;
use crate::journey::{self, ask_command_line, ask_popup};
use crate::person::list;
use crate::programs::haproxy;
use crate::snippets::{Snippet, snippet};

fn behind(configuration: Snippet) -> GateContext {
    GateContext::new(|gate, jenkins| [haproxy(configuration, gate, jenkins)])
}

#[test]
#[ignore = "needs HAProxy"]
fn everything_works_behind_a_plain_proxy() {
    let context = behind(snippet!("haproxy/plain.cfg"));
    let tab = context.signed_in();
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}

#[test]
#[ignore = "needs HAProxy"]
fn api_tokens_work_where_haproxy_asks_only_its_own_users() {
    let context = behind(snippet!("haproxy/basic-auth-and-api-tokens.cfg"));
    let tab = context.signed_in_with_credentials("gate");
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}

#[test]
#[ignore = "needs HAProxy"]
fn a_token_is_not_verified_where_haproxy_takes_it_for_a_password_of_its_own() {
    let context = behind(snippet!("haproxy/basic-auth.cfg"));
    let tab = context.signed_in_with_credentials("gate");
    let verdict = journey::popup(&context, &context.press(&tab));
    assert!(verdict.contains("could not be verified"), "{verdict}");
    let value = context.add_token("for scripts");
    assert_eq!(CommandLine::at(&context.url).run(&["whoami"], "alice", &value).kind(), "gate-credentials");
}

#[test]
#[ignore = "needs HAProxy"]
fn nothing_is_created_where_haproxy_refuses_the_request() {
    for configuration in [snippet!("haproxy/deny-429.cfg"), snippet!("haproxy/deny-401.cfg")] {
        let context = behind(configuration);
        let tab = context.signed_in();
        assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::NothingCreated, "{configuration}");
        let (claim, output) = ask_command_line(&context, &[]);
        assert_eq!(claim, Claim::NothingCreated, "{configuration}: {output:?}");
        assert_eq!(context.generate_requests(), 0);
    }
}

#[test]
#[ignore = "needs HAProxy"]
fn a_token_whose_reply_is_refused_is_found() {
    let context = behind(snippet!("haproxy/response-denied.cfg"));
    let tab = context.signed_in();
    assert!(ask_popup(&context, &context.press(&tab)).is_found());
    let (claim, output) = ask_command_line(&context, &[]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

#[test]
#[ignore = "needs HAProxy"]
fn a_token_that_was_revoked_is_called_revoked_where_the_reply_is_refused() {
    let context = behind(snippet!("haproxy/response-denied.cfg"));
    let standin = &context.standin;
    for name in ["one", "two"] {
        context.add_token(name);
    }
    let revoked = CommandLine::at(&context.url).alice(&["revoke", "--yes", "one"]);
    assert_eq!(revoke_on_command_line(standin, "one", &revoked), Change::Done);
    let tab = context.signed_in();
    let popup = context.press(&tab);
    list(&popup, 1);
    assert_eq!(revoke_in_popup(standin, &popup, "two"), Change::Done);
}

#[test]
#[ignore = "needs HAProxy"]
fn a_token_whose_reply_is_dropped_is_found() {
    let context = behind(snippet!("haproxy/silent-drop.cfg"));
    let (claim, output) = ask_command_line(&context, &["--timeout", "3"]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

#[test]
#[ignore = "needs HAProxy"]
fn a_token_created_before_the_time_limit_is_found() {
    let context = behind(snippet!("haproxy/time-limit.cfg"));
    let tab = context.signed_in();
    let held = context.standin.hold_next_generate();
    assert!(ask_popup(&context, &context.press(&tab)).is_found());
    drop(held);
    let _held = context.standin.hold_next_generate();
    let (claim, output) = ask_command_line(&context, &[]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

/// A browser sends such a request again by itself; it may arrive later.
#[test]
#[ignore = "needs HAProxy"]
fn nobody_knows_yet_what_became_of_a_request_whose_connection_is_cut() {
    let context = behind(snippet!("haproxy/rejected.cfg"));
    let tab = context.signed_in();
    assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::NotKnownYet);
    let (claim, output) = ask_command_line(&context, &[]);
    assert_eq!(claim, Claim::NotKnownYet, "{output:?}");
    assert_eq!(context.generate_requests(), 0);
}

#[test]
#[ignore = "needs HAProxy"]
fn nobody_knows_yet_what_became_of_a_request_to_a_gate_that_is_gone() {
    let mut context = behind(snippet!("haproxy/plain.cfg"));
    let tab = context.signed_in();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    context.end_gate();
    assert_eq!(ask_popup(&context, &popup), Claim::NotKnownYet);
}
