//! `latchkey logout`: the saved token is revoked and removed, or stays.

use latchkey_standin::{CannedAnswer, Gate, SignOn};
use serde_json::json;

use crate::context::TestContext;

/// A file with a token of alice, and another token of hers; gives the path, and the UUID of the saved one.
fn saved(context: &TestContext) -> (String, String) {
    let file = context.text("token");
    context.token("other", 'f');
    context.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    let uuid = context.tokens().into_iter().find(|token| token.name == "kept").expect("the token").uuid;
    (file, uuid)
}

#[test]
fn the_token_is_revoked_and_forgotten() {
    let context = TestContext::new();
    let (file, uuid) = saved(&context);
    let output = context.run_with(&["logout", "--from", &file], &[], "").done();
    let expected =
        format!("Revoked \"kept\" ({uuid}) of alice at {}, and removed it from {file}", context.url());
    output.says(&expected);
    assert_eq!(context.names(), ["other"]);
    assert!(!context.path("token").exists());
    let (file, uuid) = saved(&context);
    let output = context.run_with(&["logout", context.url(), "--from", &file, "--json"], &[], "").done();
    let expected = json!({
        "controller": context.url(), "user": "alice", "revoked": { "uuid": uuid, "name": "kept" }, "alsoRevoked": [],
        "forgotten": file,
    });
    assert_eq!(output.json(), expected);
    context.run_with(&["logout", "--from", &file], &[], "").failed(1).says("no such file");
}

#[test]
fn with_keep_token_it_is_only_forgotten() {
    let context = TestContext::new();
    let (file, _) = saved(&context);
    context.standin.clear_requests();
    let output = context.run_with(&["logout", "--keep-token", "--from", &file], &[], "").done();
    let forgotten = output.says("still works").stderr;
    assert!(context.arrived().is_empty());
    assert_eq!(context.names(), ["other", "kept"]);
    assert!(!context.path("token").exists());
    let (file, _) = saved(&context);
    assert_eq!(context.run_with(&["forget", "--from", &file], &[], "").done().stderr, forgotten);
}

#[test]
fn a_token_that_cannot_be_revoked_stays_saved_and_is_named() {
    let context = TestContext::new();
    let (file, uuid) = saved(&context);
    let logout = || context.run_with(&["logout", "--from", &file], &[], "");
    let still_saved = format!("The token of alice ({uuid}) is still saved in {file}");
    context.standin.answer_next("/revoke", CannedAnswer::new(500, ""));
    logout().says("The token was not revoked").says(&still_saved).says("--keep-token");
    context.standin.set_gates(&[Gate::SignOn(SignOn::Oauth2ProxyOidc)]);
    logout().failed(7).says("Nothing was revoked").says(&still_saved);
    context.standin.set_gates(&[]);
    assert_eq!(context.names(), ["other", "kept"]);
    logout().done();
    assert_eq!(context.names(), ["other"]);
}

#[test]
fn a_token_that_no_longer_works_is_forgotten() {
    let context = TestContext::new();
    let (file, uuid) = saved(&context);
    assert!(context.standin.revoke_token("alice", &uuid));
    context
        .run_with(&["logout", "--from", &file], &[], "")
        .done()
        .says("no longer accepts the token of alice");
    assert_eq!(context.names(), ["other"]);
    assert!(!context.path("token").exists());
}

#[test]
fn a_token_without_a_uuid_is_revoked_if_it_is_the_only_one() {
    let context = TestContext::new();
    let value = context.token("pasted", 'a');
    let file = context.text("token");
    let save = || {
        let saved = json!({ "controller": context.url(), "user": "alice", "token": value });
        context.write("token", &saved.to_string());
    };
    save();
    let other = context.token("other", 'b');
    context
        .run_with(&["logout", "--from", &file], &[], "")
        .failed(6)
        .says("without its UUID")
        .says("latchkey list");
    assert!(context.path("token").exists() && context.standin.token_works(&value));
    context.with_token(&["revoke", "other", "--yes"], &other).done();
    context.run_with(&["logout", "--from", &file], &[], "").done().says("Revoked \"pasted\"");
    assert!(!context.standin.token_works(&value) && !context.path("token").exists());
}
