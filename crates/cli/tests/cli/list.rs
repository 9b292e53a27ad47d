//! `latchkey list`.

use jiff::Zoned;
use latchkey_standin::{JenkinsVersion, NewToken, Options};
use serde_json::json;

use crate::context::TestContext;

fn tokens_in_every_state(context: &TestContext) {
    let today = Zoned::now().date();
    let day = |days: i64| Some(today.checked_add(jiff::Span::new().days(days)).expect("a date"));
    let used =
        |name: &str| NewToken { uses: 3, last_used: Some(Zoned::now().timestamp()), ..NewToken::new(name) };
    let add = |token| context.standin.add_token("alice", token);
    add(NewToken { expires: day(60), ..used("fine") });
    add(NewToken { expires: day(-1), ..used("over") });
    add(NewToken { expires: day(3), ..used("soon") });
    add(NewToken { expires: day(60), ..NewToken::new("unused") });
    add(used("endless"));
    add(NewToken { legacy: true, created: None, ..used("from before") });
}

#[test]
fn warns_as_the_popup_does() {
    let context = TestContext::new();
    tokens_in_every_state(&context);
    let output = context.alice(&["list"]).done();
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("NAME") && lines[0].ends_with("UUID"), "{}", output.stdout);
    let shown: Vec<(&str, &str)> = lines[1..]
        .iter()
        .map(|line| {
            let mut columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
            (columns.next().unwrap(), columns.next().unwrap())
        })
        .collect();
    assert_eq!(
        &shown[..3],
        [("over", "expired"), ("soon", "expires soon"), ("unused", "never used")],
        "{}",
        output.stdout
    );
    assert!(shown.contains(&("endless", "never expires")));
    assert!(shown.contains(&("from before", "never expires, legacy")));
    for token in context.tokens() {
        assert!(output.stdout.contains(&token.uuid));
    }
    assert!(output.stderr.is_empty() && !output.stdout.contains('\u{1b}'), "{output:?}");
}

#[test]
fn every_version_is_listed_as_json() {
    for core in JenkinsVersion::ALL {
        let context =
            TestContext::with(Options { core, context: "/jenkins".to_owned(), ..Options::default() });
        tokens_in_every_state(&context);
        let document = context.alice(&["list", "--json"]).done().json();
        assert_eq!(document["user"], "alice");
        assert_eq!(document["controller"], context.url());
        let tokens = document["tokens"].as_array().unwrap();
        assert_eq!(tokens.len(), 6, "{core}");
        let endless = tokens.iter().find(|token| token["name"] == "endless").unwrap();
        assert_eq!(endless["use"]["count"], 3, "{core}");
        let (state, warnings) = if core == JenkinsVersion::V2_579 {
            ("never", json!(["never-expires"]))
        } else {
            ("not-supported", json!([]))
        };
        assert_eq!(endless["expiry"]["state"], state);
        assert_eq!(endless["warnings"], warnings);
    }
}

#[test]
fn an_empty_list_prints_no_table() {
    let context = TestContext::new();
    let output = context.alice(&["list"]).done().says("alice has no API tokens");
    assert_eq!(output.stdout, "");
    assert_eq!(context.alice(&["list", "--json"]).done().json()["tokens"], json!([]));
}

#[test]
fn administrators_list_others() {
    let context = TestContext::new();
    context.token("hers", 'a');
    assert!(context.administrator(&["list", "--for", "alice"]).done().stdout.contains("hers"));
    context.administrator(&["list", "--for", "nobody"]).failed(6).says("no user nobody");
    context.alice(&["list", "--for", "admin"]).failed(5);
}

#[test]
fn names_cannot_control_the_terminal() {
    let context = TestContext::new();
    context.standin.add_token("alice", NewToken::new("a\u{1b}]0;owned\u{7}\u{202e}z\nfake\u{9b}2J"));
    let table = context.alice(&["list"]).done().stdout;
    assert!(table.contains(r"a\u{1b}]0;owned\u{7}\u{202e}z\u{a}fake\u{9b}2J"), "{table}");
    let json = context.alice(&["list", "--json"]).done();
    assert!(!json.stdout.trim_end().contains(|c: char| c.is_control() || c == '\u{202e}'), "{}", json.stdout);
    assert_eq!(json.json()["tokens"][0]["name"], "a\u{1b}]0;owned\u{7}\u{202e}z\nfake\u{9b}2J");
    // The escaped name is accepted, too.
    context.alice(&["rename", r"a\u{1b}]0;owned\u{7}\u{202e}z\u{a}fake\u{9b}2J", "tame"]).done();
    assert_eq!(context.names(), ["tame"]);
}
