//! `latchkey replace`.

use latchkey_standin::{CannedAnswer, JenkinsVersion, Options};

use crate::world::World;

#[test]
fn the_new_one_works_before_the_old_one_goes() {
    for core in JenkinsVersion::ALL {
        let world = World::with(Options { core, ..Options::default() });
        world.token("sync", 'a');
        let old = world.tokens()[0].uuid.clone();
        let ran = world.alice(&["replace", "sync", "--expires", "60d"]).done();
        assert!(world.standin.token_works(ran.line()));
        assert_eq!(world.names(), ["sync"], "{core}");
        assert_ne!(world.tokens()[0].uuid, old);
        let arrived = world.arrived();
        let place = |what: &str| arrived.iter().position(|request| request.contains(what)).unwrap();
        assert!(
            place("generateNewToken") < place("me/api/json") && place("me/api/json") < place("POST revoke")
        );
    }
}

#[test]
fn a_token_replaces_itself() {
    let world = World::new();
    let token = world.token("own", 'a');
    let ran = world.with_token(&["replace", "own", "--json"], &token).done();
    let document = ran.json();
    assert!(world.standin.token_works(document["token"].as_str().unwrap()));
    assert!(!world.standin.token_works(&token));
    assert_eq!(world.names(), ["own"]);
}

#[test]
fn administrators_replace_the_tokens_of_others() {
    for core in JenkinsVersion::ALL {
        let world = World::with(Options { core, ..Options::default() });
        let old = world.token("sync", 'a');
        let ran = world.administrator(&[
            "replace",
            "sync",
            "--for",
            "alice",
            "--as",
            "user-token",
            "--expires",
            "60d",
        ]);
        let ran = ran.done().says("script console").says("Revoked the old");
        let new = ran.line().strip_prefix("alice:").unwrap();
        assert!(world.standin.token_works(new) && !world.standin.token_works(&old), "{core}");
        assert_eq!(world.names(), ["sync"], "{core}");
    }
}

#[test]
fn only_administrators_replace_the_tokens_of_others() {
    let world = World::new();
    world.token("sync", 'a');
    world.alice(&["replace", "sync", "--for", "admin"]).failed(5).says("Administer");
    world.administrator(&["replace", "sync", "--for", "nobody"]).failed(6).says("no user nobody");
    world.administrator(&["replace", "other", "--for", "alice"]).failed(6).says("no token");
    assert_eq!(world.names(), ["sync"]);
}

#[test]
fn the_old_one_of_another_user_stays_where_the_new_one_is_not_proven() {
    let world = World::new();
    let old = world.token("sync", 'a');
    world.standin.answer_next("/me/api/json", CannedAnswer::new(502, "<h1>nginx</h1>"));
    let ran = world.administrator(&["replace", "sync", "--for", "alice"]).says("latchkey revoke");
    ran.says("--for alice");
    assert!(world.standin.token_works(&old));
}

#[test]
fn the_old_one_stays_where_the_new_one_is_not_proven() {
    let world = World::new();
    world.token("sync", 'a');
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
        let old = world.tokens()[0].uuid.clone();
        world.standin.answer_next("/me/api/json", answer);
        let ran = world.alice(&["replace", &old]).says("was not revoked").says(says).says("latchkey revoke");
        assert_eq!(ran.status, 16);
        assert!(world.standin.token_works(ran.line()), "the new one is handed over all the same");
        assert!(world.tokens().iter().any(|token| token.uuid == old));
    }
}

#[test]
fn the_old_one_stays_where_no_new_one_came() {
    let world = World::new();
    world.token("sync", 'a');
    world.standin.answer_next("/generateNewToken", CannedAnswer::new(500, "<h1>Oops</h1>"));
    world.alice(&["replace", "sync"]).failed(12).says("may have been created");
    assert_eq!(world.tokens().len(), 1);
}
