//! `audit`: every user's tokens.

#[cfg(target_os = "linux")]
mod cleanup;
mod failures;
mod formats;
#[cfg(target_os = "linux")]
mod memory;

use latchkey_standin::{NewToken, Options, Standin, Timestamp};
use serde_json::Value;

use crate::context::{Output, TestContext};

/// A controller with this many more users; the record of `user-00002` cannot be read.
fn with_users(users: usize) -> TestContext {
    let context = TestContext::new();
    context.standin.add_users(users);
    context.standin.break_user("user-00002");
    context
}

/// A token that was created this many days ago.
fn made_ago(name: &str, days: i64) -> NewToken {
    let created = Timestamp::from_second(Timestamp::now().as_second() - days * 24 * 60 * 60);
    NewToken { created: Some(created.expect("a date")), ..NewToken::new(name) }
}

/// Each line of standard output as JSON.
#[track_caller]
fn documents(output: &Output) -> Vec<Value> {
    let document = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    output.stdout.lines().map(document).collect()
}

/// The scripts that arrived at the console.
fn scripts(standin: &Standin) -> usize {
    standin.requests().iter().filter(|request| request.path.ends_with("/scriptText")).count()
}

#[test]
fn users_come_in_batches_of_one_script_each() {
    let context = with_users(250);
    let output = context.administrator(&["audit", "--json"]);
    assert_eq!(output.status, 16, "one of them cannot be read");
    let documents = documents(&output);
    let of_kind = |kind: &str| documents.iter().filter(|document| document["kind"] == kind).count();
    assert_eq!((of_kind("token"), of_kind("unreadable-user"), of_kind("end")), (249 * 4, 1, 1));
    assert_eq!(scripts(&context.standin), 4, "the ids, and 252 users by a hundred");
    let end = documents.last().expect("an end");
    assert_eq!(
        (&end["users"], &end["tokens"], &end["unreadableUsers"]),
        (&252.into(), &996.into(), &1.into())
    );
    assert_eq!(output.json_error()["kind"], "partly-done");
}

#[test]
fn no_progress_bar_without_a_terminal() {
    let context = TestContext::with(Options::default());
    let output = context.administrator(&["audit"]).done();
    assert_eq!(output.stderr, "Users: 2, API tokens: 0\n");
    assert_eq!(output.stdout, "");
}
