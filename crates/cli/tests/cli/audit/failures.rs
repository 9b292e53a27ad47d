//! Audits that fail.

use latchkey_standin::{CannedAnswer, Gate, Nginx, Options};

use super::{documents, scripts, with_users};
use crate::context::{PASSWORD, TestContext, run};

#[test]
fn only_administrators_audit() {
    let context = TestContext::new();
    context.alice(&["audit"]).failed(5).says("Only administrators").says("alice is not one");
    let refused = context.alice(&["audit", "--json"]).failed(5);
    assert_eq!(refused.json_error()["kind"], "not-permitted");
    assert_eq!(scripts(&context.standin), 2, "one attempt each");
}

#[test]
fn a_disabled_console_is_distinguished_from_a_proxy_block() {
    let context = TestContext::new();
    let not_found = CannedAnswer::new(404, "<h1>Not Found</h1>").with_header("X-Jenkins", "2.579");
    context.standin.answer_next("/scriptText", not_found);
    context.administrator(&["audit"]).failed(17).says("script console of this Jenkins is switched off");

    let gates = vec![Gate::Nginx(Nginx::ScriptDenied)];
    let context = TestContext::with(Options { gates, ..Options::default() });
    let blocked = context.administrator(&["audit", "--json"]).failed(18);
    assert_eq!(blocked.json_error()["kind"], "script-console-blocked");
    context
        .administrator(&["audit"])
        .failed(18)
        .says("A proxy in front of Jenkins blocks the script console");
}

#[test]
fn a_url_below_the_root_is_not_a_disabled_console() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let page = format!("{}/view/all/job/x/", context.url());
    context.administrator(&["audit", &page]).done();
}

/// Everything before the failed batch is printed.
#[test]
fn tokens_listed_before_a_failure_are_kept() {
    let context = with_users(250);
    // The replies with the IDs and with the first batch get through.
    let mut command = context.command(&["audit", "--csv", "--user", "admin", "--password-stdin"]);
    command.env("JENKINS_URL", context.url()).write_stdin(format!("{}\n", crate::context::ADMINISTRATOR));
    let [ids, first] = [(); 2].map(|()| context.standin.hold_next("/scriptText"));
    let ended = std::thread::scope(|scope| {
        let run = scope.spawn(|| run(command));
        assert!(ids.wait_for_arrival(LIMIT));
        ids.release();
        assert!(first.wait_for_arrival(LIMIT));
        context.standin.answer_next("/scriptText", CannedAnswer::new(502, "<h1>Bad Gateway</h1>"));
        first.release();
        run.join().expect("an end")
    });
    assert_eq!(ended.status, 11, "{ended:?}");
    // Of 100 users, two have no tokens and one cannot be read.
    assert_eq!(ended.stdout.lines().count(), 1 + 97 * 4 + 1);
    assert!(ended.stderr.contains("(502)"), "{ended:?}");
    assert!(
        ended.stderr.contains("The list is not complete: users from \"user-00099\" on are missing"),
        "{ended:?}"
    );
}

pub(super) const LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

#[test]
fn a_batch_that_omits_a_user_is_an_unexpected_reply() {
    let context = TestContext::new();
    let page = "<<<latchkey\n{\"ok\":{\"ids\":[\"admin\",\"alice\"],\"total\":2}}\nlatchkey>>>\n";
    let list = "<<<latchkey\n{\"ok\":[{\"user\":\"admin\",\"tokens\":[]}]}\nlatchkey>>>\n";
    for body in [page, list] {
        let answer = CannedAnswer::new(200, body).with_header("Content-Type", "text/plain;charset=utf-8");
        context.standin.answer_next("/scriptText", answer);
    }
    context.administrator(&["audit"]).failed(11).says("not one that Jenkins gives");
}

#[test]
fn a_user_deleted_during_the_audit_is_named() {
    let context = TestContext::new();
    let page = "<<<latchkey\n{\"ok\":{\"ids\":[\"alice\",\"zoe\"],\"total\":2}}\nlatchkey>>>\n";
    let answer = CannedAnswer::new(200, page).with_header("Content-Type", "text/plain;charset=utf-8");
    context.standin.answer_next("/scriptText", answer);
    let output = context.administrator(&["audit", "--json"]);
    assert_eq!(output.status, 16);
    let documents = documents(&output);
    assert_eq!((&documents[0]["kind"], &documents[0]["user"]), (&"unreadable-user".into(), &"zoe".into()));
}

#[test]
fn a_wrong_password_is_not_a_missing_permission() {
    let context = TestContext::new();
    context.with_password(&["audit"], "admin", PASSWORD).failed(4).says("Jenkins refused the password given");
    assert_eq!(scripts(&context.standin), 0);
}
