//! Tokens in every state, set up and looked at from outside.

use std::thread;
use std::time::Instant;

use latchkey_standin::{JenkinsVersion, NewToken, Options, Timestamp};

use super::session::{LIMIT, Session, start};

const ACTIONS: &str = "/me/descriptorByName/jenkins.security.ApiTokenProperty/";

fn action(name: &str) -> String {
    format!("{ACTIONS}{name}")
}

#[test]
fn a_token_is_added_in_the_state_asked_for() {
    let standin = start(Options::default());
    let used = Timestamp::now();
    let token =
        NewToken { uses: 7, last_used: Some(used), legacy: true, created: None, ..NewToken::new("old") };
    let uuid = standin.add_token("ADMIN", token);
    let records = standin.tokens_of("admin");
    let record = &records[0];
    assert_eq!((&record.uuid, &*record.name, record.uses), (&uuid, "old", 7));
    assert!(record.legacy && !record.created_known && record.last_used == Some(used));
}

#[test]
fn cores_without_expiry_add_tokens_that_never_expire() {
    let standin = start(Options { core: JenkinsVersion::V2_516_3, ..Options::default() });
    let expires = Some("2020-01-31".parse().unwrap());
    standin.add_token("alice", NewToken { expires, ..NewToken::new("x") });
    assert_eq!(standin.tokens_of("alice")[0].expires, None);
}

#[test]
fn a_value_works_until_its_token_is_revoked() {
    let standin = start(Options::default());
    let value = format!("11{}", "a1".repeat(16));
    let token = NewToken { value: Some(value.clone()), ..NewToken::new("x") };
    let uuid = standin.add_token("alice", token);
    assert!(standin.token_works(&value));
    assert_eq!(standin.tokens_of("alice")[0].uses, 0, "nothing is counted");
    assert!(!standin.revoke_token("admin", &uuid) && standin.revoke_token("alice", &uuid));
    assert!(!standin.revoke_token("alice", &uuid));
    assert!(!standin.token_works(&value));
    assert!(standin.tokens_of("alice").is_empty());
}

#[test]
fn an_expired_value_does_not_work() {
    let standin = start(Options::default());
    let value = format!("11{}", "b2".repeat(16));
    let expires = Some("2020-01-31".parse().unwrap());
    let token = NewToken { value: Some(value.clone()), expires, ..NewToken::new("x") };
    standin.add_token("alice", token);
    assert!(!standin.token_works(&value));
}

#[test]
fn a_thousand_tokens_are_listed_at_once() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let before = Instant::now();
    for number in 0..1_000 {
        standin.add_token("admin", NewToken::new(format!("token {number:04}")));
    }
    let page = session.get("/me/security/");
    assert!(before.elapsed() < LIMIT, "{:?}", before.elapsed());
    assert_eq!(page.body().matches("<span class=\"token-name\">token ").count(), 1_000);
    assert!(page.body().len() > 3_000_000, "{} bytes", page.body().len());
}

#[test]
fn uses_are_not_counted_without_statistics() {
    let standin = start(Options { usage_statistics: false, ..Options::default() });
    let value = format!("11{}", "c3".repeat(16));
    standin.add_token("alice", NewToken { value: Some(value.clone()), ..NewToken::new("x") });
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let url = standin.url().replace("http://", &format!("http://alice:{value}@"));
    let answer = agent.get(format!("{url}/me/api/json")).call().unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(standin.tokens_of("alice")[0].uses, 0);
    assert!(Session::admin(&standin).get("/user/alice/security/").body().contains("no-statistics"));
}

#[test]
fn a_token_is_renamed_and_revoked_on_the_page() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let uuid = standin.add_token("admin", NewToken::new("before"));
    let renamed = session.post(&action("rename"), &[("tokenUuid", &uuid), ("newName", "<after>")]);
    assert_eq!(renamed.body(), "{\"status\":\"ok\"}");
    assert!(session.get("/me/security/").body().contains("&lt;after&gt;"));
    assert_eq!(session.post(&action("revoke"), &[("tokenUuid", &uuid)]).body(), "");
    assert!(!session.get("/me/security/").body().contains(&uuid));
}

#[test]
fn administrators_change_what_others_own_and_nobody_else_does() {
    let standin = start(Options::default());
    let uuid = standin.add_token("alice", NewToken::new("alice's"));
    let theirs = standin.add_token("admin", NewToken::new("admin's"));
    let path = |user: &str, name: &str| format!("/user/{user}{}", &action(name)["/me".len()..]);
    let alice = Session::open(&standin, "alice", "alice-pass-1");
    let refused = alice.post(&path("admin", "revoke"), &[("tokenUuid", &theirs)]);
    assert_eq!(refused.status(), 403);
    assert_eq!(refused.headers()["x-required-permission"], "hudson.model.Hudson.Administer");
    let admin = Session::admin(&standin);
    assert_eq!(admin.post(&path("alice", "revokeAllExcept"), &[("tokenUuid", &uuid)]).status(), 200);
    assert_eq!(standin.tokens_of("alice").len(), 1);
    assert_eq!(admin.post(&path("alice", "revokeAllExcept"), &[]).status(), 400);
    assert_eq!(admin.post(&path("alice", "revokeAll"), &[]).status(), 200);
    assert_eq!((standin.tokens_of("alice").len(), standin.tokens_of("admin").len()), (0, 1));
    assert_eq!(admin.post(&path("alice", "generateNewToken"), &[]).status(), 403);
}

#[test]
fn a_name_that_breaks_the_record_fails_and_is_kept() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let uuid = standin.add_token("admin", NewToken::new("x"));
    let renamed = session.post(&action("rename"), &[("tokenUuid", &uuid), ("newName", "a\u{fffe}b")]);
    assert_eq!(renamed.status(), 500);
    assert_eq!(session.generate("y").status(), 500);
    assert_eq!(session.post(&action("revoke"), &[("tokenUuid", &uuid)]).status(), 500);
    assert_eq!(session.generate("z").status(), 200);
    assert_eq!(standin.tokens_of("admin").len(), 2);
}

#[test]
fn any_reply_can_be_held() {
    let standin = start(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    let uuid = standin.add_token("admin", NewToken::new("x"));
    let held = standin.hold_next("/revoke");
    thread::scope(|scope| {
        let waiting = scope.spawn(|| session.post(&action("revoke"), &[("tokenUuid", &uuid)]));
        assert!(held.wait_for_arrival(LIMIT));
        assert!(standin.tokens_of("admin").is_empty(), "it was executed");
        assert_eq!(session.get("/me/security/").status(), 200, "others are answered");
        held.release();
        assert_eq!(waiting.join().unwrap().status(), 200);
    });
}
