//! Gates and proxies in front of a controller, and sign-ons of its own: what the popup says, and where it leads.

use latchkey_driver::{BrowserKind, Popup, Tab};
use latchkey_standin::{Account, Apache, Gate, Nginx, Options, Security, SignOn};

use crate::context::{ALICE, TestContext, click, done, generate, sign_in, token_in, wait_for_identity};

in_every_browser! {
    the_root_is_looked_for_where_a_proxy_publishes_jenkins,
    a_gates_session_that_ended_leads_to_its_sign_in_and_back,
    signing_in_starts_where_jenkins_says,
    signed_out_is_recognized_although_headers_are_hidden,
    a_page_in_place_of_jenkins_refusal_offers_the_page_again,
    a_jenkins_without_users_needs_no_token,
    a_crumb_of_another_page_leads_back_to_the_page,
    what_answered_the_check_of_a_token_is_named,
    token_without_groups_gets_a_warning,
    user_id_that_no_url_can_contain_is_handled_by_script,
    a_name_that_looks_like_an_attack_is_advised_against,
    each_status_is_named_by_its_cause,
}

/// The buttons of every alert.
fn buttons(popup: &Popup) -> Vec<String> {
    let buttons = "[...document.querySelectorAll('.alert button')].map(button => button.textContent)";
    serde_json::from_value(popup.evaluate(buttons).unwrap()).unwrap()
}

/// The section that the alert links to.
fn linked_section(popup: &Popup) -> String {
    let url = popup.find("link", "Learn more").unwrap().attribute("href").unwrap().unwrap();
    let (page, anchor) = url.split_once('#').unwrap();
    assert!(page.ends_with("/docs/troubleshooting.md"), "{url}");
    anchor.to_owned()
}

fn verdict(popup: &Popup, verdict: &str) {
    popup.wait_for(&format!("document.getElementById('token-works').textContent === {verdict:?}")).unwrap();
}

fn open_page_again(popup: &Popup, tab: &Tab, path: &str) {
    click(popup, "Open the page again");
    popup.wait_until_closed().unwrap();
    tab.wait_for(&format!("location.pathname === {path:?} && document.readyState === 'complete'")).unwrap();
}

fn the_root_is_looked_for_where_a_proxy_publishes_jenkins(kind: BrowserKind) {
    let gates = vec![Gate::Nginx(Nginx::PublishedUnderCi)];
    let context = TestContext::with(kind, Options { gates, ..Options::default() });
    let tab = context.browser.open(&context.url("/ci/login")).unwrap();
    sign_in(&tab, "alice");
    tab.goto(&context.url("/ci/job/x/")).unwrap();
    let before = context.standin.other_application_requests().len();
    let popup = context.press(&tab);
    // Pressed before anything is known.
    let token = generate(&popup);
    wait_for_identity(&popup, ALICE);
    verdict(&popup, "Works as alice");
    assert!(context.standin.token_works(&token));
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
    let to_another = context.standin.other_application_requests().split_off(before);
    let asked: Vec<(&str, &str)> =
        to_another.iter().map(|request| (request.method.as_str(), request.path.as_str())).collect();
    assert_eq!(asked, [("GET", "/me/api/json?tree=id,fullName")]);
    popup.close().unwrap();

    // What was kept is found again under the root where it was made.
    let popup = context.press(&tab);
    assert_eq!(token_in(&popup), token);
    done(&popup);
}

fn a_gates_session_that_ended_leads_to_its_sign_in_and_back(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for sign_on in [SignOn::Oauth2ProxyOidc, SignOn::Authelia, SignOn::Pomerium] {
        context = context.with_controller(Options { context: "/jenkins".to_owned(), ..Options::default() });
        let tab = context.signed_in("/job/deploy/");
        context.standin.set_gates(&[Gate::SignOn(sign_on)]);
        let popup = context.press(&tab);
        popup.find("textbox", "Token name").unwrap().fill("carried over").unwrap();
        popup.wait_for_text("alert", "Your sign-in in front of Jenkins (single sign-on) has ended.").unwrap();
        assert_eq!(buttons(&popup), ["Sign in"], "{sign_on:?}");
        assert_eq!(linked_section(&popup), "gate-sign-in");
        click(&popup, "Sign in");
        popup.wait_until_closed().unwrap();
        tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'").unwrap();
        tab.click_and_wait_for_load("button").unwrap();
        tab.wait_for("location.pathname === '/jenkins/job/deploy/'").unwrap();
        let popup = context.press(&tab);
        wait_for_identity(&popup, ALICE);
        assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "carried over");
        popup.close().unwrap();
    }
}

fn signing_in_starts_where_jenkins_says(kind: BrowserKind) {
    let gates = vec![Gate::Security(Security::CommenceLogin)];
    let options = Options { gates, context: "/jenkins".to_owned(), ..Options::default() };
    let context = TestContext::with(kind, options);
    let commence =
        format!("{}/securityRealm/commenceLogin?from=%2Fjenkins%2Fjob%2Fdeploy%2F", context.url(""));
    let tab = context.browser.open(&commence).unwrap();
    tab.click_and_wait_for_load("button").unwrap();
    tab.wait_for("location.pathname === '/jenkins/job/deploy/'").unwrap();
    context.standin.end_sessions();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    click(&popup, "Sign in");
    popup.wait_until_closed().unwrap();
    tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'").unwrap();
    tab.click_and_wait_for_load("button").unwrap();
    tab.wait_for("location.pathname === '/jenkins/job/deploy/'").unwrap();
    wait_for_identity(&context.press(&tab), ALICE);
}

fn signed_out_is_recognized_although_headers_are_hidden(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/job/deploy/");
    context.standin.set_gates(&[Gate::Nginx(Nginx::HiddenHeaders)]);
    context.standin.end_sessions();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "You are not signed in to this Jenkins.").unwrap();
    click(&popup, "Sign in");
    popup.wait_until_closed().unwrap();
    tab.wait_for("location.pathname.endsWith('/login') && document.readyState === 'complete'").unwrap();
    sign_in(&tab, "alice");
    assert!(tab.url().unwrap().ends_with("/job/deploy/"), "Jenkins leads back");
}

fn a_page_in_place_of_jenkins_refusal_offers_the_page_again(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for (gate, told) in [
        (Nginx::InterceptErrors, "refused the request (HTTP status 403)."),
        (Nginx::InterceptErrors200, "A web page answered instead of Jenkins."),
    ] {
        context = context.with_controller(Options { context: "/jenkins".to_owned(), ..Options::default() });
        let tab = context.signed_in("/job/deploy/");
        context.standin.set_gates(&[Gate::Nginx(gate)]);
        context.standin.end_sessions();
        let popup = context.press(&tab);
        popup.wait_for_text("alert", told).unwrap();
        assert_eq!(buttons(&popup), ["Open the page again"], "{gate:?}");
        open_page_again(&popup, &tab, "/jenkins/job/deploy/");
    }
}

fn a_jenkins_without_users_needs_no_token(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for security in [Security::NoSecurity, Security::NobodyCanSignIn] {
        let gates = vec![Gate::Security(security)];
        context =
            context.with_controller(Options { gates, context: "/jenkins".to_owned(), ..Options::default() });
        let tab = context.browser.open(&context.url("/login")).unwrap();
        let popup = context.press(&tab);
        popup.wait_for_text("alert", "This Jenkins has no users, so it needs no token.").unwrap();
        assert!(buttons(&popup).is_empty());
        assert_eq!(linked_section(&popup), "no-users");
        context.standin.clear_requests();
        popup.press_key("Enter").unwrap();
        popup.find("tab", "Tokens").unwrap().click().unwrap();
        popup.wait_for("document.getElementById('list-state').textContent === ''").unwrap();
        assert_eq!(context.generate_requests(), 0);
        popup.close().unwrap();
    }
}

fn a_crumb_of_another_page_leads_back_to_the_page(kind: BrowserKind) {
    let gates = vec![Gate::Security(Security::StrictCrumbs)];
    let context =
        TestContext::with(kind, Options { gates, context: "/jenkins".to_owned(), ..Options::default() });
    let tab = context.signed_in("/job/deploy/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    generate(&popup);
    done(&popup);
    popup.close().unwrap();
    // The page changes its address without being loaded: its crumb is that of the earlier address.
    tab.evaluate("history.pushState(null, '', '/jenkins/job/team/job/deploy/')").unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "its crumb (CSRF token) was not valid").unwrap();
    assert_eq!(buttons(&popup), ["Open the page again"]);
    assert_eq!(linked_section(&popup), "strict-crumbs");
    open_page_again(&popup, &tab, "/jenkins/job/team/job/deploy/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    generate(&popup);
    assert_eq!(context.standin.tokens_of("alice").len(), 2);
}

fn what_answered_the_check_of_a_token_is_named(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for (gate, told, advised, section) in [
        (
            Gate::Nginx(Nginx::AuthorizationRemoved),
            "A proxy in front of Jenkins removes the credentials from requests.",
            "Scripts get the same answer. Ask its administrator to pass the Authorization header on to Jenkins.",
            "authorization-removed",
        ),
        (
            Gate::Security(Security::OicSession),
            "A sign-in page answered the check of the token.",
            "If the sign-in is that of Jenkins itself, an administrator must allow API tokens",
            "gate-sign-in",
        ),
        (
            Gate::SignOn(SignOn::Authelia),
            "A sign-in page answered the check of the token.",
            "unless the proxy in front of Jenkins lets requests with an Authorization header pass.",
            "gate-sign-in",
        ),
    ] {
        context = context.with_controller(Options { context: "/jenkins".to_owned(), ..Options::default() });
        let tab = context.signed_in("/job/deploy/");
        let popup = context.press(&tab);
        wait_for_identity(&popup, ALICE);
        let held = context.standin.hold_next_generate();
        popup.press_key("Enter").unwrap();
        assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
        context.standin.set_gates(&[gate]);
        if gate == Gate::Security(Security::OicSession) {
            // It lets a token in while the session lives.
            context.standin.end_sessions();
        }
        held.release();
        token_in(&popup);
        let alert = popup.wait_for_text("alert", told).unwrap();
        assert!(alert.contains(advised), "{gate}: {alert}");
        verdict(&popup, "The token could not be verified here; it may still work.");
        assert_eq!(linked_section(&popup), section, "{gate}");
        context.standin.set_gates(&[]);
        click(&popup, "Try again");
        verdict(&popup, "Works as alice");
        done(&popup);
        popup.close().unwrap();
    }
}

fn token_without_groups_gets_a_warning(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for (security, user) in
        [(Security::TokenWithoutGroups, "alice"), (Security::TokenWithoutGroupsOtherCase, "Alice")]
    {
        let gates = vec![Gate::Security(security)];
        context =
            context.with_controller(Options { gates, context: "/jenkins".to_owned(), ..Options::default() });
        let old = context.standin.add_token("alice", latchkey_standin::NewToken::new("old"));
        let tab = context.signed_in("/");
        let popup = context.press(&tab);
        wait_for_identity(&popup, ALICE);
        popup.find("tab", "Tokens").unwrap().click().unwrap();
        popup.find("button", "Replace old").unwrap().click().unwrap();
        generate(&popup);
        verdict(&popup, &format!("Works as {user}, but without Overall/Read"));
        click(&popup, "Copy token");
        let alert = popup.wait_for_text("alert", "has not been revoked").unwrap();
        assert!(alert.contains(&format!("The token works as {user}, but without")), "{alert}");
        assert_eq!(buttons(&popup), ["Revoke", "Revoke the old token"]);
        assert_eq!(linked_section(&popup), "tokens-without-groups");
        assert!(context.standin.tokens_of("alice").iter().any(|token| token.uuid == old));
        done(&popup);
        popup.close().unwrap();
    }
}

fn user_id_that_no_url_can_contain_is_handled_by_script(kind: BrowserKind) {
    let mut context = TestContext::new(kind);
    for gate in [Gate::Apache(Apache::NoEncodedSlashes), Gate::Tomcat] {
        let mut options = Options { gates: vec![gate], ..Options::default() };
        options.accounts.push(Account::new("a/b", "a/b-pass-1"));
        context = context.with_controller(options);
        let popup = context.press(&context.signed_in_as("admin", "/"));
        wait_for_identity(&popup, "Signed in as admin (admin)");
        popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
        popup.find("textbox", "User ID").unwrap().fill("a/b").unwrap();
        click(&popup, "Generate token");
        popup.find("alertdialog", "Run a script on the controller?").unwrap();
        let text = popup.evaluate("document.getElementById('dialog-text').textContent").unwrap();
        assert_eq!(
            text,
            "A proxy in front of Jenkins does not pass the user ID “a/b” in a URL. As an administrator of \
             Jenkins, you can run a Groovy script in the script console instead."
        );
        click(&popup, "Run on controller");
        token_in(&popup);
        verdict(&popup, "Works as a/b");
        assert_eq!(context.standin.tokens_of("a/b").len(), 1, "{gate}");
        done(&popup);
        popup.close().unwrap();
    }
}

fn a_name_that_looks_like_an_attack_is_advised_against(kind: BrowserKind) {
    let gates = vec![Gate::Apache(Apache::ModsecCrs)];
    let context =
        TestContext::with(kind, Options { gates, context: "/jenkins".to_owned(), ..Options::default() });
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("deploy; rm -rf /").unwrap();
    popup.press_key("Enter").unwrap();
    let alert = popup.wait_for_text("alert", "refused the request (HTTP status 403).").unwrap();
    assert!(alert.contains("The rule may have mistaken the token name for an attack"), "{alert}");
    assert_eq!(linked_section(&popup), "refused-requests");
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.find("textbox", "Token name").unwrap().fill("deploy").unwrap();
    generate(&popup);
}

fn each_status_is_named_by_its_cause(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    for (gate, told) in [
        (Nginx::Down502, "A proxy could not reach Jenkins (HTTP status 502)."),
        (Nginx::Maintenance503, "down for maintenance, or overloaded (HTTP status 503)."),
        (Nginx::LimitAll429, "received too many requests (HTTP status 429)."),
        (Nginx::Closed444, "Jenkins did not answer."),
    ] {
        context.standin.set_gates(&[Gate::Nginx(gate)]);
        if gate == Nginx::LimitAll429 {
            let ask = "Promise.all([1, 2, 3].map(() => fetch('/jenkins/whoAmI/api/json'))).then(() => true)";
            tab.evaluate(ask).unwrap();
        }
        let popup = context.press(&tab);
        popup.wait_for_text("alert", told).unwrap();
        context.standin.set_gates(&[]);
        click(&popup, "Try again");
        wait_for_identity(&popup, ALICE);
        popup.wait_until_gone("alert", "").unwrap();
        popup.close().unwrap();
    }
}
