//! What scripts do and print.

use latchkey_core::token::CalendarDate;
use latchkey_core::{Expiry, Script, TokenName, UserId};
use latchkey_standin::{JenkinsVersion, NewToken, Options, Standin};
use serde_json::{Value, json};

use super::session::{Session, start};

/// Runs a script and returns what it prints between the markers.
fn run(standin: &Standin, script: &Script) -> Value {
    let answer = Session::admin(standin).post("/scriptText", &[("script", script.text())]);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain;charset=utf-8");
    let lines: Vec<&str> = answer.body().lines().collect();
    let [first, document, last] = lines.as_slice() else { panic!("{}", answer.body()) };
    assert_eq!((*first, *last), ("<<<latchkey", "latchkey>>>"));
    serde_json::from_str(document).expect("JSON")
}

fn user(id: &str) -> UserId {
    UserId::new(id)
}

fn generate(id: &str, name: &str, expiry: Expiry) -> Script {
    Script::generate(&user(id), &TokenName::new(name).expect("a name"), expiry)
}

fn on(date: &str) -> Expiry {
    Expiry::On(CalendarDate::parse(date).expect("a date"))
}

#[test]
fn a_token_is_made_for_somebody_else() {
    let standin = start(Options::default());
    let name = "a\"b $x /* é \\u0027 🔑";
    let made = run(&standin, &generate("ALICE", name, on("2099-12-24")));
    let ok = &made["ok"];
    assert_eq!((&ok["name"], &ok["expires"]), (&json!(name), &json!("2099-12-24")));
    assert!(standin.token_works(ok["value"].as_str().unwrap()));
    assert_eq!(standin.tokens_of("alice")[0].uuid, ok["uuid"].as_str().unwrap());
    for (expiry, never) in [(Expiry::Never, true), (Expiry::Days(30), false)] {
        let made = run(&standin, &generate("alice", "x", expiry));
        assert_eq!(made["ok"]["expires"].is_null(), never, "{made}");
    }
}

#[test]
fn a_date_in_the_past_makes_no_token() {
    for core in [JenkinsVersion::V2_303_3, JenkinsVersion::V2_579] {
        let standin = start(Options { core, ..Options::default() });
        let past = run(&standin, &generate("alice", "x", on("2020-12-24")));
        assert_eq!(past, json!({"error": "pastExpiry"}));
        assert!(standin.tokens_of("alice").is_empty());
    }
}

#[test]
fn tokens_of_several_users_are_listed() {
    let standin = start(Options::default());
    let uuid = standin.add_token("alice", NewToken { uses: 2, ..NewToken::new("b") });
    standin.add_token("alice", NewToken { created: None, legacy: true, ..NewToken::new("A") });
    let listed = run(&standin, &Script::list(&[user("alice"), user("nobody")]));
    let tokens = &listed["ok"][0]["tokens"];
    assert_eq!(tokens[0]["name"], "A", "in the order of the names");
    assert_eq!((&tokens[0]["created"], &tokens[0]["legacy"]), (&Value::Null, &json!(true)));
    assert_eq!((&tokens[1]["uuid"], &tokens[1]["uses"]), (&json!(uuid), &json!(2)));
    assert!(
        tokens[1]["created"].is_i64() && tokens[1]["lastUsed"].is_null() && tokens[1]["expires"].is_null()
    );
    assert_eq!(listed["ok"][1], json!({"user": "nobody", "error": "unknownUser"}));
    standin.break_user("alice");
    let listed = run(&standin, &Script::list(&[user("alice")]));
    assert!(listed["ok"][0]["error"].as_str().unwrap().contains("NullPointerException"));
}

#[test]
fn users_come_in_parts() {
    let standin = start(Options::default());
    let all = run(&standin, &Script::users(0, 1));
    assert_eq!(all["ok"], json!({"ids": ["admin"], "total": 2}));
    let rest = run(&standin, &Script::users(1, 9));
    assert_eq!(rest["ok"]["ids"], json!(["alice"]));
}

#[test]
fn tokens_are_made_renamed_and_revoked_on_every_core() {
    for core in JenkinsVersion::ALL {
        let standin = start(Options { core, ..Options::default() });
        let made = run(&standin, &generate("alice", "x", Expiry::Never));
        let uuid = made["ok"]["uuid"].as_str().unwrap();
        let rename = |uuid: &str| Script::rename(&user("alice"), uuid, &TokenName::new("y").unwrap());
        assert_eq!(run(&standin, &rename(uuid)), json!({"ok": true}));
        assert_eq!(run(&standin, &rename("no-uuid")), json!({"error": "unknownToken"}));
        assert_eq!(standin.tokens_of("alice")[0].name, "y");
        let revoke = |id: &str| Script::revoke(&user(id), uuid);
        assert_eq!(run(&standin, &revoke("nobody")), json!({"error": "unknownUser"}));
        assert_eq!(run(&standin, &revoke("alice")), json!({"ok": true}));
        assert_eq!(run(&standin, &revoke("alice")), json!({"ok": true}));
        assert!(standin.tokens_of("alice").is_empty());
    }
}

#[test]
fn whatever_else_goes_wrong_is_a_stack_trace() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let fine = generate("alice", "x", Expiry::Never);
    let scripts = [
        "System.exit(1)".to_owned(),
        fine.text().to_owned() + "User.getById(userId, false).delete()\n",
        fine.text().replace("user.save()", ""),
        fine.text().replace("null", "LocalDate.parse('soon')"),
    ];
    for script in scripts {
        let answer = session.post("/scriptText", &[("script", &script)]);
        assert_eq!(answer.status(), 200);
        assert!(answer.body().contains("\n\tat Script1.run(Script1.groovy"), "{}", answer.body());
    }
    standin.break_user("alice");
    let answer = session.post("/scriptText", &[("script", fine.text())]);
    assert!(answer.body().starts_with("java.lang.NullPointerException: "));
    assert!(standin.tokens_of("alice").is_empty());
}

#[test]
fn a_held_reply_holds_a_script_that_makes_a_token() {
    let standin = start(Options::default());
    let held = standin.hold_next_generate();
    std::thread::scope(|scope| {
        let standin = &standin;
        let waiting = scope.spawn(move || run(standin, &generate("alice", "x", Expiry::Never)));
        assert!(held.wait_for_arrival(super::session::LIMIT));
        assert_eq!(standin.tokens_of("alice").len(), 1);
        held.release();
        assert!(waiting.join().unwrap()["ok"].is_object());
    });
}

#[test]
fn administrators_make_tokens_for_others_where_they_may() {
    let standin = start(Options { administrators_generate: true, ..Options::default() });
    let path = "/user/alice/descriptorByName/jenkins.security.ApiTokenProperty/generateNewToken";
    assert_eq!(Session::admin(&standin).post(path, &[("newTokenName", "x")]).status(), 200);
    assert_eq!(standin.tokens_of("alice").len(), 1);
    let alice = Session::open(&standin, "alice", "alice-pass-1");
    assert_eq!(alice.post(&path.replace("alice", "admin"), &[("newTokenName", "x")]).status(), 403);
}

#[test]
fn users_added_in_bulk_have_tokens_in_every_state() {
    let standin = start(Options::default());
    standin.add_users(250);
    standin.break_user("user-00002");
    let page = run(&standin, &Script::users(250, 100));
    assert_eq!(page["ok"], json!({"ids": ["user-00249", "user-00250"], "total": 252}));
    let listed = run(&standin, &Script::list(&[user("user-00001"), user("user-00002")]));
    let tokens = listed["ok"][0]["tokens"].as_array().unwrap();
    let states: Vec<_> = tokens.iter().map(|token| (token["legacy"] == true, token["uses"] == 0)).collect();
    assert_eq!(
        states,
        [(false, false), (true, false), (false, false), (false, true)],
        "in the order of names"
    );
    assert!(listed["ok"][1]["error"].is_string());
}

#[test]
fn tokens_of_several_users_are_revoked_on_every_core() {
    for core in JenkinsVersion::ALL {
        let standin = start(Options { core, ..Options::default() });
        let [alice, admin] = ["alice", "admin"].map(|id| standin.add_token(id, NewToken::new("x")));
        standin.add_users(1);
        let broken = standin.tokens_of("user-00001")[0].uuid.clone();
        standin.break_user("user-00001");
        let users = ["alice", "alice", "admin", "nobody", "user-00001"].map(user);
        let uuids = [&alice, &alice, &admin, &admin, &broken];
        let tokens: Vec<(&UserId, &str)> = users.iter().zip(uuids.map(String::as_str)).collect();
        let outcomes = run(&standin, &Script::revoke_several(&tokens));
        let revoked: Vec<_> = (0..4).map(|place| &outcomes["ok"][place]["revoked"]).collect();
        assert_eq!(revoked, [&json!(true), &json!(false), &json!(true), &json!(false)], "{core}");
        assert!(outcomes["ok"][4]["error"].is_string(), "{core}: {outcomes}");
        assert!(standin.tokens_of("alice").is_empty() && standin.tokens_of("admin").is_empty());
    }
}
