//! Audits that do not come to their end.

use latchkey_standin::{CannedAnswer, Options, ScriptConsole};

use super::{documents, scripts, with_crowd};
use crate::world::{PASSWORD, World, ran};

#[test]
fn only_administrators_audit() {
    let world = World::new();
    world.alice(&["audit"]).failed(5).says("only administrators").says("alice is none");
    let refused = world.alice(&["audit", "--json"]).failed(5);
    assert_eq!(refused.json_error()["kind"], "not-permitted");
    assert_eq!(scripts(&world.standin), 2, "one attempt each");
}

#[test]
fn a_console_that_is_off_is_told_from_one_behind_a_proxy() {
    let world = World::new();
    let not_found = CannedAnswer::new(404, "<h1>Not Found</h1>").with_header("X-Jenkins", "2.579");
    world.standin.answer_next("/scriptText", not_found);
    world.administrator(&["audit"]).failed(17).says("script console of this Jenkins is switched off");

    let script_console = ScriptConsole::BlockedByProxy;
    let world = World::with(Options { script_console, ..Options::default() });
    let blocked = world.administrator(&["audit", "--json"]).failed(18);
    assert_eq!(blocked.json_error()["kind"], "script-console-blocked");
    world.administrator(&["audit"]).failed(18).says("A proxy in front of Jenkins blocks the script console");
}

#[test]
fn an_address_below_the_root_is_no_console_that_is_off() {
    let world = World::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let page = format!("{}/view/all/job/x/", world.url());
    world.administrator(&["audit", &page]).done();
}

/// Everything up to the batch that failed stands.
#[test]
fn what_was_listed_before_a_failure_stands() {
    let world = with_crowd(250);
    // The reply with the ids, and that of the first batch, go through.
    let mut command = world.command(&["audit", "--csv", "--user", "admin", "--password-stdin"]);
    command.env("JENKINS_URL", world.url()).write_stdin(format!("{}\n", crate::world::ADMINISTRATOR));
    let [ids, first] = [(); 2].map(|()| world.standin.hold_next("/scriptText"));
    let ended = std::thread::scope(|scope| {
        let run = scope.spawn(|| ran(command));
        assert!(ids.wait_for_arrival(LIMIT));
        ids.release();
        assert!(first.wait_for_arrival(LIMIT));
        world.standin.answer_next("/scriptText", CannedAnswer::new(502, "<h1>Bad Gateway</h1>"));
        first.release();
        run.join().expect("an end")
    });
    assert_eq!(ended.status, 11, "{ended:?}");
    // Of 100 users, two have no tokens and one cannot be read.
    assert_eq!(ended.out.lines().count(), 1 + 97 * 4 + 1);
    assert!(ended.err.contains("status 502"), "{ended:?}");
    assert!(
        ended.err.contains("What is listed stands; users from \"user-00099\" on are missing"),
        "{ended:?}"
    );
}

const LIMIT: std::time::Duration = std::time::Duration::from_secs(30);

#[test]
fn a_batch_that_leaves_somebody_out_is_not_believed() {
    let world = World::new();
    let page = "<<<latchkey\n{\"ok\":{\"ids\":[\"admin\",\"alice\"],\"total\":2}}\nlatchkey>>>\n";
    let list = "<<<latchkey\n{\"ok\":[{\"user\":\"admin\",\"tokens\":[]}]}\nlatchkey>>>\n";
    for body in [page, list] {
        let answer = CannedAnswer::new(200, body).with_header("Content-Type", "text/plain;charset=utf-8");
        world.standin.answer_next("/scriptText", answer);
    }
    world.administrator(&["audit"]).failed(11).says("not one that Jenkins gives");
}

#[test]
fn somebody_who_is_gone_meanwhile_is_named() {
    let world = World::new();
    let page = "<<<latchkey\n{\"ok\":{\"ids\":[\"alice\",\"zoe\"],\"total\":2}}\nlatchkey>>>\n";
    let answer = CannedAnswer::new(200, page).with_header("Content-Type", "text/plain;charset=utf-8");
    world.standin.answer_next("/scriptText", answer);
    let ran = world.administrator(&["audit", "--json"]);
    assert_eq!(ran.status, 16);
    let documents = documents(&ran);
    assert_eq!((&documents[0]["kind"], &documents[0]["user"]), (&"unreadable-user".into(), &"zoe".into()));
}

#[test]
fn a_wrong_password_is_no_missing_permission() {
    let world = World::new();
    world.with_password(&["audit"], "admin", PASSWORD).failed(4).says("Jenkins refuses the password given");
    assert_eq!(scripts(&world.standin), 0);
}
