//! Behind every gate of the stand-in, the command says what the controller really has.

use latchkey_standin::{
    Account, Apache, Gate, Haproxy, Nginx, Options, Security, SignOn, TokenRecord,
};

use crate::context::{Output, PASSWORD, TestContext};

fn behind(gate: Gate) -> TestContext {
    TestContext::with(Options { gates: vec![gate], ..Options::default() })
}

/// Runs a command as alice, with her password or with a token.
fn run(context: &TestContext, arguments: &[&str], acting: Option<&str>) -> Output {
    match acting {
        Some(token) => context.with_token(arguments, token),
        None => context.alice(arguments),
    }
}

/// Each gate, with the password and with a token.
fn every_way_in(test: impl Fn(Gate, &TestContext, Option<&str>)) {
    for gate in Gate::all() {
        for with_token in [false, true] {
            let context = behind(gate);
            let acting = context.token("acting", 'a');
            test(gate, &context, with_token.then_some(acting.as_str()));
            let reached = context.standin.other_application_requests();
            assert!(reached.iter().all(|request| request.method == "GET"), "{gate}: {reached:?}");
        }
    }
}

/// Checks what the command claims to have created.
#[track_caller]
fn claims_truth(gate: Gate, context: &TestContext, before: &[TokenRecord], output: &Output) {
    let made: Vec<TokenRecord> = context
        .tokens()
        .into_iter()
        .filter(|token| before.iter().all(|other| other.uuid != token.uuid))
        .collect();
    match output.status {
        0 => {
            assert!(context.standin.token_works(output.line()), "{gate}: {output:?}");
            assert_eq!(made.len(), 1, "{gate}: {output:?}");
        }
        16 => {
            assert!(!made.is_empty(), "{gate}: {output:?}");
            assert!(made.iter().all(|token| output.stderr.contains(&token.uuid)), "{gate}: {output:?}");
            assert!(output.stderr.contains("latchkey revoke"), "{gate}: {output:?}");
        }
        12 => {
            assert!(output.stderr.contains("could not be found out"), "{gate}: {output:?}");
            assert!(output.stderr.contains("latchkey list"), "{gate}: {output:?}");
        }
        _ => assert!(made.is_empty(), "{gate}: {output:?}"),
    }
}

#[test]
fn a_create_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let before = context.tokens();
        let output = run(context, &["create", "--name", "it's mine"], acting);
        claims_truth(gate, context, &before, &output);
        let late = context.standin.carry_out_late_requests();
        assert!(late == 0 || matches!(output.status, 11 | 12), "{gate}: {output:?}");
    });
}

#[test]
fn a_replace_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let before = context.tokens();
        let output = run(context, &["replace", "acting"], acting);
        let has_old = context.tokens().iter().any(|token| token.uuid == before[0].uuid);
        match output.status {
            0 => assert!(!has_old, "{gate}: {output:?}"),
            16 if !output.stdout.is_empty() => {
                assert!(has_old, "{gate}: {output:?}");
                assert!(output.stderr.contains(&before[0].uuid), "{gate}: {output:?}");
                assert!(context.standin.token_works(output.line()), "{gate}: {output:?}");
            }
            _ => {
                assert!(has_old, "{gate}: {output:?}");
                claims_truth(gate, context, &before, &output);
            }
        }
    });
}

#[test]
fn a_rename_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        let output = run(context, &["rename", "acting", "renamed"], acting);
        let expected = if output.status == 0 { "renamed" } else { "acting" };
        assert_eq!(context.names(), [expected], "{gate}: {output:?}");
    });
}

#[test]
fn a_revocation_behind_any_gate_tells_the_truth() {
    every_way_in(|gate, context, acting| {
        context.token("doomed", 'b');
        let output = run(context, &["revoke", "doomed", "--yes"], acting);
        assert_eq!(context.names().contains(&"doomed".to_owned()), output.status != 0, "{gate}: {output:?}");
    });
}
