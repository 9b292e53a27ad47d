//! nginx that asks for a user name and password of its own, or removes credentials.

use super::behind;
use crate::claim::Claim;
use crate::command_line::CommandLine;
use crate::journey;
use crate::snippets::snippet;

#[test]
#[ignore = "needs nginx"]
fn a_token_is_not_verified_where_nginx_takes_it_for_a_password_of_its_own() {
    for configuration in [snippet!("nginx/basic-auth.conf"), snippet!("nginx/basic-auth-removed.conf")] {
        let context = behind(configuration);
        let tab = context.signed_in_with_credentials("alice");
        let verdict = journey::popup(&context, &context.press(&tab));
        assert!(verdict.contains("could not be verified"), "{configuration}: {verdict}");
        let value = context.add_token("for scripts");
        let output = CommandLine::at(&context.url).run(&["whoami"], "alice", &value);
        assert_eq!(output.kind(), "gate-credentials", "{configuration}");
    }
}

#[test]
#[ignore = "needs nginx"]
fn a_password_that_nginx_and_jenkins_share_creates_tokens() {
    let context = behind(snippet!("nginx/basic-auth.conf"));
    let (claim, output) = journey::ask_command_line(&context, &[]);
    assert!(matches!(claim, Claim::Delivered(_)), "{output:?}");
}

#[test]
#[ignore = "needs nginx"]
fn credentials_that_nginx_removes_are_not_called_wrong() {
    let context = behind(snippet!("nginx/basic-auth-removed.conf"));
    let (claim, output) = journey::ask_command_line(&context, &[]);
    assert_eq!((claim, output.kind().as_str()), (Claim::NothingCreated, "credentials-removed"));

    let context = behind(snippet!("nginx/authorization-removed.conf"));
    let (claim, output) = journey::ask_command_line(&context, &[]);
    assert_eq!((claim, output.kind().as_str()), (Claim::NothingCreated, "credentials-removed"));
    let tab = context.signed_in();
    let verdict = journey::popup(&context, &context.press(&tab));
    assert!(verdict.contains("could not be verified"), "{verdict}");
}

#[test]
#[ignore = "needs nginx"]
fn api_tokens_work_where_nginx_asks_only_its_own_users() {
    let context = behind(snippet!("nginx/basic-auth-and-api-tokens.conf"));
    let tab = context.signed_in_with_credentials("gate");
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}
