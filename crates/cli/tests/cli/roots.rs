//! From any page to the root of its controller.

use latchkey_standin::{CannedAnswer, JenkinsVersion, Options};

use crate::context::{PASSWORD, TestContext};

#[test]
fn any_page_leads_to_its_controller() {
    for core in JenkinsVersion::ALL {
        let context =
            TestContext::with(Options { core, context: "/ci/jenkins".to_owned(), ..Options::default() });
        for page in [
            "",
            "/",
            "/?search=x#top",
            "/job/x/",
            "/job/a%20b/1/console",
            "/job/x/1/artifact/report.html",
            "/user/alice/",
            "/api/json",
            "/me/",
            "/login?from=%2F",
            "/manage/script",
        ] {
            let url = format!("{}{page}", context.url());
            let arguments = ["whoami", &url, "--user", "alice", "--password-stdin", "--json"];
            let output = context.run_with(&arguments, &[], PASSWORD).done();
            assert_eq!(output.json()["controller"], context.url(), "{core} {page}");
        }
    }
}

#[test]
fn one_token_is_created_from_a_page_that_does_not_name_its_root() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let url = format!("{}/me/security/", context.url());
    let arguments = ["create", &url, "--user", "alice", "--password-stdin"];
    let output = context.run_with(&arguments, &[], PASSWORD).done().says("The root of this Jenkins is");
    assert!(context.standin.token_works(output.line()));
    assert_eq!(context.tokens().len(), 1);
}

#[test]
fn the_search_for_the_root_is_anonymous() {
    let context = TestContext::with(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let outside = context.url().replace("/jenkins", "/other/page");
    let arguments = ["list", &outside, "--user", "alice", "--password-stdin"];
    context.run_with(&arguments, &[], PASSWORD).failed(8);
    let looked = context.standin.requests();
    let outside: Vec<_> = looked.iter().filter(|request| !request.path.starts_with("/other/page/")).collect();
    assert!(!outside.is_empty());
    assert!(outside.iter().all(|request| request.header("authorization").is_none()), "{outside:?}");
}

#[test]
fn redirects_to_another_host_are_not_followed() {
    let context = TestContext::new();
    let other = TestContext::new();
    let token = context.token("t", 'a');
    for path in ["/security/", "/"] {
        let answer = CannedAnswer::new(302, "").with_header("Location", format!("{}/", other.url()));
        context.standin.answer_next(path, answer);
    }
    context.with_token(&["create"], &token).failed(7).says("single sign-on");
    assert!(other.standin.requests().is_empty());
    assert_eq!(context.tokens().len(), 1);
}
