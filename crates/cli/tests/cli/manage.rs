//! `latchkey rename`, `latchkey revoke` and `latchkey whoami`.

use jiff::Zoned;
use latchkey_standin::{CannedAnswer, JenkinsVersion, NewToken, Options};
use serde_json::json;

use crate::world::World;

#[test]
fn renames_by_name_and_by_uuid_on_every_core() {
    for core in JenkinsVersion::ALL {
        let world = World::with(Options { core, ..Options::default() });
        world.token("old", 'a');
        world.alice(&["rename", "old", "new"]).done().says("Renamed \"old\" to \"new\"");
        let uuid = world.tokens()[0].uuid.clone();
        let ran = world.alice(&["rename", world.url(), &uuid, "http://newer", "--json"]).done();
        assert_eq!(ran.json(), json!({ "uuid": uuid, "name": "http://newer", "oldName": "new" }));
        assert_eq!(world.names(), ["http://newer"], "{core}");
    }
}

#[test]
fn names_that_several_have_are_not_guessed() {
    let world = World::new();
    world.token("twin", 'a');
    world.token("twin", 'b');
    let uuids: Vec<String> = world.tokens().into_iter().map(|token| token.uuid).collect();
    for command in [&["rename", "twin", "x"][..], &["revoke", "twin", "--yes"], &["replace", "twin"]] {
        let ran = world.alice(command).failed(6).says("Several tokens").says("Give the uuid");
        assert!(uuids.iter().all(|uuid| ran.err.contains(uuid)), "{ran:?}");
    }
    world.alice(&["rename", "nobody's", "x"]).failed(6).says("no token").says("latchkey list");
    assert_eq!(world.names(), ["twin", "twin"]);
    world.alice(&["revoke", &uuids[0], "--yes"]).done();
    assert_eq!(world.tokens()[0].uuid, uuids[1]);
}

#[test]
fn revokes_on_every_core_and_makes_sure() {
    for core in JenkinsVersion::ALL {
        let world = World::with(Options { core, ..Options::default() });
        for (name, digit) in [("a", 'a'), ("b", 'b'), ("c", 'c')] {
            world.token(name, digit);
        }
        let ran = world.alice(&["revoke", "a", "c", "a", "--yes", "--json"]).done();
        assert_eq!(ran.json()["revoked"].as_array().unwrap().len(), 2);
        assert_eq!(world.names(), ["b"], "{core}");
    }
}

#[test]
fn nothing_is_revoked_without_agreement() {
    let world = World::new();
    world.token("a", 'a');
    world.alice(&["revoke", "a"]).failed(15).says("no terminal").says("--yes");
    world.alice(&["revoke", "a", "missing", "--yes"]).failed(6);
    world.alice(&["revoke"]).failed(2);
    world.alice(&["revoke", "a", "--expired", "--yes"]).failed(2);
    assert_eq!(world.names(), ["a"]);
}

#[test]
fn revokes_by_state() {
    let world = World::new();
    let yesterday = Zoned::now().date().yesterday().unwrap();
    let used =
        |name: &str| NewToken { uses: 1, last_used: Some(Zoned::now().timestamp()), ..NewToken::new(name) };
    world.standin.add_token("alice", NewToken { expires: Some(yesterday), ..used("over") });
    world.standin.add_token("alice", NewToken::new("unused"));
    world.standin.add_token("alice", used("used"));
    world.alice(&["revoke", "--expired", "--yes"]).done().says("Revoked \"over\"");
    assert_eq!(world.names(), ["unused", "used"]);
    world.alice(&["revoke", "--expired", "--yes"]).done().says("nothing was revoked");
    world.alice(&["revoke", "--expired", "--never-used", "--yes"]).done();
    assert_eq!(world.names(), ["used"]);
}

#[test]
fn a_token_can_revoke_itself() {
    let world = World::new();
    let token = world.token("own", 'a');
    world.with_token(&["revoke", "own", "--yes"], &token).done().says("Revoked \"own\"");
    assert_eq!(world.tokens().len(), 0);
}

#[test]
fn what_is_not_revoked_is_told() {
    let world = World::new();
    world.token("a", 'a');
    world.token("b", 'b');
    // Jenkins says the same whether it revoked or not.
    world.standin.answer_next("/revoke", CannedAnswer::new(200, ""));
    let ran = world.alice(&["revoke", "a", "b", "--yes"]).failed(16).says("1 of 2 tokens were not revoked");
    assert_eq!(ran.err.matches("Revoked").count(), 1, "{ran:?}");
    world.standin.answer_next("/revoke", CannedAnswer::new(502, "<h1>nginx</h1>"));
    world.alice(&["revoke", "a", "--yes"]).failed(12).says("may have been done all the same");
    assert_eq!(world.names(), ["a"]);
}

#[test]
fn administrators_look_after_others() {
    let world = World::new();
    world.token("hers", 'a');
    world.administrator(&["rename", "hers", "renamed", "--for", "alice"]).done();
    assert_eq!(world.names(), ["renamed"]);
    world.administrator(&["revoke", "renamed", "--for", "alice", "--yes"]).done();
    assert_eq!(world.tokens().len(), 0);
}

#[test]
fn whoami_prints_the_id_alone() {
    let world = World::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let ran = world.alice(&["whoami"]).done().says("Alice Adams").says("2.579");
    assert_eq!(ran.line(), "alice");
    let document = world.alice(&["whoami", "--json"]).done().json();
    assert_eq!((&document["id"], &document["fullName"]), (&json!("alice"), &json!("Alice Adams")));
    assert_eq!(document["controller"], world.url());
}
