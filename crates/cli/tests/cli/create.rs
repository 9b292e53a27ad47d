//! `latchkey create`.

use latchkey_standin::{Fault, FaultedRequest, Gate, JenkinsVersion, Nginx, Options};
use serde_json::json;

use crate::context::TestContext;

#[test]
fn creating_with_a_password_takes_a_list_a_crumb_and_one_post() {
    for core in JenkinsVersion::ALL {
        for path in ["", "/jenkins"] {
            let context = TestContext::with(Options { core, context: path.to_owned(), ..Options::default() });
            let output = context.alice(&["create", "--name", "sync"]).done();
            assert!(context.standin.token_works(output.line()), "{core}");
            // Before 2.468 the list is on another page.
            let has_security_page =
                matches!(core, JenkinsVersion::V2_492_3 | JenkinsVersion::V2_516_3 | JenkinsVersion::V2_579);
            let lists = if has_security_page { 1 } else { 2 };
            assert_eq!(context.arrived().len(), lists + 2, "{core} {:?}", context.arrived());
            let posts = context.arrived().iter().filter(|request| request.starts_with("POST")).count();
            assert_eq!(posts, 1);
            assert_eq!(context.names(), ["sync"]);
        }
    }
}

/// Before 2.310, the reply has no name then.
#[test]
fn a_token_named_null_is_created_on_every_version() {
    for core in JenkinsVersion::ALL {
        let context = TestContext::with(Options { core, ..Options::default() });
        let output = context.alice(&["create", "--name", "null"]).done().says("Created \"null\"");
        assert!(context.standin.token_works(output.line()), "{core}");
    }
}

#[test]
fn creating_with_a_token_takes_a_list_and_one_post() {
    let context = TestContext::new();
    let token = context.token("own", 'a');
    let output = context.with_token(&["create"], &token).done();
    assert!(context.standin.token_works(output.line()));
    assert_eq!(context.arrived(), ["GET /me/security/", "POST generateNewToken"]);
    assert!(context.names()[1].starts_with("Latchkey 20"), "{:?}", context.names());
    output.says("it expires on");
}

#[test]
fn creating_with_a_piped_token_needs_no_crumb() {
    let context = TestContext::new();
    let token = context.token("own", 'a');
    context.with_password(&["create"], "alice", &token).done();
    assert_eq!(context.arrived(), ["GET /me/security/", "POST generateNewToken"]);
}

#[test]
fn without_csrf_protection_no_crumb_is_sent() {
    let context = TestContext::with(Options { crumb: false, ..Options::default() });
    let output = context.alice(&["create"]).done();
    assert!(context.standin.token_works(output.line()));
}

#[test]
fn a_proxy_that_drops_the_crumb_header_is_worked_around() {
    let context = TestContext::new();
    context.standin.fault_every(Fault::CrumbHeaderDropped, FaultedRequest::Any);
    let output = context.alice(&["create"]).done();
    assert!(context.standin.token_works(output.line()));
    assert_eq!(context.tokens().len(), 1);
}

#[test]
fn every_format_is_printed_alone_on_standard_output() {
    let context = TestContext::new();
    let root = context.url().to_owned();
    let form = |form: &str| context.alice(&["create", "--as", form]).done().stdout;
    let raw = form("raw");
    assert_eq!(raw.len(), 35, "{raw}");
    assert!(form("user-token").starts_with("alice:11"));
    assert!(form("header").starts_with("Authorization: Basic "));
    let environment = form("env");
    assert!(
        environment.starts_with(&format!("export JENKINS_URL='{root}/'\nexport JENKINS_USER_ID='alice'\n"))
    );
    let curl = form("curl");
    assert!(curl.starts_with("curl --config - ") && curl.contains("user = \"alice:11"), "{curl}");
    assert!(form("cli").contains("jenkins-cli.jar"));
    let json = context.alice(&["create", "--json", "--name", "j", "--expires", "never"]).done();
    let document = json.json();
    assert_eq!(document["controller"], root);
    assert_eq!(document["user"], "alice");
    assert_eq!(document["name"], "j");
    assert_eq!(document["expires"], json!({ "state": "never" }));
    assert_eq!(document["uuid"], context.tokens().last().unwrap().uuid);
    assert!(context.standin.token_works(document["token"].as_str().unwrap()));
}

#[test]
fn no_token_is_created_if_the_format_cannot_hold_it() {
    let context = TestContext::new();
    // A netrc line has no port.
    context.alice(&["create", "--as", "netrc"]).failed(2).says("has no port");
    assert_eq!(context.arrived(), [""; 0]);
}

#[test]
fn a_token_expires_as_asked_or_a_warning_says_otherwise() {
    let context = TestContext::new();
    context.alice(&["create", "--name", "a", "--expires", "never"]).done().says("never expires");
    let today = jiff::Zoned::now().date();
    let day = today.checked_add(jiff::Span::new().days(40)).unwrap();
    context.alice(&["create", "--name", "b", "--expires", &day.to_string()]).done();
    context.alice(&["create", "--name", "c", "--expires", "7d"]).done();
    let expires: Vec<_> = context.tokens().into_iter().map(|token| token.expires).collect();
    let week = today.checked_add(jiff::Span::new().days(7)).unwrap();
    assert_eq!(expires, [None, Some(day), Some(week)]);
    context.alice(&["create", "--expires", "2020-01-01"]).failed(2).says("that day is in the past");

    let old = TestContext::with(Options { core: JenkinsVersion::V2_516_3, ..Options::default() });
    old.alice(&["create", "--expires", "7d"]).done().says("Warning: Tokens of this Jenkins cannot expire");
    let quiet = old.alice(&["create", "--expires", "never"]).done();
    assert!(!quiet.stderr.contains("Warning"), "{quiet:?}");
}

#[test]
fn a_name_that_jenkins_cannot_store_is_refused() {
    let context = TestContext::new();
    context.alice(&["create", "--name", " "]).failed(2).says("name is empty");
    context.alice(&["create", "--name", "a\u{ffff}"]).failed(2).says("cannot store");
    assert_eq!(context.arrived(), [""; 0]);
}

#[test]
fn administrators_create_tokens_for_others_by_script() {
    let context = TestContext::new();
    let output = context.administrator(&["create", "--for", "alice", "--name", "for alice"]).done();
    assert!(context.standin.token_works(output.line()));
    assert_eq!(context.names(), ["for alice"]);
    output.says("Latchkey uses the script console");
}

#[test]
fn administrators_create_tokens_for_others_by_the_api_if_allowed() {
    let context = TestContext::with(Options { administrators_generate: true, ..Options::default() });
    let output = context.administrator(&["create", "--for", "alice", "--as", "user-token"]).done();
    assert!(output.stdout.starts_with("alice:11"));
    assert!(!context.arrived().iter().any(|request| request.contains("script")));
}

#[test]
fn failures_to_create_a_token_for_others_have_their_own_exit_codes() {
    let context = TestContext::new();
    context.alice(&["create", "--for", "admin"]).failed(5).says("Administer");
    context.administrator(&["create", "--for", "nobody"]).failed(6).says("no user nobody");
    let blocked =
        TestContext::with(Options { gates: vec![Gate::Nginx(Nginx::ScriptDenied)], ..Options::default() });
    blocked.administrator(&["create", "--for", "alice"]).failed(18).says("blocks the script console");
    assert_eq!(blocked.tokens().len(), 0);
}
