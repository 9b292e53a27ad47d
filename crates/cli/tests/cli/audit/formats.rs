//! The formats of an audit, and the tokens it lists.

use latchkey_standin::NewToken;

use super::{documents, made_ago, with_users};
use crate::context::TestContext;

const HOSTILE: &str = "=1+\u{1b}[31m\u{202e}<b>\n\u{9b}2J";

#[test]
fn the_default_format_is_a_table() {
    let context = with_users(3);
    let output = context.administrator(&["audit"]);
    assert_eq!(output.status, 16);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("USER        NAME              WARNINGS"), "{output:?}");
    assert_eq!(lines.len(), 1 + 2 * 4);
    let find = |name: &str| lines.iter().find(|line| line.contains(name)).expect("its line");
    assert!(find("user-00001  deployment").contains("expired "), "{output:?}");
    assert!(find("tried once").contains("never expires, never used"));
    assert!(find("Legacy API Token").contains("never expires, legacy"));
    assert!(find("Legacy API Token").contains("unknown"), "nobody knows when it was created");
    assert!(!output.stdout.contains("user-00002"));
    assert!(
        output.stderr.contains("Warning: The tokens of \"user-00002\" cannot be read: java.lang.NullPointer")
    );
    assert!(output.stderr.contains("The tokens of 1 of 5 users cannot be read"));
}

#[test]
fn json_has_a_line_for_each_token() {
    let context = TestContext::new();
    context.standin.add_token("alice", made_ago("nightly", 100));
    context.standin.add_users(1);
    let output = context.administrator(&["audit", "--json"]).done();
    let documents = documents(&output);
    assert_eq!(documents.len(), 6);
    let token = &documents[0];
    assert_eq!(
        (&token["kind"], &token["user"], &token["name"]),
        (&"token".into(), &"alice".into(), &"nightly".into())
    );
    assert_eq!(
        (&token["ageDays"], &token["uses"], &token["legacy"]),
        (&100.into(), &0.into(), &false.into())
    );
    assert_eq!(token["expires"]["state"], "never");
    assert_eq!(token["warnings"], serde_json::json!(["never-expires", "never-used"]));
    let used = documents.iter().find(|document| document["name"] == "nightly build 1").expect("it");
    assert!(used["lastUsed"].as_str().expect("a time").ends_with('Z'));
    assert_eq!((&used["uses"], &used["expires"]["state"]), (&2.into(), &"on".into()));
}

#[test]
fn csv_records_all_have_the_same_length() {
    let context = with_users(3);
    let output = context.administrator(&["audit", "--csv"]);
    assert_eq!(output.status, 16);
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    assert_eq!(reader.headers().expect("titles").get(2), Some("name"));
    let records: Vec<_> = reader.records().collect::<Result<_, _>>().expect("records");
    assert_eq!(records.len(), 2 * 4 + 1);
    let broken = records.iter().find(|record| &record[0] == "unreadable-user").expect("its line");
    assert_eq!(&broken[1], "user-00002");
    assert!(broken[12].contains("NullPointerException"));
    let legacy = records.iter().find(|record| &record[2] == "Legacy API Token").expect("its line");
    assert_eq!((&legacy[4], &legacy[8], &legacy[10]), ("", "never", "true"));
}

#[test]
fn names_are_escaped_in_every_format() {
    let context = TestContext::new();
    context.standin.add_token("alice", NewToken::new(HOSTILE));
    for form in [&["audit"][..], &["audit", "--json"], &["audit", "--csv"]] {
        let output = context.administrator(form).done();
        for harmful in ['\u{1b}', '\u{9b}', '\u{202e}'] {
            assert!(
                !output.stdout.contains(harmful) && !output.stderr.contains(harmful),
                "{form:?}: {output:?}"
            );
        }
    }
    let output = context.administrator(&["audit", "--csv"]).done();
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    let record = reader.records().next().expect("a record").expect("a record");
    assert!(record[2].starts_with(r"'=1+\u{1b}[31m"), "{record:?}");
    let output = context.administrator(&["audit", "--json"]).done();
    assert_eq!(documents(&output)[0]["name"], HOSTILE, "programs get the very name");
}

#[test]
fn a_listed_token_meets_all_conditions() {
    let context = TestContext::new();
    context.standin.add_users(1);
    context.standin.add_token("alice", made_ago("young", 3));
    context.standin.add_token("alice", made_ago("old", 90));
    let names = |conditions: &[&str]| {
        let output = context.administrator(&[&["audit", "--json"], conditions].concat()).done();
        let listed = documents(&output).into_iter().filter(|document| document["kind"] == "token");
        listed.map(|token| token["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["--never-used"]), ["old", "young", "tried once"]);
    assert_eq!(names(&["--never-used", "--older-than", "90d"]), ["old"]);
    assert_eq!(names(&["--expired"]), ["deployment"]);
    assert_eq!(names(&["--legacy", "--no-expiry"]), ["Legacy API Token"]);
    assert!(names(&["--legacy", "--expired"]).is_empty());
}

#[test]
fn fail_on_found_ends_with_exit_code_19() {
    let context = TestContext::new();
    context.standin.add_users(2);
    let output = context.administrator(&["audit", "--expired", "--fail-on-found"]);
    assert_eq!((output.status, output.stdout.lines().count()), (19, 3));
    assert!(output.stderr.contains("Users: 4, API tokens: 8, 2 listed"), "{output:?}");
    assert!(output.stderr.contains("2 tokens were found"), "{output:?}");
    context.administrator(&["audit", "--expired", "--older-than", "1000d", "--fail-on-found"]).done();
}
