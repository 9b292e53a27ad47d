//! Where credentials come from, and where they are sent.

use latchkey_standin::Options;

use crate::context::{PASSWORD, TestContext};

#[test]
fn credentials_are_tried_in_order() {
    let context = TestContext::new();
    let (environment, saved) = (context.token("environment", 'a'), context.token("saved", 'b'));
    context
        .write("token", &format!(r#"{{"controller":"{}","user":"alice","token":"{saved}"}}"#, context.url()));
    context.write(".netrc", &format!("machine 127.0.0.1 login alice password {PASSWORD}\n"));
    let token = [("JENKINS_USER_ID", "alice"), ("JENKINS_API_TOKEN", environment.as_str())];
    let file = context.text("token");
    let who = |more: &[&str], variables: &[(&str, &str)], input: &str| {
        let arguments = [&["whoami", context.url(), "--json"], more].concat();
        context.run_with(&arguments, variables, input).done().json()["account"].as_str().unwrap().to_owned()
    };
    let typed = who(&["--user", "alice", "--password-stdin"], &token, PASSWORD);
    assert_eq!(typed, "the password given");
    assert!(who(&["--from", &file], &token, "").starts_with("the token saved in "));
    assert_eq!(who(&[], &token, ""), "JENKINS_USER_ID and JENKINS_API_TOKEN");
    assert_eq!(who(&[], &[], ""), "the password in ~/.netrc");
    let other = context.text("other-netrc");
    context.write("other-netrc", &format!("machine 127.0.0.1\n  login alice\n  password {saved}\n"));
    assert_eq!(who(&[], &[("NETRC", &other)], ""), format!("the token in {other}"));
}

#[test]
fn credentials_for_one_controller_do_not_go_to_another_on_its_host() {
    let context = TestContext::with(Options { context: "/a".to_owned(), ..Options::default() });
    let token = context.token("t", 'a');
    let list = |jenkins_url: &str| {
        let variables = [
            ("JENKINS_URL", jenkins_url),
            ("JENKINS_USER_ID", "alice"),
            ("JENKINS_API_TOKEN", token.as_str()),
        ];
        context.run_with(&["list", context.url()], &variables, "")
    };
    let beside = context.url().replace("/a", "/b");
    list(&beside).failed(3).says("No credentials found");
    assert!(context.standin.requests().iter().all(|request| request.header("authorization").is_none()));
    list(context.url()).done();
}

#[test]
fn credentials_go_to_no_other_host() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    // Credentials beside JENKINS_URL are for its controller.
    let variables = [
        ("JENKINS_URL", "https://ci.example.org/"),
        ("JENKINS_USER_ID", "alice"),
        ("JENKINS_API_TOKEN", token.as_str()),
    ];
    context.run_with(&["list", context.url()], &variables, "").failed(3).says("No credentials found");
    // If JENKINS_URL says https, they are not sent over http.
    let protected = context.url().replace("http:", "https:");
    let variables = [("JENKINS_URL", protected.as_str()), variables[1], variables[2]];
    context.run_with(&["list", context.url()], &variables, "").failed(3).says("No credentials found");
    // A saved token is for its controller.
    context.write(
        "token",
        &format!(r#"{{"controller":"https://ci.example.org","user":"alice","token":"{token}"}}"#),
    );
    let file = context.text("token");
    context
        .run_with(&["list", context.url(), "--from", &file], &[], "")
        .failed(3)
        .says("sent nowhere else")
        .says("overrides JENKINS_URL");
    // A line of netrc is for its host.
    context
        .write(".netrc", "machine ci.example.org login alice password x\ndefault login alice password y\n");
    context.run_with(&["list", context.url()], &[], "").failed(3);
    assert!(context.standin.requests().iter().all(|request| request.header("authorization").is_none()));
}

#[test]
fn missing_credentials_are_reported_with_the_ways_to_give_them() {
    let context = TestContext::new();
    context
        .run_with(&["list", context.url()], &[], "")
        .failed(3)
        .says("--user")
        .says("JENKINS_USER_ID")
        .says("save");
    context.run_with(&["list"], &[], "").failed(2).says("JENKINS_URL");
    context.run_with(&["list", "--user", "alice"], &[("JENKINS_URL", context.url())], "").failed(3);
    let empty = context.with_password(&["list"], "alice", "");
    empty.failed(3).says("it is empty");
    context.with_password(&["list"], "a:b", "x").failed(2).says("colon");
}

#[test]
fn credentials_may_be_given_before_and_after_the_command() {
    let context = TestContext::new();
    for arguments in [
        ["--user", "alice", "--password-stdin", "whoami", context.url()],
        ["--user", "alice", "whoami", context.url(), "--password-stdin"],
        ["--password-stdin", "whoami", context.url(), "--user", "alice"],
    ] {
        assert_eq!(context.run_with(&arguments, &[], PASSWORD).done().line(), "alice");
    }
    let arguments = ["--from", "f", "whoami", context.url(), "--user", "alice"];
    context.run_with(&arguments, &[], "").failed(2).says("either --user or --from");
}

#[test]
fn a_host_named_default_does_not_get_the_netrc_default_entry() {
    let context = TestContext::new();
    context.write(".netrc", &format!("default login alice password {PASSWORD}\n"));
    // The proxy keeps the request on this machine.
    let output = context.run_with(&["whoami", "http://default/"], &[("http_proxy", context.url())], "");
    output.failed(3).says("No credentials found");
}

#[test]
fn an_unreadable_netrc_is_not_quoted() {
    let context = TestContext::new();
    context.write(".netrc", "machine 127.0.0.1 login alice password sesame open\n");
    let output = context.run_with(&["list", context.url()], &[], "").failed(1).says("cannot be used");
    assert!(!output.stderr.contains("sesame") && !output.stderr.contains("open"), "{output:?}");
}
