//! `latchkey list` of several controllers.

use std::collections::HashSet;

use latchkey_standin::{CannedAnswer, NewToken};
use serde_json::Value;

use super::{FleetContext, gone, without_credentials};

fn documents(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn every_line_names_its_controller() {
    let fleet = FleetContext::new(3);
    for (standin, name) in fleet.standins.iter().zip(["east", "west"]) {
        standin.add_token("admin", NewToken::new(name));
        standin.add_token("admin", NewToken::new("both"));
    }
    fleet.write_file(&[fleet.urls()[0]]);
    let output = fleet.run("list", &[]).done();
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("CONTROLLER") && lines[0].contains("  USER   NAME"), "{output:?}");
    assert_eq!(lines.len(), 1 + 4, "{output:?}");
    for (url, name) in fleet.urls().into_iter().zip(["east", "west"]) {
        assert!(lines.iter().any(|line| line.starts_with(url) && line.contains(name)), "{output:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with(url)).count(), 2, "{output:?}");
    }
    assert_eq!(output.stderr, format!("{}: admin has no API tokens\n", fleet.urls()[2]));

    let output = fleet.run("list", &["--json", "--for", "admin", "--jobs", "2"]).done();
    let documents = documents(&output.stdout);
    let listed: HashSet<&str> =
        documents.iter().map(|document| document["controller"].as_str().expect("a controller")).collect();
    assert_eq!((documents.len(), listed), (3, fleet.urls().into_iter().collect()));
    assert!(documents.iter().all(|document| document["user"] == "admin"));
}

#[test]
fn a_controller_that_fails_is_named_and_does_not_stop_the_others() {
    let fleet = FleetContext::new(3);
    fleet.standins[0].add_token("admin", NewToken::new("works"));
    fleet.standins[1].answer_next("/security/", CannedAnswer::new(502, "<h1>Bad Gateway</h1>"));
    let (gone, stranger) = (gone(), without_credentials(&fleet.standins[2]));
    fleet.write_file(&[&gone, &stranger]);
    let output = fleet.run("list", &[]);
    assert_eq!(output.status, 16, "{output:?}");
    assert!(output.stdout.contains("works"));
    for url in [fleet.urls()[1], &gone, &stranger] {
        assert!(output.stderr.contains(&format!("Warning: {url}: ")), "{url}: {output:?}");
    }
    let output = output.says("The tokens at 3 of 5 controllers could not be listed");
    output.says(&format!("`latchkey login {stranger}`"));

    let output = fleet.run("list", &["--json"]);
    assert_eq!(output.status, 16, "{output:?}");
    let mut failed = documents(&output.stdout);
    failed.retain(|document| document["error"].is_object());
    let status = |url: &str| {
        let document = failed.iter().find(|document| document["controller"] == url).expect("its line");
        document["error"]["status"].clone()
    };
    assert_eq!((failed.len(), status(&gone), status(&stranger)), (2, 9.into(), 3.into()));
    assert!(output.stderr.contains(&format!("\"controller\":\"{gone}\"")), "{output:?}");
}

#[test]
fn if_all_fail_the_exit_code_is_that_of_the_first() {
    let fleet = FleetContext::new(1);
    let gone = gone();
    fleet.context.write("controllers", &format!("{gone}\n{}\n", without_credentials(&fleet.standins[0])));
    fleet.run("list", &[]).failed(9).says("2 of 2 controllers");
}

#[test]
fn nobody_is_asked_for_a_password() {
    let fleet = FleetContext::new(2);
    let output = fleet.run("list", &["--user", "alice"]).failed(3).says("No token of alice is saved for");
    output.says("--user alice`");
}
