//! `latchkey status`. Several tokens at a time are in `keychain.rs`.

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use latchkey_standin::CannedAnswer;
use serde_json::json;

use crate::context::TestContext;

/// A stand-in with a token of alice in a file.
fn saved(arguments: &[&str]) -> (TestContext, String) {
    let context = TestContext::new();
    let file = context.text("token");
    context.alice(&[&["create", "--name", "kept", "--save-to", &file], arguments].concat()).done();
    (context, file)
}

/// The day this many days from today, in UTC.
fn in_days(days: i32) -> String {
    (Timestamp::now().to_zoned(TimeZone::UTC).date() + days.days()).to_string()
}

#[test]
fn a_saved_token_is_shown_with_its_days_and_tried() {
    let (context, file) = saved(&[]);
    context.standin.clear_requests();
    let output = context.run_with(&["status", "--from", &file], &[], "").done();
    for text in [context.url(), "alice", "kept", "about 2", "works", &file] {
        assert!(output.stdout.contains(text), "{text}: {output:?}");
    }
    assert_eq!(output.stderr, "");
    assert_eq!(context.arrived(), ["GET /me/api/json"]);
    let date = in_days(20);
    let (context, file) = saved(&["--expires", &date]);
    let output = context.run_with(&["status", "--from", &file], &[], "").done();
    assert!(output.stdout.contains(&date) && !output.stdout.contains("about"), "{output:?}");
}

#[test]
fn the_status_is_also_written_as_json() {
    let date = in_days(20);
    let (context, file) = saved(&["--expires", &date]);
    let status = context.run_with(&["status", "--from", &file, "--json"], &[], "").done().json();
    let expected = json!({
        "tokens": [{
            "controller": context.url(),
            "user": "alice",
            "default": true,
            "name": "kept",
            "uuid": context.tokens()[0].uuid,
            "place": file,
            "headers": [],
            "expiry": { "state": "on", "earliest": date, "latest": date, "daysLeft": 20 },
            "check": { "state": "works", "message": null },
        }],
        "unreadable": [],
    });
    assert_eq!(status, expected);
    context.standin.revoke_token("alice", &context.tokens()[0].uuid);
    let output = context.run_with(&["status", "--from", &file, "--json"], &[], "");
    assert_eq!((output.status, &output.json()["tokens"][0]["check"]["state"]), (4, &json!("refused")));
}

#[test]
fn offline_nothing_is_sent() {
    let (context, file) = saved(&[]);
    context.standin.clear_requests();
    let output = context.run_with(&["status", "--from", &file, "--offline"], &[], "").done();
    assert!(output.stdout.contains("not tried"), "{output:?}");
    assert_eq!(context.arrived(), [""; 0]);
}

#[test]
fn exit_codes_are_for_scripts() {
    let (context, file) = saved(&["--expires", "7d"]);
    let status = |arguments: &[&str]| {
        let arguments = [&["status", "--from", &file], arguments].concat();
        context.run_with(&arguments, &[], "")
    };
    let output = status(&["--expiring", "7d"]).says("A saved token expires within 7 days");
    assert_eq!(output.status, 19);
    assert!(output.stdout.contains("kept"), "{output:?}");
    let output = status(&["--expiring", "3d"]).done().says("No saved token is to be shown");
    assert_eq!(output.stdout, "");
    context.standin.answer_next("/me/api/json", CannedAnswer::new(502, "<h1>nginx</h1>"));
    let output = status(&[]).says("alice at").says("could not be tried");
    assert_eq!(output.status, 11, "{output:?}");
    context.standin.revoke_token("alice", &context.tokens()[0].uuid);
    let output = status(&["--expiring", "7d"]).says("does not work").says("latchkey login");
    assert_eq!(output.status, 4);
    status(&["--expiring", "7"]).failed(2).says("90d");
}

#[test]
fn a_token_that_was_saved_without_its_expiry_is_shown() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let old = json!({ "controller": context.url(), "user": "alice", "token": token, "uuid": null });
    context.write("token", &old.to_string());
    let output = context.run_with(&["status", "--from", &context.text("token")], &[], "").done();
    assert!(output.stdout.contains("unknown") && output.stdout.contains("works"), "{output:?}");
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let (context, file) = saved(&[]);
    context.run_with(&["status", "--all", "--from", &file], &[], "").failed(2).says("Leave --all out");
    context.run_with(&["status", context.url(), "--all"], &[], "").failed(2);
    context.write("headers", "X-Gate: pass\n");
    let header = format!("@{}", context.text("headers"));
    context.run_with(&["status", "--header", &header], &[], "").failed(2).says("Give the URL");
    context.run_with(&["status", "--user", "a", "--password-stdin"], &[], "x").failed(2);
    context.run_with(&["status"], &[], "").failed(1).says("The keychain cannot be used").says("--from FILE");
}
