//! Each failure in its own words, with its own status, and as JSON.

use latchkey_standin::{CannedAnswer, NewToken, Options, SingleSignOn};

use crate::world::{PASSWORD, World};

#[test]
fn a_wrong_password() {
    let world = World::new();
    for command in ["create", "list", "whoami"] {
        let ran = world.with_password(&[command], "alice", "not-the-password");
        let ran = ran.failed(4).says("Jenkins refuses the password given");
        assert!(!ran.err.contains("not-the-password"), "{ran:?}");
    }
    let error = world.with_password(&["create", "--json"], "alice", "wrong").failed(4).json_error();
    assert_eq!((&error["kind"], &error["status"]), (&"credentials-refused".into(), &4.into()));
    assert!(error["message"].is_string() && error["advice"].is_string());
}

#[test]
fn an_expired_or_revoked_token() {
    let world = World::new();
    let value = format!("11{}", "e".repeat(32));
    let yesterday = jiff::Zoned::now().date().yesterday().unwrap();
    let expired = NewToken { expires: Some(yesterday), value: Some(value.clone()), ..NewToken::new("over") };
    world.standin.add_token("alice", expired);
    let revoked = format!("11{}", "f".repeat(32));
    for token in [value, revoked] {
        for command in ["create", "list", "whoami"] {
            world
                .with_token(&[command], &token)
                .failed(4)
                .says("JENKINS_API_TOKEN: wrong, expired or revoked");
        }
    }
    assert_eq!(world.tokens().len(), 1);
}

#[test]
fn single_sign_on() {
    for kind in [SingleSignOn::Redirect, SingleSignOn::Html] {
        let world = World::with(Options { single_sign_on: Some(kind), ..Options::default() });
        world.standin.require_single_sign_on(true);
        for command in ["create", "list", "whoami"] {
            world.alice(&[command]).failed(7).says("single sign-on");
        }
        let error = world.alice(&["list", "--json"]).failed(7).json_error();
        assert_eq!(error["kind"], "sign-in-in-front");
        // Nothing is sent to where the redirect leads.
        assert!(world.standin.single_sign_on_requests().is_empty());
        assert!(world.tokens().is_empty());
    }
}

#[test]
fn not_jenkins() {
    let world = World::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let elsewhere = world.url().replace("/jenkins", "/elsewhere");
    for command in ["create", "list", "whoami"] {
        let arguments = [command, &elsewhere, "--user", "alice", "--password-stdin"];
        world.run_with(&arguments, &[], PASSWORD).failed(8).says("not Jenkins");
        // As a trusted setting, too.
        let arguments = [command, "--user", "alice", "--password-stdin", "--json"];
        let ran = world.run_with(&arguments, &[("JENKINS_URL", &elsewhere)], PASSWORD).failed(8);
        assert_eq!(ran.json_error()["kind"], "not-jenkins");
    }
    assert!(world.tokens().is_empty());
}

#[test]
fn a_proxy_that_fails() {
    let world = World::new();
    let token = world.token("t", 'a');
    let page = CannedAnswer::new(503, "<h1>nginx</h1>").with_header("Content-Type", "text/html");
    world.standin.answer_next("/security/", page);
    world.with_token(&["list"], &token).failed(11).says("status 503");
}

#[test]
fn a_generate_without_a_believed_answer() {
    let world = World::new();
    let token = world.token("t", 'a');
    for answer in [
        CannedAnswer::new(500, "<h1>Oops</h1>"),
        CannedAnswer::new(502, "<h1>nginx</h1>"),
        CannedAnswer::new(200, r#"{"status":"ok","data":{}}"#)
            .with_header("Content-Type", "application/json"),
    ] {
        world.standin.answer_next("/generateNewToken", answer);
        let ran = world.with_token(&["create", "--name", "it's mine"], &token).failed(12);
        let list = format!("`latchkey list {}`", world.url());
        let revoke = format!(r"`latchkey revoke {} 'it'\''s mine'`", world.url());
        ran.says("may have been created all the same").says(&list).says(&revoke);
    }
    // Nothing is sent twice.
    assert_eq!(world.arrived(), ["POST generateNewToken"; 3]);
}

#[test]
fn what_jenkins_declines_is_in_its_words() {
    let world = World::new();
    let answer = CannedAnswer::new(200, r#"{"status":"error","message":"No \u001b[31m\u202e more."}"#);
    world.standin.answer_next("/generateNewToken", answer.with_header("Content-Type", "application/json"));
    let ran = world.alice(&["create"]).failed(11);
    ran.says(r"Jenkins declined: No \u{1b}[31m\u{202e} more.");
}

#[test]
fn no_text_of_jenkins_passes_for_a_line_of_the_command() {
    let world = World::new();
    let answer = CannedAnswer::new(200, r#"{"status":"error","message":"No.\nlatchkey: do that"}"#);
    world.standin.answer_next("/generateNewToken", answer.with_header("Content-Type", "application/json"));
    world.alice(&["create"]).failed(11).says(r"Jenkins declined: No.\u{a}latchkey: do that.");
}

#[test]
fn a_name_that_looks_like_an_option_is_none_in_a_command_that_is_told() {
    let world = World::new();
    for name in ["--yes", "--expired"] {
        world.standin.add_token("alice", NewToken::new(name));
    }
    world.standin.answer_next("/generateNewToken", CannedAnswer::new(500, "<h1>Oops</h1>"));
    let command = format!("`latchkey revoke {} --user alice -- '--yes'`", world.url());
    world.alice(&["create", "--name=--yes"]).failed(12).says(&command);
    let told = ["revoke", world.url(), "--password-stdin", "--user", "alice", "--", "--yes"];
    world.run_with(&told, &[], PASSWORD).failed(15).says("--yes (");
    assert_eq!(world.names().len(), 2);
}

#[test]
fn a_token_in_place_of_its_name_is_not_repeated() {
    let world = World::new();
    let token = world.token("t", 'a');
    for arguments in [&["revoke", &token, "--yes"][..], &["rename", &token, "x"], &["replace", &token]] {
        world.with_token(arguments, &token).failed(2).says("the value of a token");
    }
    assert_eq!(world.names(), ["t"]);
}

#[test]
fn an_address_with_a_password_is_not_repeated() {
    let world = World::new();
    let ran = world.alice(&["list", "https://alice:sesame@ci.example.org/"]).failed(2);
    assert!(!ran.err.contains("sesame"), "{ran:?}");
}
