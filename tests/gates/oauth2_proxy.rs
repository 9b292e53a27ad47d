//! Behind oauth2-proxy.

use latchkey_driver::{Popup, Tab};
use latchkey_tests::context::{ALICE, click, wait_for_identity};

use crate::claim::{Before, Claim};
use crate::command_line::CommandLine;
use crate::context::GateContext;
use crate::journey;
use crate::person::{ask, claim, list, wait_for_alert};
use crate::programs::{Address, nginx, oauth2_proxy, openid_connect, openid_connect_behind};
use crate::snippets::{Snippet, snippet};

fn with_form() -> GateContext {
    GateContext::new(|gate, jenkins| {
        [oauth2_proxy(snippet!("oauth2-proxy/password-form.cfg"), gate, jenkins)]
    })
}

fn with_openid_connect(configuration: Snippet) -> GateContext {
    GateContext::new(|gate, jenkins| openid_connect(configuration, gate, jenkins))
}

/// Signs in with oauth2-proxy's own form.
fn pass_form(tab: &Tab) {
    tab.fill("input[name=username]", "gate").unwrap();
    tab.fill("input[name=password]", "gate-pass-1").unwrap();
    tab.click_and_wait_for_load("form[action='/oauth2/sign_in'] button").unwrap();
}

/// Signs in at the OpenID Connect provider.
fn pass_provider(tab: &Tab) {
    tab.fill("input[name=username]", "test-user2").unwrap();
    tab.fill("input[name=password]", "verysecure").unwrap();
    tab.click_and_wait_for_load("button[type=submit]").unwrap();
}

/// Ends the session of the gate under the page that is open, as signing out in another tab does.
fn end_session_of_gate(tab: &Tab) {
    tab.evaluate("fetch('/oauth2/sign_out', { redirect: 'manual' }).then(() => true)").unwrap();
}

/// Popup and command line behind a gate that keeps API tokens out.
fn api_tokens_are_kept_out(context: &GateContext, pass: fn(&Tab)) {
    let tab = context.browser().open(&context.page("/login")).unwrap();
    pass(&tab);
    context.sign_in(&tab, "/job/deploy/");
    let popup = context.press(&tab);
    let verdict = journey::popup(context, &popup);
    assert!(verdict.contains("could not be verified"), "{verdict}");
    popup.close().unwrap();

    let value = context.add_token("for scripts");
    let before = Before::of(&context.standin, "alice");
    let command_line = CommandLine::at(&context.url);
    assert_eq!(command_line.run(&["whoami"], "alice", &value).kind(), "sign-in-in-front");
    assert_eq!(command_line.run(&["list"], "alice", &value).kind(), "sign-in-in-front");
    let created = command_line.run(&["create"], "alice", &value);
    assert_eq!(created.kind(), "sign-in-in-front");
    before.check(&created.claim());

    end_session_of_gate(&tab);
    let popup = context.press(&tab);
    sign_in_again(context, &tab, &popup, pass);
    let popup = context.press(&tab);
    list(&popup, context.tokens().len());
    popup.find("tab", "Create").unwrap().click().unwrap();
    end_session_of_gate(&tab);
    ask(&popup, "too late");
    sign_in_again(context, &tab, &popup, pass);
    assert!(before.created().is_empty());
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "too late");
    popup.press_key("Enter").unwrap();
    let told = claim(&popup);
    assert!(matches!(told, Claim::Delivered(_)), "{told:?}");
    before.check(&told);
}

/// Popup and command line behind the provider, with a gate that lets API tokens pass.
fn api_tokens_work(context: &GateContext) {
    let tab = context.browser().open(&context.page("/login")).unwrap();
    pass_provider(&tab);
    context.sign_in(&tab, "/");
    assert_eq!(journey::popup(context, &context.press(&tab)), "Works as alice");
    journey::command_line(context);
}

/// Goes by `Sign in` in the popup, passes the gate, and returns to the page.
fn sign_in_again(context: &GateContext, tab: &Tab, popup: &Popup, pass: fn(&Tab)) {
    wait_for_alert(popup, "sso_required");
    click(popup, "Sign in");
    popup.wait_until_closed().unwrap();
    pass(tab);
    tab.goto(&context.page("/job/deploy/")).unwrap();
}

#[test]
#[ignore = "needs oauth2-proxy"]
fn a_session_of_the_form_that_ended_is_recognized() {
    api_tokens_are_kept_out(&with_form(), pass_form);
}

#[test]
#[ignore = "needs oauth2-proxy"]
fn a_session_of_the_provider_that_ended_is_recognized() {
    api_tokens_are_kept_out(&with_openid_connect(snippet!("oauth2-proxy/openid-connect.cfg")), pass_provider);
}

#[test]
#[ignore = "needs oauth2-proxy"]
fn api_tokens_work_on_the_routes_that_skip_the_sign_in() {
    let context = with_openid_connect(snippet!("oauth2-proxy/api-tokens.cfg"));
    api_tokens_work(&context);
}

#[test]
#[ignore = "needs oauth2-proxy and nginx"]
fn api_tokens_work_where_credentials_go_past_the_sign_in() {
    let context = GateContext::new(|gate, jenkins| {
        let sign_in = Address::free();
        let configuration = snippet!("oauth2-proxy/openid-connect.cfg");
        let [proxy, provider] = openid_connect_behind(gate, configuration, sign_in, jenkins);
        let words = [("JENKINS", jenkins), ("SIGN_IN", &sign_in.to_string())];
        [nginx(snippet!("nginx/api-tokens-past-sign-in.conf"), gate, &words), proxy, provider]
    });
    api_tokens_work(&context);
}
