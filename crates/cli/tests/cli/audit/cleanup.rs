//! `audit --revoke`, and the totals at the end of an audit.

use std::thread;

use latchkey_standin::{Fault, FaultedRequest, HeldReply, JenkinsVersion, NewToken, Options, Timestamp};
use serde_json::{Value, json};

use super::failures::LIMIT;
use super::{documents, scripts};
use crate::context::{ADMINISTRATOR, Output, TestContext};
use crate::terminal::Terminal;

/// A controller with this many more users, each with one token that has expired.
fn with_users(users: usize) -> TestContext {
    let context = TestContext::new();
    context.standin.add_users(users);
    context
}

fn used(name: &str) -> NewToken {
    NewToken { uses: 1, last_used: Some(Timestamp::now()), ..NewToken::new(name) }
}

fn revoke_expired(context: &TestContext, more: &[&str]) -> Output {
    context.administrator(&[&["audit", "--expired", "--revoke", "--yes"], more].concat())
}

/// The user, the outcome, and the reason of each revocation.
fn outcomes(output: &Output) -> Vec<(String, String, Value)> {
    let lines = documents(output).into_iter().filter(|line| line["kind"] == "revocation");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    lines.map(|line| (text(&line["user"]), text(&line["outcome"]), line["reason"].clone())).collect()
}

fn expired_left(context: &TestContext, user: &str) -> bool {
    context.standin.tokens_of(user).iter().any(|token| token.name == "deployment")
}

/// Runs the command, and does something when the controller has answered this many scripts, before the next one.
fn after_scripts(context: &TestContext, number: usize, arguments: &[&str], then: impl FnOnce()) -> Output {
    let held: Vec<HeldReply> = (0..number).map(|_| context.standin.hold_next("/scriptText")).collect();
    thread::scope(|scope| {
        let run = scope.spawn(|| revoke_expired(context, arguments));
        let last = number - 1;
        for (place, reply) in held.into_iter().enumerate() {
            assert!(reply.wait_for_arrival(LIMIT));
            if place == last {
                break;
            }
            reply.release();
        }
        then();
        run.join().expect("an end")
    })
}

#[test]
fn selected_tokens_are_revoked_in_batches_and_each_is_reported() {
    let context = with_users(150);
    let output = revoke_expired(&context, &["--json"]).done();
    let outcomes = outcomes(&output);
    assert_eq!(outcomes.len(), 150);
    assert!(outcomes.iter().all(|(_, outcome, reason)| outcome == "revoked" && reason.is_null()));
    let end = documents(&output).pop().expect("an end");
    let expected = json!({ "revoked": 150, "alreadyGone": 0, "failed": 0, "unknown": 0, "notTried": 0 });
    assert_eq!((&end["kind"], &end["revocations"]), (&json!("end"), &expected));
    assert_eq!(scripts(&context.standin), 1 + 2 + 2, "the ids, two lists, and two revocations");
    assert_eq!(context.standin.tokens_of("user-00150").len(), 3);
    let again = revoke_expired(&context, &["--json"]).done().says("There is no token to revoke");
    assert_eq!(documents(&again).len(), 1);
}

#[test]
fn every_version_revokes_for_good() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        context.standin.add_users(2);
        let output = context.administrator(&["audit", "--legacy", "--revoke", "--yes"]).done();
        assert_eq!(output.stderr.matches("Revoked \"Legacy API Token\"").count(), 2, "{core}: {output:?}");
        context.standin.restart();
        assert_eq!(context.standin.tokens_of("user-00001").len(), 3, "{core}");
    }
}

#[test]
fn it_takes_a_condition_and_a_confirmation() {
    let context = with_users(1);
    context.administrator(&["audit", "--revoke", "--yes"]).failed(2).says("every token");
    context.administrator(&["audit", "--expired", "--revoke"]).failed(15).says("--yes");
    context.administrator(&["audit", "--expired", "--yes"]).failed(2);
    context.administrator(&["audit", "--expired", "--include-own"]).failed(2);
    context.administrator(&["audit", "--expired", "--revoke", "--yes", "--fail-on-found"]).failed(2);
    assert_eq!(context.arrived().len(), 0);
    assert!(expired_left(&context, "user-00001"));
}

#[test]
fn a_terminal_asks_and_draws_bars() {
    for (answer, status) in [("n", 15), ("yes", 0)] {
        let context = with_users(3);
        let line = "latchkey audit --user admin --expired --revoke";
        let mut terminal = Terminal::open(&context, line, None);
        terminal.answer("Password or API token of admin", ADMINISTRATOR);
        terminal.answer("[y/N]", answer);
        let (ended, shown) = terminal.end();
        assert_eq!((ended, expired_left(&context, "user-00001")), (status, status == 15), "{shown}");
        // Bytes of a bar come as characters of their own.
        assert!(shown.contains("Tokens by age") && shown.contains("user-00003  1  \u{e2}"), "{shown}");
        assert!(shown.contains(&format!("Revoke these 3 tokens at {}?", context.url())), "{shown}");
    }
}

#[test]
fn totals_have_no_bars_without_a_terminal_and_are_not_in_json_or_csv() {
    let context = with_users(7);
    let output = context.administrator(&["audit"]).done();
    for line in ["Tokens by age\n", "Tokens by user\n", "  user-00001  4\n", "  2 others    8\n"] {
        assert!(output.stderr.contains(line), "{line}: {output:?}");
    }
    assert!(!output.stdout.contains("Tokens by") && !output.stderr.contains('█'), "{output:?}");
    for format in ["--json", "--csv"] {
        let output = context.administrator(&["audit", format]).done();
        assert!(!output.stdout.contains("Tokens by") && !output.stderr.contains("Tokens by"), "{output:?}");
    }
}

/// Runs the audit as the administrator, with this token in the environment, on tokens of any age.
fn with_own_token(context: &TestContext, value: &str, more: &[&str]) -> Output {
    let variables =
        [("JENKINS_URL", context.url()), ("JENKINS_USER_ID", "admin"), ("JENKINS_API_TOKEN", value)];
    let arguments = [&["audit", "--older-than", "0d", "--revoke", "--yes"], more].concat();
    context.run_with(&arguments, &variables, "")
}

#[test]
fn tokens_that_can_be_the_one_in_use_are_left_out_and_named() {
    let context = TestContext::new();
    let value = format!("11{}", "a".repeat(32));
    let long_ago = Timestamp::now().to_string()[..4].parse::<i16>().expect("a year") - 1;
    let expired = latchkey_standin::Date::new(long_ago, 1, 1).expect("a date");
    let own =
        context.standin.add_token("admin", NewToken { value: Some(value.clone()), ..NewToken::new("own") });
    context.standin.add_token("admin", used("other"));
    context.standin.add_token("admin", NewToken::new("unused"));
    context.standin.add_token("admin", NewToken { expires: Some(expired), ..used("expired") });
    context.standin.add_token("alice", used("hers"));
    let output = with_own_token(&context, &value, &[]).done();
    let output = output.says("One of these is the token in use").says(&format!("\"own\" ({own})"));
    output.says("\"other\"").says("--include-own").says("Revoked \"unused\"");
    let left: Vec<String> = context.standin.tokens_of("admin").into_iter().map(|token| token.name).collect();
    assert_eq!((left, context.tokens().len()), (vec!["own".to_owned(), "other".to_owned()], 0));
    context.standin.add_token("alice", used("hers"));
    let output = with_own_token(&context, &value, &["--include-own", "--json"]).done();
    let users: Vec<String> = outcomes(&output).into_iter().map(|(user, _, _)| user).collect();
    assert_eq!(users, ["alice", "admin", "admin"], "they go last");
    assert!(context.standin.tokens_of("admin").is_empty());
}

#[test]
fn the_saved_token_is_the_one_in_use() {
    let context = TestContext::new();
    context.standin.add_token("admin", used("other"));
    let file = context.text("token");
    context.administrator(&["create", "--name", "saved", "--save-to", &file]).done();
    let audit = |more: &[&str]| {
        let options = ["audit", "--older-than", "0d", "--revoke", "--yes", "--from", &file];
        context.run_with(&[&options, more].concat(), &[("JENKINS_URL", context.url())], "")
    };
    audit(&[]).done().says("The token in use is left out: \"saved\"").says("Revoked \"other\"");
    assert_eq!(context.standin.tokens_of("admin").len(), 1);
    audit(&["--include-own"]).done().says("Revoked \"saved\"").says("latchkey forget");
    assert!(context.standin.tokens_of("admin").is_empty());
}

#[test]
fn the_reply_to_the_last_revocation_can_be_lost() {
    let context = TestContext::new();
    let value = format!("11{}", "a".repeat(32));
    context.standin.add_token("admin", NewToken { value: Some(value.clone()), ..NewToken::new("own") });
    let held: Vec<HeldReply> = (0..2).map(|_| context.standin.hold_next("/scriptText")).collect();
    let output = thread::scope(|scope| {
        let run = scope.spawn(|| with_own_token(&context, &value, &["--include-own"]));
        let mut held = held.into_iter();
        let (ids, tokens) = (held.next().expect("the ids"), held.next().expect("the tokens"));
        assert!(ids.wait_for_arrival(LIMIT));
        ids.release();
        assert!(tokens.wait_for_arrival(LIMIT));
        context.standin.fault_next(Fault::GoneAfter, FaultedRequest::Script);
        tokens.release();
        run.join().expect("an end")
    });
    output.done().says("Revoked \"own\"");
}

#[test]
fn what_a_reply_does_not_say_is_looked_up() {
    for fault in Fault::all() {
        let context = with_users(2);
        let output = after_scripts(&context, 2, &["--json", "--timeout", "2"], || {
            context.standin.fault_next(*fault, FaultedRequest::Script);
        });
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
        let outcomes = outcomes(&output);
        assert_eq!(outcomes.len(), 2, "{fault}: {output:?}");
        for (user, outcome, reason) in &outcomes {
            let is_left = expired_left(&context, user);
            match (output.status, outcome.as_str()) {
                (0, "revoked") => assert!(!is_left && reason.is_null(), "{fault}: {output:?}"),
                (12, "unknown") => {
                    assert!(reason.to_string().contains("may still be"), "{fault}: {output:?}")
                }
                (1.., "failed") => assert!(is_left && reason.is_string(), "{fault}: {output:?}"),
                (status, outcome) => panic!("{fault}: {status}, {outcome}, {output:?}"),
            }
        }
        context.standin.clear_faults();
        revoke_expired(&context, &[]).done();
        assert!(!expired_left(&context, "user-00001") && !expired_left(&context, "user-00002"), "{fault}");
    }
}

#[test]
fn after_a_batch_that_failed_no_other_is_sent() {
    let context = with_users(250);
    let output = after_scripts(&context, 1 + 3 + 1, &["--json"], || {
        context.standin.fault_next(Fault::BadGateway, FaultedRequest::Script);
    });
    assert_eq!(output.status, 16);
    let outcomes = outcomes(&output);
    let count = |wanted: &str| outcomes.iter().filter(|(_, outcome, _)| outcome == wanted).count();
    assert_eq!((count("revoked"), count("failed"), count("not-tried")), (100, 100, 50));
    let error = output.json_error();
    assert!(error["message"].as_str().expect("a message").contains("150 of 250 tokens were not revoked"));
    let again = revoke_expired(&context, &["--json"]).done();
    assert_eq!(documents(&again).pop().expect("an end")["revocations"]["revoked"], 150);
}

#[test]
fn a_token_that_fails_does_not_stop_the_others() {
    let context = with_users(3);
    let gone = context.standin.tokens_of("user-00003");
    let output = after_scripts(&context, 2, &["--json"], || {
        context.standin.break_user("user-00002");
        for token in &gone {
            context.standin.revoke_token("user-00003", &token.uuid);
        }
    });
    assert_eq!(output.status, 16, "{output:?}");
    let outcomes = outcomes(&output);
    let words: Vec<&str> = outcomes.iter().map(|(_, outcome, _)| outcome.as_str()).collect();
    assert_eq!(words, ["revoked", "failed", "already-gone"]);
    assert!(outcomes[1].2.to_string().contains("NullPointerException"), "{output:?}");
}

/// The name makes Jenkins fail after it has revoked: the user's record cannot be written.
#[test]
fn a_token_that_is_gone_after_an_exception_may_come_back() {
    let context = TestContext::new();
    context.standin.add_token("alice", NewToken::new("a\u{fffe}b"));
    let output = context.administrator(&["audit", "--never-used", "--revoke", "--yes", "--json"]);
    assert_eq!(output.status, 16, "{output:?}");
    let [(_, outcome, reason)] = outcomes(&output).try_into().expect("one");
    assert!(outcome == "failed" && reason.to_string().contains("no longer lists it"), "{reason}");
}

#[test]
fn csv_has_a_column_for_outcomes() {
    let context = with_users(2);
    let output = revoke_expired(&context, &["--csv"]).done();
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    assert_eq!(reader.headers().expect("titles").get(13), Some("outcome"));
    let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("records of one length");
    let kinds: Vec<(&str, &str)> = records.iter().map(|record| (&record[0], &record[13])).collect();
    assert_eq!(kinds, [("token", ""), ("token", ""), ("revocation", "revoked"), ("revocation", "revoked")]);
}
