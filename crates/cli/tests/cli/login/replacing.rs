//! Tokens that were saved before.

use std::time::Duration;

use latchkey_standin::CannedAnswer;
use serde_json::json;

use super::command::{Login, token_message};
use super::{deliver, new_token, saved};
use crate::context::TestContext;

/// A file with a working token of alice; gives the path, and the token's UUID.
fn saved_before(context: &TestContext) -> (String, String) {
    let (value, uuid) = new_token(context, 'f');
    let saved = json!({ "controller": context.url(), "user": "alice", "token": value, "uuid": uuid });
    context.write("token", &saved.to_string());
    (context.text("token"), uuid)
}

fn uuids(context: &TestContext) -> Vec<String> {
    context.tokens().into_iter().map(|token| token.uuid).collect()
}

#[test]
fn the_token_that_was_saved_is_revoked_once_the_new_one_works() {
    let context = TestContext::new();
    let (file, old) = saved_before(&context);
    let url = context.url();
    context.run_with(&["login", url, "--save-to", &file], &[], "").failed(15).says("--yes");
    let login = Login::start(&context, &["--save-to", &file, "--yes", "--json"]);
    assert_eq!(login.extension().request.user.as_ref().map(|user| user.as_str()), Some("alice"));
    let (answer, _, new) = deliver(&context, &login, 'a');
    assert_eq!(answer, saved());
    let output = login.end().done();
    assert_eq!(output.json()["revoked"], old.as_str());
    assert_eq!(uuids(&context), [new]);
    context.run_with(&["list", "--from", &file], &[], "").done();
}

#[test]
fn a_message_that_comes_again_while_the_old_token_is_revoked_gets_its_answer() {
    let context = TestContext::new();
    let (file, old) = saved_before(&context);
    let login = Login::start(&context, &["--save-to", &file, "--yes"]);
    let held = context.standin.hold_next("/revoke");
    let extension = login.extension();
    let (value, uuid) = new_token(&context, 'a');
    let message = token_message(0, login.code(), context.url(), "alice", &value, &uuid);
    assert_eq!(extension.send(&message), saved());
    assert!(held.wait_for_arrival(Duration::from_secs(20)));
    assert_eq!(extension.send(&message), saved());
    drop(held);
    login.end().done().says(&format!("Revoked the old token ({old})"));
}

#[test]
fn the_token_that_was_saved_stays_with_keep_old() {
    let context = TestContext::new();
    let (file, old) = saved_before(&context);
    let login = Login::start(&context, &["--save-to", &file, "--yes", "--keep-old"]);
    let (_, _, new) = deliver(&context, &login, 'a');
    login.end().done().says(&format!("The old token still works ({old})."));
    assert_eq!(uuids(&context), [old, new]);
}

#[test]
fn the_same_token_again_is_not_revoked() {
    let context = TestContext::new();
    let (file, uuid) = saved_before(&context);
    let value = context.run_with(&["token", "--from", &file], &[], "").done().line().to_owned();
    let login = Login::start(&context, &["--save-to", &file, "--yes"]);
    let message = token_message(0, login.code(), context.url(), "alice", &value, &uuid);
    assert_eq!(login.extension().send(&message), saved());
    login.end().done();
    assert_eq!(uuids(&context), [uuid]);
}

#[test]
fn an_old_token_that_could_not_be_revoked_is_named() {
    let context = TestContext::new();
    let (file, old) = saved_before(&context);
    let login = Login::start(&context, &["--save-to", &file, "--yes"]);
    let elsewhere = CannedAnswer::new(302, "").with_header("Location", "https://sso.example.org/");
    context.standin.answer_next("/me/api/json", elsewhere);
    deliver(&context, &login, 'a');
    let output = login.end().failed(16).says("it is not certain that the new one works");
    assert!(
        output.stderr.contains(&format!("latchkey revoke {} {old} --from {file}", context.url())),
        "{output:?}"
    );
    let (file, old) = saved_before(&context);
    let login = Login::start(&context, &["--save-to", &file, "--yes"]);
    context.standin.answer_next("/revoke", CannedAnswer::new(500, ""));
    deliver(&context, &login, 'b');
    login.end().failed(16).says("was not revoked").says(&old);
    assert!(uuids(&context).contains(&old));
}

#[test]
fn the_token_of_another_user_stays_in_its_file() {
    let context = TestContext::new();
    let (file, _) = saved_before(&context);
    let before = std::fs::read_to_string(&file).unwrap();
    let run = |url: &str, user: &[&str]| {
        context.run_with(&[&["login", url, "--no-open", "--yes", "--save-to", &file], user].concat(), &[], "")
    };
    run(context.url(), &["--user", "bob"]).failed(1).says("has a token of alice").says("another file");
    let other = TestContext::new();
    run(other.url(), &[]).failed(1).says("which stays there");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
}
