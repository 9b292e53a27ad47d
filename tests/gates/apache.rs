//! Behind Apache and mod_security.

use latchkey_driver::Tab;
use latchkey_standin::{Account, Options};
use latchkey_tests::context::click;

use crate::claim::{Before, Claim};
use crate::command_line::CommandLine;
use crate::context::GateContext;
use crate::journey::{self, ask_command_line, ask_popup};
use crate::person::{ask, claim, list};
use crate::programs::apache;
use crate::snippets::{Snippet, snippet};

fn behind(configuration: Snippet) -> GateContext {
    GateContext::new(|gate, jenkins| [apache(configuration, gate, jenkins)])
}

#[test]
#[ignore = "needs Apache"]
fn everything_works_behind_the_core_rules() {
    let context = behind(snippet!("apache/core-rules.conf"));
    let tab = context.signed_in();
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}

#[test]
#[ignore = "needs Apache"]
fn the_core_rules_let_every_script_pass() {
    let context = behind(snippet!("apache/core-rules.conf"));
    let command_line = CommandLine::at(&context.url);
    let before = Before::of(&context.standin, "alice");
    let created = command_line.administrator(&["create", "--for", "alice", "--name", "by script"]);
    before.check(&created.claim());
    let listed = command_line.administrator(&["list", "--for", "alice"]).json();
    assert_eq!(listed["tokens"][0]["name"], "by script");
    command_line.administrator(&["rename", "by script", "renamed", "--for", "alice"]).json();
    assert_eq!(before.created()[0].name, "renamed");
    assert!(command_line.administrator(&["audit"]).is_done());
    command_line.administrator(&["revoke", "renamed", "--for", "alice", "--yes"]).json();
    assert!(before.created().is_empty());
}

/// A name that the core rules take for an attack.
const LIKE_AN_ATTACK: &str = "x' OR 1=1; DROP TABLE users --";

#[test]
#[ignore = "needs Apache"]
fn a_name_that_looks_like_an_attack_creates_nothing() {
    let context = behind(snippet!("apache/core-rules.conf"));
    let tab = context.signed_in();
    let before = Before::of(&context.standin, "alice");
    let popup = context.press(&tab);
    ask(&popup, LIKE_AN_ATTACK);
    let told = claim(&popup);
    assert_eq!(told, Claim::NothingCreated);
    before.check(&told);
}

#[test]
#[ignore = "needs Apache"]
fn a_token_that_a_response_rule_keeps_back_is_found() {
    let context = behind(snippet!("apache/response-rule.conf"));
    let tab = context.signed_in();
    assert!(ask_popup(&context, &context.press(&tab)).is_found());
    let (claim, output) = ask_command_line(&context, &[]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

/// The rule cuts the connection after Jenkins has acted. The browser then sends the request again by itself, once for each
/// connection that it has kept.
#[test]
#[ignore = "needs Apache"]
fn every_token_of_a_request_that_the_browser_repeats_is_found() {
    let context = behind(snippet!("apache/response-rule-drops.conf"));
    context.add_token("repeated");
    let tab = context.signed_in();
    let before = Before::of(&context.standin, "alice");
    let popup = context.press(&tab);
    // A list from before the request tells new tokens from the older one of that name.
    list(&popup, 1);
    popup.find("tab", "Create").unwrap().click().unwrap();
    open_connections(&tab);
    ask(&popup, "repeated");
    let told = claim(&popup);
    before.check(&told);
    let created = before.created().len();
    assert!(created > 1, "the browser repeats the request: {created}");
    assert_eq!(told, Claim::ValuesLost(created));
    click(&popup, &format!("Revoke all {created}"));
    click(&popup, "Revoke");
    popup.wait_for_text("status", &format!("{created} tokens were revoked.")).unwrap();
    assert!(before.created().is_empty());

    let (claim, output) = ask_command_line(&context, &[]);
    assert!(claim.is_found(), "{claim:?}: {output:?}");
}

/// Leaves several connections open that have been used.
fn open_connections(tab: &Tab) {
    tab.evaluate("Promise.all(Array.from({ length: 6 }, () => fetch('/whoAmI/api/json', { cache: 'no-store' }))).then(() => true)")
        .unwrap();
}

#[test]
#[ignore = "needs Apache"]
fn nothing_is_created_where_a_rule_refuses_the_request() {
    let context = behind(snippet!("apache/house-rule.conf"));
    let tab = context.signed_in();
    assert_eq!(ask_popup(&context, &context.press(&tab)), Claim::NothingCreated);
    let (claim, output) = ask_command_line(&context, &[]);
    assert_eq!(claim, Claim::NothingCreated, "{output:?}");
    assert_eq!(context.generate_requests(), 0);
}

/// A controller with a user whose ID has a slash.
fn with_slash(configuration: Snippet) -> GateContext {
    let mut options = Options { administrators_generate: true, ..Options::default() };
    options.accounts.push(Account::new("team/alice", "alice-pass-1"));
    GateContext::with(options, |gate, jenkins| [apache(configuration, gate, jenkins)])
}

#[test]
#[ignore = "needs Apache"]
fn a_user_id_that_apache_does_not_pass_is_not_called_unknown() {
    let context = with_slash(snippet!("apache/encoded-slashes-refused.conf"));
    let before = Before::of(&context.standin, "team/alice");
    let created = CommandLine::at(&context.url).administrator(&["create", "--for", "team/alice"]);
    before.check(&created.claim());
    assert_ne!(created.claim(), Claim::NothingCreated, "the script console goes by it: {created:?}");
}

#[test]
#[ignore = "needs Apache"]
fn a_user_id_with_a_slash_works_where_apache_passes_it() {
    let context = with_slash(snippet!("apache/encoded-slashes.conf"));
    let before = Before::of(&context.standin, "team/alice");
    let created = CommandLine::at(&context.url).administrator(&["create", "--for", "team/alice"]);
    assert!(matches!(created.claim(), Claim::Delivered(_)), "{created:?}");
    before.check(&created.claim());
    let scripts =
        context.standin.requests().into_iter().filter(|request| request.path.ends_with("/scriptText"));
    assert_eq!(scripts.count(), 0);
}

#[test]
#[ignore = "needs Apache"]
fn a_token_may_have_any_name_where_the_core_rules_leave_names_alone() {
    let context = behind(snippet!("apache/core-rules-and-any-name.conf"));
    let tab = context.signed_in();
    let before = Before::of(&context.standin, "alice");
    let popup = context.press(&tab);
    ask(&popup, LIKE_AN_ATTACK);
    before.check(&claim(&popup));
    assert_eq!(before.created()[0].name, LIKE_AN_ATTACK);
}

#[test]
#[ignore = "needs Apache"]
fn a_new_token_is_delivered_where_a_response_rule_leaves_it_alone() {
    let context = behind(snippet!("apache/response-rule-and-tokens.conf"));
    let tab = context.signed_in();
    assert_eq!(journey::popup(&context, &context.press(&tab)), "Works as alice");
    journey::command_line(&context);
}
