//! What scripts do and print.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_standin::{NewToken, Options, ScriptConsole, Standin};
use serde_json::{Value, json};

use super::session::{Session, start};

fn script(verb: &str, what: &Value) -> String {
    format!("// latchkey:{verb} {}\nprintln 'real Groovy'\n", STANDARD.encode(what.to_string()))
}

/// Runs a script and returns what stands between the markers.
fn run(standin: &Standin, verb: &str, what: &Value) -> Value {
    let answer = Session::admin(standin).post("/scriptText", &[("script", &script(verb, what))]);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain;charset=utf-8");
    let lines: Vec<&str> = answer.body().lines().collect();
    let [first, document, last] = lines.as_slice() else { panic!("{}", answer.body()) };
    assert_eq!((*first, *last), ("<<<latchkey", "latchkey>>>"));
    serde_json::from_str(document).expect("JSON")
}

#[test]
fn a_token_is_made_for_somebody_else() {
    let standin = start(Options::default());
    let name = "a\"b $x /* é";
    let made = run(&standin, "generate", &json!({"user": "ALICE", "name": name, "expires": "2099-12-24"}));
    let ok = &made["ok"];
    assert_eq!((&ok["name"], &ok["expires"]), (&json!(name), &json!("2099-12-24")));
    assert!(standin.token_works(ok["value"].as_str().unwrap()));
    assert_eq!(standin.tokens_of("alice")[0].uuid, ok["uuid"].as_str().unwrap());
    for (expires, days) in [(json!("never"), None), (json!(30), Some(30))] {
        let made = run(&standin, "generate", &json!({"user": "alice", "name": "x", "expires": expires}));
        assert_eq!(made["ok"]["expires"].is_null(), days.is_none(), "{made}");
    }
}

#[test]
fn tokens_of_several_users_are_listed() {
    let standin = start(Options::default());
    let uuid = standin.add_token("alice", NewToken { uses: 2, ..NewToken::new("b") });
    standin.add_token("alice", NewToken { created: None, legacy: true, ..NewToken::new("A") });
    let listed = run(&standin, "list", &json!({"users": ["alice", "nobody"]}));
    let tokens = &listed["ok"][0]["tokens"];
    assert_eq!(tokens[0]["name"], "A", "in the order of the names");
    assert_eq!((&tokens[0]["created"], &tokens[0]["legacy"]), (&Value::Null, &json!(true)));
    assert_eq!((&tokens[1]["uuid"], &tokens[1]["uses"]), (&json!(uuid), &json!(2)));
    assert!(
        tokens[1]["created"].is_i64() && tokens[1]["lastUsed"].is_null() && tokens[1]["expires"].is_null()
    );
    assert_eq!(listed["ok"][1], json!({"user": "nobody", "error": "unknownUser"}));
    standin.break_user("alice");
    let listed = run(&standin, "list", &json!({"user": "alice"}));
    assert!(listed["ok"][0]["error"].as_str().unwrap().contains("NullPointerException"));
}

#[test]
fn users_come_in_parts() {
    let standin = start(Options::default());
    let all = run(&standin, "users", &json!({"from": 0, "count": 1}));
    assert_eq!(all["ok"], json!({"ids": ["admin"], "total": 2}));
    let rest = run(&standin, "users", &json!({"from": 1, "count": 9}));
    assert_eq!(rest["ok"]["ids"], json!(["alice"]));
}

#[test]
fn tokens_are_renamed_and_revoked() {
    let standin = start(Options::default());
    let uuid = standin.add_token("alice", NewToken::new("x"));
    let rename = |uuid: &str| json!({"user": "alice", "uuid": uuid, "name": "y"});
    assert_eq!(run(&standin, "rename", &rename(&uuid)), json!({"ok": true}));
    assert_eq!(run(&standin, "rename", &rename("no-uuid")), json!({"error": "unknownToken"}));
    assert_eq!(standin.tokens_of("alice")[0].name, "y");
    let revoke = |user: &str| json!({"user": user, "uuid": uuid});
    assert_eq!(run(&standin, "revoke", &revoke("nobody")), json!({"error": "unknownUser"}));
    assert_eq!(run(&standin, "revoke", &revoke("alice")), json!({"ok": true}));
    assert_eq!(run(&standin, "revoke", &revoke("alice")), json!({"ok": true}));
    assert!(standin.tokens_of("alice").is_empty());
}

#[test]
fn whatever_else_goes_wrong_is_a_stack_trace() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let soon = json!({"user": "alice", "name": "x", "expires": "soon"});
    let scripts = ["System.exit(1)".to_owned(), script("destroy", &json!({})), script("generate", &soon)];
    for script in scripts {
        let answer = session.post("/scriptText", &[("script", &script)]);
        assert_eq!(answer.status(), 200);
        assert!(answer.body().contains("\n\tat Script1.run(Script1.groovy"), "{}", answer.body());
    }
    standin.break_user("alice");
    let fine = json!({"user": "alice", "name": "x", "expires": "never"});
    let answer = session.post("/scriptText", &[("script", &script("generate", &fine))]);
    assert!(answer.body().starts_with("java.lang.NullPointerException: "));
    assert!(standin.tokens_of("alice").is_empty());
}

#[test]
fn a_held_reply_holds_a_script_that_makes_a_token() {
    let standin = start(Options::default());
    let held = standin.hold_next_generate();
    std::thread::scope(|scope| {
        let what = json!({"user": "alice", "name": "x", "expires": "never"});
        let standin = &standin;
        let waiting = scope.spawn(move || run(standin, "generate", &what));
        assert!(held.wait_for_arrival(super::session::LIMIT));
        assert_eq!(standin.tokens_of("alice").len(), 1);
        held.release();
        assert!(waiting.join().unwrap()["ok"].is_object());
    });
}

#[test]
fn a_proxy_lets_nobody_at_the_script_console() {
    let script_console = ScriptConsole::BlockedByProxy;
    let standin = start(Options { script_console, context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    for answer in [session.get("/script"), session.post("/scriptText", &[("script", "println 1")])] {
        assert_eq!(answer.status(), 403);
        assert!(answer.headers().get("x-jenkins").is_none() && !answer.body().contains("Jenkins"));
    }
    assert_eq!(session.get("/me/security/").status(), 200);
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
fn a_crowd_has_tokens_in_every_state() {
    let standin = start(Options::default());
    standin.add_users(250);
    standin.break_user("user-00002");
    let page = run(&standin, "users", &json!({"from": 250, "count": 100}));
    assert_eq!(page["ok"], json!({"ids": ["user-00249", "user-00250"], "total": 252}));
    let listed = run(&standin, "list", &json!({"users": ["user-00001", "user-00002"]}));
    let tokens = listed["ok"][0]["tokens"].as_array().unwrap();
    let states: Vec<_> = tokens.iter().map(|token| (token["legacy"] == true, token["uses"] == 0)).collect();
    assert_eq!(
        states,
        [(false, false), (true, false), (false, false), (false, true)],
        "in the order of names"
    );
    assert!(listed["ok"][1]["error"].is_string());
}
