//! `latchkey replace`.

use latchkey_standin::{CannedAnswer, JenkinsVersion, Options};

use crate::context::TestContext;

#[test]
fn the_new_token_works_before_the_old_one_is_revoked() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        context.token("sync", 'a');
        let old = context.tokens()[0].uuid.clone();
        let output = context.alice(&["replace", "sync", "--expires", "60d"]).done();
        assert!(context.standin.token_works(output.line()));
        assert_eq!(context.names(), ["sync"], "{core}");
        assert_ne!(context.tokens()[0].uuid, old);
        let arrived = context.arrived();
        let place = |what: &str| arrived.iter().position(|request| request.contains(what)).unwrap();
        assert!(
            place("generateNewToken") < place("me/api/json") && place("me/api/json") < place("POST revoke")
        );
    }
}

#[test]
fn a_token_replaces_itself() {
    let context = TestContext::new();
    let token = context.token("own", 'a');
    let output = context.with_token(&["replace", "own", "--json"], &token).done();
    let document = output.json();
    assert!(context.standin.token_works(document["token"].as_str().unwrap()));
    assert!(!context.standin.token_works(&token));
    assert_eq!(context.names(), ["own"]);
}

#[test]
fn administrators_replace_the_tokens_of_others() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        let old = context.token("sync", 'a');
        let output = context.administrator(&[
            "replace",
            "sync",
            "--for",
            "alice",
            "--as",
            "user-token",
            "--expires",
            "60d",
        ]);
        let output = output.done().says("script console").says("Revoked the old");
        let new = output.line().strip_prefix("alice:").unwrap();
        assert!(context.standin.token_works(new) && !context.standin.token_works(&old), "{core}");
        assert_eq!(context.names(), ["sync"], "{core}");
    }
}

#[test]
fn only_administrators_replace_the_tokens_of_others() {
    let context = TestContext::new();
    context.token("sync", 'a');
    context.alice(&["replace", "sync", "--for", "admin"]).failed(5).says("Administer");
    context.administrator(&["replace", "sync", "--for", "nobody"]).failed(6).says("no user nobody");
    context.administrator(&["replace", "other", "--for", "alice"]).failed(6).says("no token");
    assert_eq!(context.names(), ["sync"]);
}

#[test]
fn another_users_old_token_is_kept_unless_the_new_one_works() {
    let context = TestContext::new();
    let old = context.token("sync", 'a');
    context.standin.answer_next("/me/api/json", CannedAnswer::new(502, "<h1>nginx</h1>"));
    let output = context.administrator(&["replace", "sync", "--for", "alice"]).says("latchkey revoke");
    output.says("--for alice");
    assert!(context.standin.token_works(&old));
}

#[test]
fn the_old_token_is_kept_unless_the_new_one_works() {
    let context = TestContext::new();
    context.token("sync", 'a');
    for (answer, says) in [
        (CannedAnswer::new(502, "<h1>nginx</h1>"), "could not be tried"),
        (
            CannedAnswer::new(401, "").with_header("WWW-Authenticate", "Basic realm=\"Jenkins\""),
            "refuses the new",
        ),
        (
            CannedAnswer::new(200, r#"{"id":"mallory","fullName":"M"}"#)
                .with_header("Content-Type", "application/json"),
            "works as mallory",
        ),
    ] {
        let old = context.tokens()[0].uuid.clone();
        context.standin.answer_next("/me/api/json", answer);
        let output =
            context.alice(&["replace", &old]).says("was not revoked").says(says).says("latchkey revoke");
        assert_eq!(output.status, 16);
        assert!(context.standin.token_works(output.line()), "the new one is printed anyway");
        assert!(context.tokens().iter().any(|token| token.uuid == old));
    }
}

#[test]
fn a_failure_after_the_new_token_was_delivered_names_the_old_one() {
    let context = TestContext::new();
    context.token("sync", 'a');
    let old = context.tokens()[0].uuid.clone();
    context.standin.answer_next("/revoke", CannedAnswer::new(502, "<h1>nginx</h1>"));
    let output = context.alice(&["replace", "sync"]);
    assert_eq!(output.status, 16, "{output:?}");
    assert!(context.standin.token_works(output.line()));
    let output = output.says(&format!("the old one, {old}, still works: A proxy"));
    output.says(&format!("latchkey revoke {} {old}", context.url()));
}

#[test]
fn the_old_token_is_kept_if_no_new_one_was_created() {
    let context = TestContext::new();
    context.token("sync", 'a');
    context.standin.answer_next("/generateNewToken", CannedAnswer::new(500, "<h1>Oops</h1>"));
    context.alice(&["replace", "sync"]).failed(11).says("Nothing was created");
    assert_eq!(context.tokens().len(), 1);
}
