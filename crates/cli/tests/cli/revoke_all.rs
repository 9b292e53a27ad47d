//! `latchkey revoke --for USER --all`.

use std::time::Duration;

use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, JenkinsVersion, NewToken, Options};

use crate::context::{ADMINISTRATOR, Output, TestContext};

const LIMIT: Duration = Duration::from_secs(20);

/// Alice with three tokens, one of them a legacy token.
fn with_tokens(options: Options) -> TestContext {
    let context = TestContext::with(options);
    context.token("a", 'a');
    context.token("b", 'b');
    context.standin.add_token("alice", NewToken { legacy: true, ..NewToken::new("old") });
    context
}

fn revoke_all(context: &TestContext, more: &[&str]) -> Output {
    context.administrator(&[&["revoke", "--for", "alice", "--all"], more].concat())
}

/// How many requests were sent to revoke one token, and to revoke all.
fn sent(context: &TestContext) -> (usize, usize) {
    let arrived = context.arrived();
    let count = |line: &str| arrived.iter().filter(|arrived| *arrived == line).count();
    (count("POST revoke"), count("POST revokeAll"))
}

#[test]
fn all_tokens_of_a_user_are_revoked_on_every_version() {
    for core in JenkinsVersion::ALL {
        let context = with_tokens(Options { core, ..Options::default() });
        let output = revoke_all(&context, &["--yes", "--json"]).done();
        assert_eq!(output.json()["revoked"].as_array().expect("tokens").len(), 3, "{core}");
        assert!(context.tokens().is_empty(), "{core}");
        // Jenkins would make the legacy token again, and 2.249.3 cannot revoke all at once.
        let expected = if core == JenkinsVersion::V2_249_3 { (3, 1) } else { (1, 1) };
        assert_eq!(sent(&context), expected, "{core}");
        context.standin.restart();
        assert!(context.tokens().is_empty(), "{core}");
        revoke_all(&context, &["--yes"]).done().says("nothing was revoked");
    }
}

#[test]
fn it_takes_a_user_and_a_confirmation() {
    let context = with_tokens(Options::default());
    revoke_all(&context, &[]).failed(15).says("  old (").says("--yes");
    context.administrator(&["revoke", "--all", "--yes"]).failed(2).says("--for");
    revoke_all(&context, &["a", "--yes"]).failed(2);
    revoke_all(&context, &["--expired", "--yes"]).failed(2);
    context.alice(&["revoke", "--for", "admin", "--all", "--yes"]).failed(5);
    assert_eq!((context.tokens().len(), sent(&context)), (3, (0, 0)));
}

#[test]
fn what_a_reply_does_not_say_is_looked_up() {
    for fault in Fault::all() {
        let context = TestContext::new();
        context.token("one", 'a');
        context.token("two", 'b');
        context.standin.fault_next(*fault, FaultedRequest::RevokeAll);
        let output = revoke_all(&context, &["--yes", "--timeout", "2"]);
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
        match (output.status, context.tokens().len()) {
            (0, 0) => assert_eq!(output.stderr.matches("Revoked").count(), 2, "{fault}: {output:?}"),
            (12, _) => assert!(output.stderr.contains("but may still be"), "{fault}: {output:?}"),
            (1.., 2) => {
                assert!(output.stderr.contains("2 of 2 tokens were not revoked"), "{fault}: {output:?}")
            }
            (status, left) => panic!("{fault}: {status}, {left}, {output:?}"),
        }
    }
}

#[test]
fn tokens_are_revoked_one_by_one_if_a_gate_blocks_revoke_all() {
    for status in [403, 404, 405] {
        let context = with_tokens(Options::default());
        context.standin.answer_next("/revokeAll", CannedAnswer::new(status, "<h1>Blocked</h1>"));
        revoke_all(&context, &["--yes"]).done();
        assert_eq!((context.tokens().len(), sent(&context)), (0, (3, 1)), "{status}");
    }
}

/// Jenkins gives the same answer whether or not it revoked.
#[test]
fn tokens_that_are_still_there_are_counted() {
    let context = with_tokens(Options::default());
    context.standin.answer_next("/revokeAll", CannedAnswer::new(200, ""));
    revoke_all(&context, &["--yes"])
        .failed(16)
        .says("Revoked \"old\"")
        .says("2 of 3 tokens were not revoked");
    revoke_all(&context, &["--yes"]).done();
    assert!(context.tokens().is_empty());
}

#[test]
fn the_token_in_use_can_be_among_them() {
    let context = TestContext::new();
    let value = format!("11{}", "a".repeat(32));
    context.standin.add_token("admin", NewToken { value: Some(value.clone()), ..NewToken::new("own") });
    context.standin.add_token("admin", NewToken::new("other"));
    let url = context.url().to_owned();
    let variables =
        [("JENKINS_URL", url.as_str()), ("JENKINS_USER_ID", "admin"), ("JENKINS_API_TOKEN", value.as_str())];
    let output = context.run_with(&["revoke", "--for", "Admin", "--all", "--yes"], &variables, "").done();
    assert_eq!(output.stderr.matches("Revoked").count(), 2, "{output:?}");
    assert!(context.standin.tokens_of("admin").is_empty());
    context.with_password(&["whoami"], "admin", ADMINISTRATOR).done();
}

/// Jenkins takes what is no ID for a full name.
#[test]
fn whoever_has_the_id_for_a_full_name_loses_nothing() {
    let context = with_tokens(Options::default());
    let for_full_name = |command: &[&str]| {
        let arguments = [command, &["--for", "Alice Adams"]].concat();
        context.administrator(&arguments).failed(6).says("Jenkins has no user Alice Adams");
    };
    for_full_name(&["revoke", "--all", "--yes"]);
    for_full_name(&["revoke", "a", "--yes"]);
    for_full_name(&["rename", "a", "b"]);
    for_full_name(&["list"]);
    for_full_name(&["create"]);
    assert_eq!((context.tokens().len(), sent(&context)), (3, (0, 0)));
}
