//! `latchkey logout` and `latchkey forget` while a renewal is not finished.

use std::time::Duration;

use latchkey_standin::CannedAnswer;
use serde_json::json;

use super::Due;
use crate::context::Output;

impl Due {
    /// A renewal that stopped at its hook: both tokens are saved.
    fn stopped_at_hook() -> (Self, String) {
        let due = Self::new();
        due.renew(&["--hook", "false"]).failed(16);
        let new = due.saved()["successor"]["uuid"].as_str().expect("a new token").to_owned();
        (due, new)
    }

    fn run(&self, command: &[&str]) -> Output {
        self.context.run_with(&[command, &["--from", &self.file]].concat(), &[], "")
    }

    fn is_saved(&self) -> bool {
        self.context.path("token").exists()
    }
}

#[test]
fn a_logout_after_a_kill_at_any_step_leaves_no_token_behind() {
    let mut kills = 0;
    for place in 1.. {
        let due = Due::new();
        if !due.is_killed_at(place, &["--hook", "true"]) {
            break;
        }
        kills += 1;
        let output = due.run(&["logout"]).done().says("Revoked");
        assert_eq!(due.context.names(), [""; 0], "{place}: {output:?}");
        assert!(!due.is_saved() && due.journals().is_empty(), "{place}: {output:?}");
    }
    assert!(kills >= 9, "{kills}");
}

#[test]
fn a_logout_revokes_both_tokens_and_names_them() {
    let (due, new) = Due::stopped_at_hook();
    let old = due.saved()["uuid"].clone();
    let name = due.saved()["successor"]["name"].clone();
    let result = due.run(&["logout", "--json"]).done().json();
    assert_eq!(result["revoked"], json!({ "uuid": old, "name": "kept" }));
    assert_eq!(result["alsoRevoked"], json!([{ "uuid": new, "name": name }]));
    let (due, new) = Due::stopped_at_hook();
    due.run(&["logout"]).done().says("Revoked \"kept\"").says(&format!("({new}), too"));
}

#[test]
fn a_logout_signs_in_with_the_new_token_if_the_old_one_no_longer_works() {
    let (due, new) = Due::stopped_at_hook();
    due.context.token("other", 'b');
    due.context.standin.revoke_token("alice", due.saved()["uuid"].as_str().expect("a token"));
    due.run(&["logout"]).done().says("no longer accepts the token of alice").says(&format!("({new}), too"));
    assert_eq!(due.context.names(), ["other"]);
    assert!(!due.is_saved() && due.journals().is_empty());
}

#[test]
fn a_logout_that_cannot_revoke_both_tokens_keeps_them() {
    let (due, _) = Due::stopped_at_hook();
    due.context.standin.answer_next("/revoke", CannedAnswer::new(500, ""));
    due.run(&["logout"]).failed(11).says("2 of 2 tokens were not revoked").says("is still saved");
    assert_eq!((due.context.tokens().len(), due.is_saved(), due.journals().len()), (2, true, 1));
    due.run(&["logout"]).done();
    assert_eq!((due.context.tokens().len(), due.is_saved(), due.journals().len()), (0, false, 0));
}

#[test]
fn a_logout_without_a_working_token_names_what_may_be_left() {
    let due = Due::new();
    // The token is created, and the command ends before its reply.
    let held = due.context.standin.hold_next_generate();
    let mut child = due.command(&[]).spawn().unwrap();
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request came");
    child.kill().unwrap();
    child.wait().unwrap();
    held.release();
    due.context.standin.revoke_token("alice", due.saved()["uuid"].as_str().expect("a token"));
    let left = due.context.names().remove(0);
    due.run(&["logout"]).done().says(&format!("It may have created the token {left:?}"));
    assert_eq!((due.is_saved(), due.journals().len()), (false, 1));
}

#[test]
fn forget_names_the_other_token_of_a_renewal() {
    let (due, new) = Due::stopped_at_hook();
    let output = due.run(&["forget"]).done().says("Removed the token of alice");
    let output = output.says(&format!("({new}), is removed, too, and still works")).says("latchkey list");
    assert!(output.stderr.contains(&due.journals()[0]), "{output:?}");
    assert_eq!((due.context.tokens().len(), due.is_saved()), (2, false));
    // Killed before the old token is revoked: the new one is the saved one.
    let due = Due::new();
    let old = due.saved()["uuid"].as_str().expect("a token").to_owned();
    let held = due.context.standin.hold_next("/revoke");
    let mut child = due.command(&[]).spawn().unwrap();
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request came");
    child.kill().unwrap();
    child.wait().unwrap();
    due.run(&["logout", "--keep-token"]).done().says(&format!("it replaced ({old}) may still work"));
}

#[test]
fn a_token_that_is_being_renewed_is_not_removed() {
    let due = Due::new();
    let held = due.context.standin.hold_next_generate();
    let mut renewal = due.command(&[]).spawn().unwrap();
    assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request came");
    for command in ["logout", "forget"] {
        due.run(&[command]).failed(1).says("Another latchkey is renewing the token of alice");
    }
    held.release();
    assert!(renewal.wait().unwrap().success());
    due.assert_renewed();
}
