//! After every end without a believed reply, the command says what the controller really has.

use std::time::Duration;

use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, Gate, NewToken, Nginx};

use crate::context::{Output, TestContext};

const LIMIT: Duration = Duration::from_secs(20);

/// Runs `create` as alice with a token, and returns how many tokens of that name were made.
fn create(context: &TestContext, name: &str) -> (Output, Vec<String>) {
    let acting = context.token("acting", 'a');
    let output = context.with_token(&["create", "--name", name, "--timeout", "2"], &acting);
    let made = context.tokens().into_iter().filter(|token| token.name == name).map(|token| token.uuid);
    (output, made.collect())
}

/// Checks that the output names every one of these tokens, with the command that revokes them all.
#[track_caller]
fn names_all(context: &TestContext, output: Output, uuids: &[String]) {
    let revoke = format!("`latchkey revoke {} {}`", context.url(), uuids.join(" "));
    output.failed(16).says("lost").says(&revoke);
}

#[test]
fn a_create_whose_reply_is_not_believed_says_what_there_is() {
    for fault in Fault::all() {
        let context = TestContext::new();
        context.standin.fault_next(*fault, FaultedRequest::Generate);
        let (output, made) = create(&context, "it's mine");
        match (output.status, made.as_slice()) {
            (0, [_]) => assert!(context.standin.token_works(output.line()), "{fault}"),
            (16, [_]) => names_all(&context, output, &made),
            (12, []) => {
                assert!(output.stderr.contains("it may still be created"), "{fault}: {output:?}");
                assert!(output.stderr.contains("latchkey list"), "{fault}: {output:?}");
            }
            (12, [_]) => {
                // The request was carried out once the command had given it up, before or after the look.
                assert_eq!(*fault, Fault::LateExecution, "{output:?}");
                assert!(output.stderr.contains("it may still be created"), "{fault}: {output:?}");
            }
            (_, []) => assert!(output.stderr.contains("Nothing was created"), "{fault}: {output:?}"),
            (status, made) => panic!("{fault}: {status}, {made:?}, {output:?}"),
        }
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
    }
}

#[test]
fn a_script_whose_output_is_not_believed_says_what_there_is() {
    for fault in Fault::all() {
        let context = TestContext::new();
        context.standin.fault_next(*fault, FaultedRequest::Script);
        let arguments = ["create", "--name", "hers", "--for", "alice", "--timeout", "2"];
        let output = context.administrator(&arguments);
        let made: Vec<String> = context.tokens().into_iter().map(|token| token.uuid).collect();
        match (output.status, made.as_slice()) {
            (0, [_]) => assert!(context.standin.token_works(output.line()), "{fault}"),
            (16, [uuid]) => {
                let command = format!("`latchkey revoke {} {uuid} --for alice --user admin`", context.url());
                assert!(output.stderr.contains(&command), "{fault}: {output:?}");
            }
            (12, _) => assert!(output.stderr.contains("it may still be created"), "{fault}: {output:?}"),
            (_, []) => assert!(output.stderr.contains("Nothing was created"), "{fault}: {output:?}"),
            (status, made) => panic!("{fault}: {status}, {made:?}, {output:?}"),
        }
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
    }
}

/// As a proxy does that sends a request again after its connection was cut.
#[test]
fn several_tokens_of_one_request_are_revoked_by_one_command() {
    let context = TestContext::new();
    let acting = context.token("acting", 'a');
    context.standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Generate);
    let held = context.standin.hold_next_generate();
    let output = std::thread::scope(|scope| {
        let run = scope.spawn(|| context.with_token(&["create", "--name", "lost"], &acting));
        assert!(held.wait_for_arrival(LIMIT));
        for _ in 0..2 {
            context.standin.add_token("alice", NewToken::new("lost"));
        }
        held.release();
        run.join().expect("an end")
    });
    let made: Vec<String> = context.tokens().into_iter().skip(1).map(|token| token.uuid).collect();
    assert_eq!(made.len(), 3);
    let output = output.says("3 tokens named \"lost\" were created, but their values are lost");
    names_all(&context, output, &made);
    let uuids: Vec<&str> = made.iter().map(String::as_str).collect();
    context.with_token(&[&["revoke", "--yes"], uuids.as_slice()].concat(), &acting).done();
    assert_eq!(context.names(), ["acting"]);
}

#[test]
fn older_tokens_of_the_name_are_not_counted() {
    let context = TestContext::new();
    let old = context.standin.add_token("alice", NewToken::new("twin"));
    context.standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Generate);
    let (output, both) = create(&context, "twin");
    let made: Vec<String> = both.into_iter().filter(|uuid| *uuid != old).collect();
    assert!(!output.stderr.contains(&old), "{output:?}");
    names_all(&context, output, &made);
}

#[test]
fn without_a_list_before_every_token_of_the_name_is_shown() {
    let context = TestContext::new();
    let old = context.standin.add_token("alice", NewToken::new("twin"));
    context
        .standin
        .answer_next("/security/", CannedAnswer::new(500, "<h1>Oops</h1>").with_header("X-Jenkins", "2.579"));
    context.standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Generate);
    let (output, both) = create(&context, "twin");
    let output = output.failed(12).says("older ones may be among them").says("latchkey revoke");
    assert_eq!(both.len(), 2);
    assert!(both.contains(&old) && both.iter().all(|uuid| output.stderr.contains(uuid)), "{output:?}");
}

#[test]
fn a_look_that_fails_says_why_and_how_to_look_again() {
    let context = TestContext::new();
    let acting = context.token("acting", 'a');
    context.standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Generate);
    let held = context.standin.hold_next_generate();
    let lost = std::thread::scope(|scope| {
        let run = scope.spawn(|| context.with_token(&["create", "--name", "lost", "--json"], &acting));
        assert!(held.wait_for_arrival(LIMIT));
        context.standin.fault_next(Fault::Unavailable, FaultedRequest::TokensPage);
        held.release();
        run.join().expect("an end")
    });
    let error = lost.failed(12).json_error();
    assert_eq!(error["kind"], "may-have-been-created");
    let (message, advice) = (error["message"].as_str().unwrap(), error["advice"].as_str().unwrap());
    assert!(message.contains("(502)") && message.contains("could not be found out: A proxy"), "{message}");
    assert!(advice.contains("latchkey list") && advice.contains("latchkey revoke"), "{advice}");
}

#[test]
fn a_replacement_never_counts_the_old_token() {
    for (fault, status) in [(Fault::BadGateway, 11), (Fault::BadGatewayAfter, 16), (Fault::GoneAfter, 16)] {
        let context = TestContext::new();
        let old = context.token("sync", 'a');
        let uuid = context.tokens()[0].uuid.clone();
        context.standin.fault_next(fault, FaultedRequest::Generate);
        let output = context.alice(&["replace", "sync"]).failed(status);
        assert!(!output.stderr.contains(&uuid) && context.standin.token_works(&old), "{fault}: {output:?}");
        let made = context.tokens().into_iter().filter(|token| token.uuid != uuid).count();
        assert_eq!(made, usize::from(status == 16), "{fault}");
    }
}

#[test]
fn a_late_replacement_names_the_old_token() {
    let context = TestContext::new();
    let acting = context.token("sync", 'a');
    let uuid = context.tokens()[0].uuid.clone();
    context.standin.set_gates(&[Gate::Nginx(Nginx::ReadTimeout504)]);
    let output = context.with_token(&["replace", "sync"], &acting).failed(12).says("(504)");
    output.says("it may still be created").says(&format!("older tokens of that name are {uuid}"));
    assert_eq!((context.names().len(), context.standin.carry_out_late_requests()), (1, 1));
    assert_eq!(context.names(), ["sync", "sync"], "the warning was true");
}

#[test]
fn a_rename_whose_reply_is_not_believed_says_what_the_name_is() {
    for fault in Fault::all() {
        let context = TestContext::new();
        context.token("old", 'a');
        context.standin.fault_next(*fault, FaultedRequest::Rename);
        let output = context.alice(&["rename", "old", "new", "--timeout", "2"]);
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
        let name = context.names().remove(0);
        match (output.status, name.as_str()) {
            (0, "new") => {}
            (12, _) => assert!(output.stderr.contains("but may still be"), "{fault}: {output:?}"),
            (_, "old") => assert!(output.stderr.contains("was not renamed"), "{fault}: {output:?}"),
            (status, name) => panic!("{fault}: {status}, {name}, {output:?}"),
        }
    }
}

#[test]
fn a_revocation_whose_reply_is_not_believed_says_what_is_left() {
    for fault in Fault::all() {
        let context = TestContext::new();
        context.token("one", 'a');
        context.token("two", 'b');
        context.standin.fault_next(*fault, FaultedRequest::Revoke);
        let output = context.alice(&["revoke", "one", "--yes", "--timeout", "2"]);
        assert!(context.standin.wait_for_abandoned_requests(LIMIT), "{fault}");
        let is_there = context.names().contains(&"one".to_owned());
        match (output.status, is_there) {
            (0, false) => assert!(output.stderr.contains("Revoked \"one\""), "{fault}: {output:?}"),
            (12, _) => assert!(output.stderr.contains("but may still be"), "{fault}: {output:?}"),
            (1.., true) => assert!(output.stderr.contains("was not revoked"), "{fault}: {output:?}"),
            (status, is_there) => panic!("{fault}: {status}, {is_there}, {output:?}"),
        }
    }
}

#[test]
fn several_revocations_that_end_early_say_how_many_are_left() {
    let context = TestContext::new();
    for (name, digit) in [("a", 'a'), ("b", 'b'), ("c", 'c')] {
        context.token(name, digit);
    }
    context.standin.fault_next(Fault::BadGatewayAfter, FaultedRequest::Revoke);
    let output = context.alice(&["revoke", "a", "b", "c", "--yes"]);
    assert_eq!((output.status, context.names()), (16, vec!["b".to_owned(), "c".to_owned()]));
    output.says("Revoked \"a\"").says("2 of 3 tokens were not revoked");
}
