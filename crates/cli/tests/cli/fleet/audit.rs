//! `latchkey audit` of several controllers.

use std::collections::HashMap;

use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, HeldReply, NewToken, Standin};
use serde_json::{Value, json};

use super::{FleetContext, LIMIT, gone, without_credentials};
use crate::context::{Output, PASSWORD};
use crate::terminal::Terminal;

/// Stand-ins with this many more users each.
fn with_users(controllers: usize, users: usize) -> FleetContext {
    let fleet = FleetContext::new(controllers);
    fleet.standins.iter().for_each(|standin| standin.add_users(users));
    fleet
}

fn documents(output: &Output) -> Vec<Value> {
    output.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn expired_left(standin: &Standin) -> usize {
    let users = (1..=3).map(|number| standin.tokens_of(&format!("user-{number:05}")));
    users.flatten().filter(|token| token.name == "deployment").count()
}

#[test]
fn every_line_is_whole_and_names_its_controller() {
    let fleet = with_users(8, 150);
    let output = fleet.run("audit", &["--json"]).done();
    let mut tokens: HashMap<String, usize> = HashMap::new();
    let documents = documents(&output);
    let (end, lines) = documents.split_last().expect("an end");
    for line in lines {
        assert_eq!(line["kind"], "token");
        *tokens.entry(line["controller"].as_str().expect("a controller").to_owned()).or_default() += 1;
    }
    let expected = fleet.urls().into_iter().map(|url| (url.to_owned(), 600)).collect();
    assert_eq!(tokens, expected);
    let expected = json!({
        "kind": "end", "controllers": 8, "failedControllers": 0,
        "users": 8 * 152, "tokens": 8 * 600, "listed": 8 * 600, "unreadableUsers": 0,
    });
    assert_eq!(*end, expected);
}

#[test]
fn tables_and_csv_have_a_column_for_the_controller() {
    let fleet = with_users(2, 2);
    let output = fleet.run("audit", &["--legacy"]).done();
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("CONTROLLER") && lines[0].contains("  USER  "), "{output:?}");
    assert_eq!(lines.len(), 1 + 4);
    for url in fleet.urls() {
        assert_eq!(lines.iter().filter(|line| line.starts_with(url)).count(), 2, "{output:?}");
        assert!(output.stderr.contains(&format!("user-00001 at {url}  1")), "{output:?}");
    }
    assert!(output.stderr.contains("Tokens by age\n  unknown  4\n"), "{output:?}");
    assert!(
        output.stderr.ends_with("Controllers: 2 of 2, users: 8, API tokens: 16, 4 listed\n"),
        "{output:?}"
    );

    fleet.write_file(&[&gone()]);
    let output = fleet.run("audit", &["--csv"]);
    assert_eq!(output.status, 16, "{output:?}");
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    assert_eq!(
        reader.headers().expect("titles").iter().take(3).collect::<Vec<_>>(),
        ["kind", "controller", "user"]
    );
    let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("records");
    let count = |kind: &str| records.iter().filter(|record| &record[0] == kind).count();
    assert_eq!((count("token"), count("failed-controller"), records.len()), (16, 1, 17));
}

#[test]
fn each_kind_of_broken_controller_is_named_with_its_reason() {
    let fleet = with_users(4, 1);
    let [works, not_jenkins, has_no_console, unreadable] = &fleet.standins[..] else { panic!() };
    not_jenkins.answer_next("/whoAmI/api/json", CannedAnswer::new(200, "<h1>A wiki</h1>"));
    let not_found = CannedAnswer::new(404, "<h1>Not Found</h1>").with_header("X-Jenkins", "2.579");
    has_no_console.answer_next("/scriptText", not_found);
    unreadable.break_user("user-00001");
    let (gone, stranger) = (gone(), without_credentials(works));
    fleet.write_file(&[&gone, &stranger]);
    let output = fleet.run("audit", &["--json"]);
    assert_eq!(output.status, 16, "{output:?}");
    let documents = documents(&output);
    let failed: Vec<&Value> =
        documents.iter().filter(|document| document["kind"] == "failed-controller").collect();
    let status = |url: &str| {
        let found = failed.iter().find(|document| document["controller"] == url);
        found.map(|document| document["error"]["status"].as_i64().expect("a status"))
    };
    let statuses = [works.url(), not_jenkins.url(), has_no_console.url(), &gone, &stranger].map(status);
    assert_eq!(statuses, [None, Some(8), Some(17), Some(9), Some(3)], "{output:?}");
    let of = |kind: &str, url: &str| {
        documents.iter().filter(|line| line["kind"] == kind && line["controller"] == url).count()
    };
    assert_eq!((of("token", works.url()), of("unreadable-user", unreadable.url())), (4, 1));
    let end = documents.last().expect("an end");
    assert_eq!((&end["controllers"], &end["failedControllers"]), (&json!(6), &json!(4)));
    assert_eq!(output.json_error()["message"], "4 of 6 controllers could not be audited");
    let warning = |url: &str| format!("\"controller\":\"{url}\",\"warning\"");
    for url in [not_jenkins.url(), has_no_console.url(), unreadable.url(), &gone, &stranger] {
        assert!(output.stderr.contains(&warning(url)), "{url}: {output:?}");
    }

    fleet.context.write(".netrc", &format!("machine 127.0.0.1 login alice password {PASSWORD}\n"));
    fleet.write_file(&[]);
    let output = fleet.run("audit", &[]).failed(5).says("4 of 4 controllers could not be audited");
    assert_eq!(output.stderr.matches("and alice is not one").count(), 4, "{output:?}");
}

#[test]
fn what_is_found_anywhere_ends_with_exit_code_19() {
    let fleet = with_users(2, 1);
    let output = fleet.run("audit", &["--expired", "--fail-on-found"]);
    assert_eq!(output.status, 19, "{output:?}");
    output.says("2 tokens were found");
}

#[test]
fn a_reader_that_goes_away_ends_the_audit_silently() {
    let fleet = with_users(6, 400);
    let script = "\"$LATCHKEY\" audit --json --controllers \"$FILE\" | head -n 1";
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .env("LATCHKEY", env!("CARGO_BIN_EXE_latchkey"))
        .env("FILE", fleet.context.text("controllers"))
        .env("HOME", fleet.context.path(""))
        .output()
        .expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn tokens_of_several_controllers_are_revoked_after_one_question() {
    let fleet = with_users(3, 3);
    let line =
        format!("latchkey audit --expired --revoke --controllers {}", fleet.context.text("controllers"));
    let mut terminal = Terminal::open(&fleet.context, &line, None);
    terminal.answer("Revoke these 9 tokens at 3 controllers? [y/N]", "n");
    let (status, shown) = terminal.end();
    assert_eq!((status, shown.matches("deployment").count()), (15, 9), "{shown}");
    assert!(fleet.standins.iter().all(|standin| expired_left(standin) == 3));

    let output = fleet.run("audit", &["--expired", "--revoke", "--yes", "--json"]).done();
    let documents = documents(&output);
    let revoked = |url: &str| {
        let of = |line: &&Value| line["kind"] == "revocation" && line["controller"] == url;
        documents.iter().filter(of).filter(|line| line["outcome"] == "revoked").count()
    };
    assert!(fleet.urls().into_iter().all(|url| revoked(url) == 3), "{output:?}");
    assert_eq!(documents.last().expect("an end")["revocations"]["revoked"], 9);
    assert!(fleet.standins.iter().all(|standin| expired_left(standin) == 0));
    fleet.run("audit", &["--expired", "--revoke", "--yes"]).done().says("There is no token to revoke");
}

#[test]
fn a_controller_that_fails_keeps_its_tokens_and_does_not_stop_the_others() {
    let fleet = FleetContext::new(3);
    let [works, incomplete, lost] = &fleet.standins[..] else { panic!() };
    for (standin, users) in [(works, 3), (incomplete, 120), (lost, 3)] {
        standin.add_users(users);
    }
    // One is not listed to its end; another revokes, and its reply is lost.
    let held = [incomplete, lost].map(|standin| [(); 2].map(|()| standin.hold_next("/scriptText")));
    let output = std::thread::scope(|scope| {
        let run = scope.spawn(|| fleet.run("audit", &["--expired", "--revoke", "--yes", "--json"]));
        let held = held.map(|[ids, first]| {
            assert!(ids.wait_for_arrival(LIMIT));
            ids.release();
            assert!(first.wait_for_arrival(LIMIT));
            first
        });
        incomplete.answer_next("/scriptText", CannedAnswer::new(502, "<h1>Bad Gateway</h1>"));
        lost.fault_next(Fault::BadGatewayAfter, FaultedRequest::Script);
        held.into_iter().for_each(HeldReply::release);
        run.join().expect("an end")
    });
    assert_eq!((expired_left(works), expired_left(incomplete)), (0, 3), "{output:?}");
    let documents = documents(&output);
    let of = |kind: &str, url: &str| {
        documents.iter().filter(|line| line["kind"] == kind && line["controller"] == url).count()
    };
    assert_eq!((of("failed-controller", incomplete.url()), of("revocation", incomplete.url())), (1, 0));
    // The look afterwards found them gone.
    assert_eq!((of("revocation", lost.url()), expired_left(lost)), (3, 0), "{output:?}");
    assert_eq!(output.status, 16, "{output:?}");
}

#[test]
fn the_token_in_use_at_each_controller_is_left_out() {
    let fleet = with_users(2, 1);
    let value = format!("11{}", "a".repeat(32));
    for standin in &fleet.standins {
        let token = NewToken { value: Some(value.clone()), ..NewToken::new("in use") };
        standin.add_token("admin", token);
    }
    fleet.context.write(".netrc", &format!("machine 127.0.0.1 login admin password {value}\n"));
    let output = fleet.run("audit", &["--no-expiry", "--revoke", "--yes"]).done();
    for standin in &fleet.standins {
        let message = format!("{}: The token in use is left out: \"in use\"", standin.url());
        assert!(output.stderr.contains(&message), "{output:?}");
        assert!(standin.token_works(&value));
        assert_eq!(standin.tokens_of("user-00001").len(), 2, "{output:?}");
    }
}
