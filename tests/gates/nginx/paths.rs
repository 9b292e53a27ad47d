//! nginx that publishes Jenkins below a path, or hides paths.

use latchkey_standin::Options;

use super::behind;
use crate::command_line::CommandLine;
use crate::context::GateContext;
use crate::journey;
use crate::person::wait_for_alert;
use crate::programs::nginx;
use crate::snippets::snippet;

#[test]
#[ignore = "needs nginx"]
fn works_below_the_prefix_that_jenkins_knows() {
    let options = Options { context: "/ci".to_owned(), ..Options::default() };
    let context = GateContext::with(options, |gate, jenkins| {
        [nginx(snippet!("nginx/published-with-prefix.conf"), gate, &[("JENKINS", jenkins)])]
    });
    let tab = context.signed_in();
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}

/// Jenkins' pages name `/` as their root, where another application of the host is.
#[test]
#[ignore = "needs nginx"]
fn another_application_of_the_host_gets_no_post() {
    let context = behind(snippet!("nginx/published-below-ci.conf")).published_at("/ci");
    // Jenkins' own form posts to its root, too, so the session is opened by hand.
    let tab = context.browser().open(&context.page("/login")).unwrap();
    tab.evaluate("document.querySelector('form[name=login]').action = '/ci/j_spring_security_check'")
        .unwrap();
    latchkey_tests::context::sign_in(&tab, "alice");
    tab.goto(&context.page("/job/deploy/")).unwrap();
    journey::popup(&context, &context.press(&tab));
    journey::command_line(&context);
    let posts: Vec<String> = context
        .access_log()
        .into_iter()
        .filter(|line| line.contains("\"POST ") && !line.contains("\"POST /ci/"))
        .collect();
    assert_eq!(posts, Vec::<String>::new());
}

#[test]
#[ignore = "needs nginx"]
fn a_script_console_that_is_denied_is_named() {
    let context = behind(snippet!("nginx/script-console-denied.conf"));
    let output = CommandLine::at(&context.url).administrator(&["create", "--for", "alice"]);
    assert_eq!(output.kind(), "script-console-blocked");
    let tab = context.browser().open(&context.page("/login")).unwrap();
    context.sign_in_as(&tab, "admin", "/");
    let popup = context.press(&tab);
    crate::person::ask_for(&popup, "alice", "by script");
    wait_for_alert(&popup, "script_console_blocked");
    assert!(context.tokens().is_empty());
}
