//! `latchkey rename`, `latchkey revoke` and `latchkey whoami`.

use jiff::Zoned;
use latchkey_standin::{CannedAnswer, JenkinsVersion, NewToken, Options};
use serde_json::json;

use crate::context::TestContext;

#[test]
fn renames_by_name_and_by_uuid_on_every_version() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        context.token("old", 'a');
        context.alice(&["rename", "old", "new"]).done().says("Renamed \"old\" to \"new\"");
        let uuid = context.tokens()[0].uuid.clone();
        let output = context.alice(&["rename", context.url(), &uuid, "http://newer", "--json"]).done();
        assert_eq!(output.json(), json!({ "uuid": uuid, "name": "http://newer", "oldName": "new" }));
        assert_eq!(context.names(), ["http://newer"], "{core}");
    }
}

#[test]
fn a_name_of_several_tokens_is_refused() {
    let context = TestContext::new();
    context.token("twin", 'a');
    context.token("twin", 'b');
    let uuids: Vec<String> = context.tokens().into_iter().map(|token| token.uuid).collect();
    for command in [&["rename", "twin", "x"][..], &["revoke", "twin", "--yes"], &["replace", "twin"]] {
        let output = context.alice(command).failed(6).says("Several tokens").says("Give the UUID");
        assert!(uuids.iter().all(|uuid| output.stderr.contains(uuid)), "{output:?}");
    }
    context.alice(&["rename", "nobody's", "x"]).failed(6).says("no token").says("latchkey list");
    assert_eq!(context.names(), ["twin", "twin"]);
    context.alice(&["revoke", &uuids[0], "--yes"]).done();
    assert_eq!(context.tokens()[0].uuid, uuids[1]);
}

#[test]
fn revokes_on_every_version_and_lists_again() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        for (name, digit) in [("a", 'a'), ("b", 'b'), ("c", 'c')] {
            context.token(name, digit);
        }
        let output = context.alice(&["revoke", "a", "c", "a", "--yes", "--json"]).done();
        assert_eq!(output.json()["revoked"].as_array().unwrap().len(), 2);
        assert_eq!(context.names(), ["b"], "{core}");
    }
}

#[test]
fn nothing_is_revoked_without_confirmation() {
    let context = TestContext::new();
    context.token("a", 'a');
    context.alice(&["revoke", "a"]).failed(15).says("no terminal").says("--yes");
    context.alice(&["revoke", "a", "missing", "--yes"]).failed(6);
    context.alice(&["revoke"]).failed(2);
    context.alice(&["revoke", "a", "--expired", "--yes"]).failed(2);
    assert_eq!(context.names(), ["a"]);
}

#[test]
fn revokes_by_state() {
    let context = TestContext::new();
    let yesterday = Zoned::now().date().yesterday().unwrap();
    let used =
        |name: &str| NewToken { uses: 1, last_used: Some(Zoned::now().timestamp()), ..NewToken::new(name) };
    context.standin.add_token("alice", NewToken { expires: Some(yesterday), ..used("over") });
    context.standin.add_token("alice", NewToken::new("unused"));
    context.standin.add_token("alice", used("used"));
    context.alice(&["revoke", "--expired", "--yes"]).done().says("Revoked \"over\"");
    assert_eq!(context.names(), ["unused", "used"]);
    context.alice(&["revoke", "--expired", "--yes"]).done().says("nothing was revoked");
    context.alice(&["revoke", "--expired", "--never-used", "--yes"]).done();
    assert_eq!(context.names(), ["used"]);
}

#[test]
fn a_token_can_revoke_itself() {
    let context = TestContext::new();
    let token = context.token("own", 'a');
    context.with_token(&["revoke", "own", "--yes"], &token).done().says("Revoked \"own\"");
    assert_eq!(context.tokens().len(), 0);
}

#[test]
fn tokens_that_were_not_revoked_are_reported() {
    let context = TestContext::new();
    context.token("a", 'a');
    context.token("b", 'b');
    // Jenkins gives the same answer whether or not it revoked.
    context.standin.answer_next("/revoke", CannedAnswer::new(200, ""));
    let output =
        context.alice(&["revoke", "a", "b", "--yes"]).failed(16).says("1 of 2 tokens were not revoked");
    assert_eq!(output.stderr.matches("Revoked").count(), 1, "{output:?}");
    context.standin.answer_next("/revoke", CannedAnswer::new(502, "<h1>nginx</h1>"));
    context.alice(&["revoke", "a", "--yes"]).failed(11).says("(502). The token was not revoked.");
    assert_eq!(context.names(), ["a"]);
}

#[test]
fn administrators_manage_tokens_of_others_by_script_on_every_version() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        let created = context.administrator(&["create", "--name", "hers", "--for", "alice"]).done();
        assert!(context.standin.token_works(created.line()), "{core}");
        assert!(context.administrator(&["list", "--for", "alice"]).done().stdout.contains("hers"));
        assert!(context.administrator(&["audit"]).done().stdout.contains("hers"));
        context.administrator(&["rename", "hers", "renamed", "--for", "alice"]).done();
        assert_eq!(context.names(), ["renamed"], "{core}");
        context.administrator(&["revoke", "renamed", "--for", "alice", "--yes"]).done();
        assert_eq!(context.tokens().len(), 0, "{core}");
    }
}

#[test]
fn whoami_prints_the_id_alone() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let output = context.alice(&["whoami"]).done().says("Alice Adams").says("2.579");
    assert_eq!(output.line(), "alice");
    let document = context.alice(&["whoami", "--json"]).done().json();
    assert_eq!((&document["id"], &document["fullName"]), (&json!("alice"), &json!("Alice Adams")));
    assert_eq!(document["controller"], context.url());
}
