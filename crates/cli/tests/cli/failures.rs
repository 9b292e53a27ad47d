//! Each failure has its own words and exit code, as text and as JSON.

use latchkey_standin::{CannedAnswer, Gate, NewToken, Nginx, Options, SignOn};

use crate::context::{PASSWORD, TestContext};

#[test]
fn a_wrong_password() {
    let context = TestContext::new();
    for command in ["create", "list", "whoami"] {
        let output = context.with_password(&[command], "alice", "not-the-password");
        let output = output.failed(4).says("Jenkins refused the password given");
        assert!(!output.stderr.contains("not-the-password"), "{output:?}");
    }
    let error = context.with_password(&["create", "--json"], "alice", "wrong").failed(4).json_error();
    assert_eq!((&error["kind"], &error["status"]), (&"credentials-refused".into(), &4.into()));
    assert!(error["message"].is_string() && error["advice"].is_string());
}

#[test]
fn an_expired_or_revoked_token() {
    let context = TestContext::new();
    let value = format!("11{}", "e".repeat(32));
    let yesterday = jiff::Zoned::now().date().yesterday().unwrap();
    let expired = NewToken { expires: Some(yesterday), value: Some(value.clone()), ..NewToken::new("over") };
    context.standin.add_token("alice", expired);
    let revoked = format!("11{}", "f".repeat(32));
    for token in [value, revoked] {
        for command in ["create", "list", "whoami"] {
            context
                .with_token(&[command], &token)
                .failed(4)
                .says("JENKINS_API_TOKEN: wrong, expired, or revoked");
        }
    }
    assert_eq!(context.tokens().len(), 1);
}

#[test]
fn single_sign_on() {
    for sign_on in [SignOn::SingleSignOn, SignOn::SingleSignOnPage] {
        let gates = vec![Gate::SignOn(sign_on)];
        let context = TestContext::with(Options { gates, ..Options::default() });
        for command in ["create", "list", "whoami"] {
            context.alice(&[command]).failed(7).says("single sign-on");
        }
        let error = context.alice(&["list", "--json"]).failed(7).json_error();
        assert_eq!(error["kind"], "sign-in-in-front");
        // The redirect is not followed.
        assert!(context.standin.identity_provider_requests().is_empty());
        assert!(context.tokens().is_empty());
    }
}

#[test]
fn not_jenkins() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let elsewhere = context.url().replace("/jenkins", "/elsewhere");
    for command in ["create", "list", "whoami"] {
        let arguments = [command, &elsewhere, "--user", "alice", "--password-stdin"];
        context.run_with(&arguments, &[], PASSWORD).failed(8).says("not Jenkins");
        // The same with JENKINS_URL.
        let arguments = [command, "--user", "alice", "--password-stdin", "--json"];
        let output = context.run_with(&arguments, &[("JENKINS_URL", &elsewhere)], PASSWORD).failed(8);
        assert_eq!(output.json_error()["kind"], "not-jenkins");
    }
    assert!(context.tokens().is_empty());
}

#[test]
fn a_failing_proxy() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let page = CannedAnswer::new(503, "<h1>nginx</h1>").with_header("Content-Type", "text/html");
    context.standin.answer_next("/security/", page);
    context.with_token(&["list"], &token).failed(11).says("(503)").says("Try again");
}

#[test]
fn a_rejection_is_quoted_from_jenkins() {
    let context = TestContext::new();
    let answer = CannedAnswer::new(200, r#"{"status":"error","message":"No \u001b[31m\u202e more."}"#);
    context.standin.answer_next("/generateNewToken", answer.with_header("Content-Type", "application/json"));
    let output = context.alice(&["create"]).failed(11);
    output.says("Jenkins rejected the request: No \\u{1b}[31m\\u{202e} more.\n");
}

#[test]
fn text_from_jenkins_cannot_fake_a_line_of_the_command() {
    let context = TestContext::new();
    let answer = CannedAnswer::new(200, r#"{"status":"error","message":"No.\nlatchkey: do that"}"#);
    context.standin.answer_next("/generateNewToken", answer.with_header("Content-Type", "application/json"));
    context.alice(&["create"]).failed(11).says(r"Jenkins rejected the request: No.\u{a}latchkey: do that.");
}

#[test]
fn a_suggested_command_does_not_take_a_name_for_an_option() {
    let context = TestContext::new();
    context.standin.add_token("alice", NewToken::new("--expired"));
    context.standin.set_gates(&[Gate::Nginx(Nginx::ReadTimeout504)]);
    let command = format!("`latchkey revoke {} -- '--yes'`", context.url());
    let acting = context.token("acting", 'a');
    context.with_token(&["create", "--name=--yes"], &acting).failed(12).says(&command);
    assert_eq!(context.standin.carry_out_late_requests(), 1);
    context.standin.set_gates(&[]);
    let arguments = ["revoke", context.url(), "--password-stdin", "--user", "alice", "--", "--yes"];
    context.run_with(&arguments, &[], PASSWORD).failed(15).says("--yes (");
    assert_eq!(context.names().len(), 3);
}

#[test]
fn a_token_value_given_as_a_name_is_not_repeated() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    for arguments in [&["revoke", &token, "--yes"][..], &["rename", &token, "x"], &["replace", &token]] {
        context.with_token(arguments, &token).failed(2).says("the value of a token");
    }
    assert_eq!(context.names(), ["t"]);
}

#[test]
fn a_url_with_a_password_is_not_repeated() {
    let context = TestContext::new();
    let output = context.alice(&["list", "https://alice:sesame@ci.example.org/"]).failed(2);
    assert!(!output.stderr.contains("sesame"), "{output:?}");
}
