//! Headers for what is in front of Jenkins (`--header @FILE`).

use latchkey_standin::{CannedAnswer, Options, Standin};

use crate::context::TestContext;

const ACCESS: &str = "CF-Access-Client-Id: 7.access\nCF-Access-Client-Secret: c0ffee\n";

#[test]
fn every_request_to_the_controller_has_them() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    context.write("access", ACCESS);
    context.write("iap", "Proxy-Authorization: Bearer 1/fFAGRN\n");
    let [access, iap] = ["access", "iap"].map(|name| format!("@{}", context.text(name)));
    // The root is looked for above this page.
    let page = format!("{}/login", context.url());
    let arguments =
        ["create", &page, "--header", &access, "--header", &iap, "--user", "alice", "--password-stdin"];
    let output = context.run_with(&arguments, &[], "alice-pass-1").done();
    assert!(!output.stderr.contains("c0ffee") && !output.stderr.contains("1/fFAGRN"), "{}", output.stderr);
    let requests = context.standin.requests();
    assert!(requests.len() > 4 && requests.iter().any(|request| request.method == "POST"));
    for request in requests {
        assert_eq!(request.header("cf-access-client-secret"), Some("c0ffee"), "{}", request.path);
        assert_eq!(request.header("proxy-authorization"), Some("Bearer 1/fFAGRN"), "{}", request.path);
    }
}

#[test]
fn another_origin_gets_none_of_them() {
    let context = TestContext::new();
    let elsewhere = Standin::start(Options::default()).unwrap();
    context.write("access", ACCESS);
    for path in ["/", "/security/", "/me/api/json", "/whoAmI/api/json"] {
        let answer = CannedAnswer::new(302, "").with_header("Location", format!("{}/", elsewhere.url()));
        context.standin.answer_next(path, answer);
    }
    let header = format!("@{}", context.text("access"));
    let token = context.token("t", 'a');
    context.with_token(&["list", "--header", &header], &token);
    assert!(context.standin.requests().iter().any(|request| request.header("cf-access-client-id").is_some()));
    for request in elsewhere.requests() {
        assert_eq!(request.header("cf-access-client-id"), None, "{}", request.path);
    }
}

#[test]
fn a_value_in_the_arguments_is_refused() {
    let context = TestContext::new();
    context.with_token(&["list", "--header", "CF-Access-Client-Id: 7"], "11").failed(2).says("@FILE");
    assert!(context.standin.requests().is_empty());
}

#[test]
fn what_is_wrong_with_the_file_is_said_without_its_contents() {
    let context = TestContext::new();
    let list =
        |name: &str| context.with_token(&["list", "--header", &format!("@{}", context.text(name))], "11");
    context.write("malformed", "CF-Access-Client-Id: 7\nc0ffee\n");
    let output = list("malformed").failed(1).says("line 2");
    assert!(!output.stderr.contains("c0ffee"), "{}", output.stderr);
    context.write("reserved", "Authorization: Basic c0ffee");
    list("reserved").failed(1).says("Latchkey sets itself").says("--user");
    context.write("empty", "");
    list("empty").failed(1).says("no header");
    list("missing").failed(1).says("missing");
    assert!(context.standin.requests().is_empty());
}
