//! Pages that are not Jenkins' own, and who may see which.

use latchkey_standin::{JenkinsVersion, NewToken, Options};

use super::session::{Session, send, start};

const POLICY: &str = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

#[test]
fn files_of_builds_and_workspaces_are_sandboxed() {
    let standin = start(Options { context: "/jenkins".to_owned(), ..Options::default() });
    let session = Session::admin(&standin);
    let paths = [
        "/job/website/7/artifact/report.html",
        "/job/a/job/b/lastSuccessfulBuild/artifact/site/index.html",
        "/job/website/ws/",
        "/job/website/ws/target/report.html",
    ];
    for path in paths {
        let page = session.get(path);
        assert_eq!(
            (page.status().as_u16(), &page.headers()["content-type"]),
            (200, &"text/html".parse().unwrap())
        );
        assert_eq!(page.headers()["content-security-policy"], POLICY, "{path}");
        assert!(page.headers().get("x-jenkins").is_none() && !page.body().contains("data-rooturl"), "{path}");
    }
    assert_eq!(session.get("/job/website/ws").headers()["location"], "/jenkins/job/website/ws/");
    let anonymous = send("GET", &format!("{}{}", standin.url(), paths[0]), &[], "");
    assert_eq!(anonymous.status(), 403);
}

#[test]
fn the_front_end_of_a_plugin_is_an_ordinary_page() {
    let standin = start(Options::default());
    let page = Session::admin(&standin).get("/blue/organizations/jenkins/");
    assert_eq!(page.status(), 200);
    assert!(page.headers().get("content-security-policy").is_none());
    assert!(!page.body().contains("data-") && !page.body().contains("id=\"jenkins\""));
}

#[test]
fn pages_with_tokens_are_for_their_owners_and_administrators() {
    for (core, path) in [
        (JenkinsVersion::V2_303_3, "/user/admin/configure"),
        (JenkinsVersion::V2_579, "/user/admin/security/"),
    ] {
        let standin = start(Options { core, anonymous_read: true, ..Options::default() });
        assert_eq!(Session::admin(&standin).get(path).status(), 200);
        let alice = Session::open(&standin, "alice", "alice-pass-1").get(path);
        assert_eq!(
            (alice.status().as_u16(), &alice.headers()["x-you-are-authenticated-as"]),
            (403, &"alice".parse().unwrap())
        );
        let anonymous = send("GET", &format!("{}{path}", standin.url()), &[], "");
        assert_eq!(anonymous.status(), 403);
        assert_eq!(anonymous.headers()["x-you-are-authenticated-as"], "anonymous");
    }
}

#[test]
fn the_script_of_the_pages_with_tokens_is_served_to_everyone_and_may_be_kept() {
    for (core, path) in
        [(JenkinsVersion::V2_303_3, "/me/configure"), (JenkinsVersion::V2_579, "/me/security/")]
    {
        let standin = start(Options { core, ..Options::default() });
        let page = Session::admin(&standin).get(path);
        let script = super::session::between(page.body(), "<script src=\"");
        assert!(script.ends_with("/jenkins/security/ApiTokenProperty/resources.js"), "{script}");
        let served = send("GET", &format!("{}{script}", standin.url()), &[], "");
        assert_eq!(
            (served.status().as_u16(), &served.headers()["cache-control"]),
            (200, &"public, max-age=31536000".parse().unwrap())
        );
        assert!(served.body().contains("api-token-property-add"));
    }
}

#[test]
fn the_first_button_that_adds_a_token_is_hidden_once_there_is_a_token() {
    for core in [JenkinsVersion::V2_516_3, JenkinsVersion::V2_579] {
        let standin = start(Options { core, ..Options::default() });
        let session = Session::admin(&standin);
        let first_is_hidden = || {
            let page = session.get("/me/security/");
            assert_eq!(page.body().matches("api-token-property-add ").count(), 2);
            let before = page.body().split("api-token-property-add ").next().unwrap().to_owned();
            before.contains("token-list-empty-item jenkins-hidden")
        };
        assert!(!first_is_hidden());
        standin.add_token("admin", NewToken::new("x"));
        assert!(first_is_hidden());
    }
}

#[test]
fn a_job_page_can_be_made_busy() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    let page = session.get("/job/x/?busy=20");
    assert!(page.body().contains("<button id=\"busy\"") && page.body().contains("20 * 1000"));
    assert!(!session.get("/job/x/").body().contains("id=\"busy\""));
}
