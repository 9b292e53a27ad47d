//! Administrators create, list, rename and revoke other users' tokens.

use latchkey_core::script::Script;
use latchkey_core::{Expiry, TokenName, UserId};
use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::{Account, CannedAnswer, Gate, JenkinsVersion, Nginx, Options};

use crate::context::{
    ADMIN, TestContext, click, done, generate, token_in, wait_for_identity, wait_until_received,
};
use crate::list::{names, open_list, used, wait_for_count, wait_for_outcomes};

in_every_browser! {
    uses_the_owners_api_if_the_controller_allows_it,
    shows_the_script_before_running_it,
    cancel_runs_nothing,
    ids_and_names_of_every_kind_stay_data_in_the_script,
    explains_why_no_token_can_be_created_for_another_user,
    token_of_a_script_that_failed_is_found_and_revoked,
    reopened_popup_shows_the_token_that_a_script_created,
    reopened_popup_offers_the_script_after_a_refusal,
    another_users_tokens_can_be_listed_renamed_and_revoked,
    another_users_token_can_be_replaced,
}

/// A popup of the administrator.
fn press_as_admin(context: &TestContext) -> Popup {
    let popup = context.press(&context.signed_in_as("admin", "/"));
    wait_for_identity(&popup, ADMIN);
    popup
}

/// Opens `For another user` and fills in the user ID, then the token name, which keeps the focus.
fn fill_in(popup: &Popup, id: &str, name: &str) {
    if popup.evaluate("document.getElementById('other').open").unwrap() == false {
        popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    }
    let fields = serde_json::json!({ "for-user": id, "name": name });
    popup.find("textbox", "User ID").unwrap();
    popup
        .evaluate(&format!(
            "Object.entries({fields}).forEach(([id, text]) => document.getElementById(id).value = text)"
        ))
        .unwrap();
    popup.evaluate("document.getElementById('name').focus()").unwrap();
}

fn works_as(popup: &Popup, id: &str) {
    let shown = serde_json::Value::from(format!("Works as {id}"));
    popup.wait_for(&format!("document.getElementById('token-works').textContent === {shown}")).unwrap();
}

fn is_for(popup: &Popup, id: &str) {
    let shown = popup.evaluate("document.getElementById('token-for').textContent").unwrap();
    assert_eq!(shown, format!("For {id}"));
}

/// The scripts that were run.
fn scripts(context: &TestContext) -> Vec<String> {
    let sent = context.sent().into_iter().filter(|request| request.path.ends_with("/scriptText"));
    let script = |body: &str| {
        let mut fields = form_urlencoded::parse(body.as_bytes());
        fields.find(|(name, _)| name == "script").map(|(_, script)| script.into_owned())
    };
    sent.filter_map(|request| script(&request.body)).collect()
}

fn uses_the_owners_api_if_the_controller_allows_it(kind: BrowserKind) {
    let context = TestContext::with(kind, Options { administrators_generate: true, ..Options::default() });
    let popup = press_as_admin(&context);
    fill_in(&popup, "ALICE", "for alice");
    let token = generate(&popup);
    is_for(&popup, "ALICE");
    works_as(&popup, "alice");
    assert!(!popup.exists("alert", "").unwrap(), "a user ID in another letter case is the same user");
    assert!(context.standin.token_works(&token));
    assert_eq!(context.standin.tokens_of("alice")[0].name, "for alice");
    assert!(scripts(&context).is_empty() && context.standin.tokens_of("admin").is_empty());
    done(&popup);

    // A user ID in a closed disclosure is ignored.
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    click(&popup, "Generate token");
    token_in(&popup);
    works_as(&popup, "admin");
    assert_eq!(context.standin.tokens_of("admin").len(), 1);
}

fn shows_the_script_before_running_it(kind: BrowserKind) {
    let mut context = TestContext::with(kind, Options::default());
    for core in JenkinsVersion::ALL {
        context =
            context.with_controller(Options { core, context: "/jenkins".to_owned(), ..Options::default() });
        let popup = press_as_admin(&context);
        fill_in(&popup, "alice", "by script");
        popup.press_key("Enter").unwrap();
        popup.find("alertdialog", "Run a script on the controller?").unwrap();
        assert!(popup.find("button", "Cancel").unwrap().is_focused().unwrap());
        assert!(scripts(&context).is_empty(), "nothing runs before the user agrees");
        click(&popup, "Show script");
        let shown = popup.evaluate("document.getElementById('script').textContent").unwrap();
        click(&popup, "Hide script");
        assert!(scripts(&context).is_empty());
        click(&popup, "Run on controller");
        let token = token_in(&popup);
        is_for(&popup, "alice");
        works_as(&popup, "alice");
        assert!(context.standin.token_works(&token), "{core}");
        assert_eq!(scripts(&context), [shown.as_str().unwrap()], "exactly the script shown runs, once");
        assert!(context.standin.tokens_of("admin").is_empty());
        popup.close().unwrap();
    }
}

fn cancel_runs_nothing(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = press_as_admin(&context);
    fill_in(&popup, "alice", "not to be");
    for way in ["Cancel", "Escape"] {
        click(&popup, "Generate token");
        popup.find("alertdialog", "Run a script on the controller?").unwrap();
        match way {
            "Cancel" => click(&popup, "Cancel"),
            key => popup.press_key(key).unwrap(),
        }
        popup.wait_until_gone("button", "Run on controller").unwrap();
        assert!(popup.find("textbox", "User ID").unwrap().is_focused().unwrap());
    }
    assert!(scripts(&context).is_empty() && context.standin.tokens_of("alice").is_empty());
    popup.wait_for("chrome.storage.local.get(null).then(all => Object.keys(all).every(key => key.startsWith('reminder/')))").unwrap();
}

fn ids_and_names_of_every_kind_stay_data_in_the_script(kind: BrowserKind) {
    let ids = ["o'neil", "a\"b", "${jenkins}", "back\\slash", "Zoë 🔑", "*/ // latchkey"];
    let mut accounts = Options::default().accounts;
    accounts.extend(ids.iter().map(|id| Account::new(*id, "x")));
    let context = TestContext::with(kind, Options { accounts, ..Options::default() });
    let popup = press_as_admin(&context);
    let names =
        ["'''", "\"\"\" + System.exit(1) + \"\"\"", "${1/0} $x", "\\\\\\", "🔑\u{202e}", "*/ x = 1 //"];
    for (id, name) in ids.into_iter().zip(names) {
        fill_in(&popup, id, name);
        click(&popup, "Generate token");
        click(&popup, "Run on controller");
        token_in(&popup);
        is_for(&popup, id);
        works_as(&popup, id);
        assert_eq!(context.standin.tokens_of(id)[0].name, name);
        done(&popup);
    }
    // A line break cannot be typed into a field. It can be pasted, and the field drops it.
    fill_in(&popup, "alice", "one\ntwo");
    click(&popup, "Generate token");
    click(&popup, "Run on controller");
    token_in(&popup);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "onetwo");
    let script =
        Script::generate(&UserId::new("alice"), &TokenName::new("onetwo").unwrap(), Expiry::Days(30));
    assert_eq!(scripts(&context).last().unwrap(), script.text());
}

fn explains_why_no_token_can_be_created_for_another_user(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = press_as_admin(&context);
    fill_in(&popup, "nobody", "n");
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "Jenkins has no user “nobody”.").unwrap();
    assert!(scripts(&context).is_empty());
    popup.close().unwrap();

    // Not an administrator.
    let context = context.with_controller(Options::default());
    let popup = context.press(&context.signed_in("/"));
    fill_in(&popup, "admin", "n");
    popup.press_key("Enter").unwrap();
    click(&popup, "Run on controller");
    popup.wait_for_text("alert", "Jenkins does not allow this: you do not have the permission").unwrap();
    assert!(context.standin.tokens_of("admin").is_empty());
    popup.close().unwrap();

    let blocked = Options { gates: vec![Gate::Nginx(Nginx::ScriptDenied)], ..Options::default() };
    let context = context.with_controller(blocked);
    let popup = press_as_admin(&context);
    fill_in(&popup, "alice", "n");
    popup.press_key("Enter").unwrap();
    click(&popup, "Run on controller");
    popup
        .wait_for_text("alert", "A proxy in front of Jenkins blocks the script console (HTTP status 403).")
        .unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
    popup.wait_for("chrome.storage.local.get(null).then(all => Object.keys(all).every(key => key.startsWith('reminder/')))").unwrap();
}

fn token_of_a_script_that_failed_is_found_and_revoked(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = press_as_admin(&context);
    // Alice's tokens are known before the request.
    open_list(&popup, 0);
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    popup.find("textbox", "User ID").unwrap().fill("alice").unwrap();
    click(&popup, "Show tokens");
    popup.wait_for("document.getElementById('list-owner').textContent === 'Tokens of alice'").unwrap();
    popup.wait_for_text("status", "No tokens yet.").unwrap();
    popup.find("tab", "Create").unwrap().click().unwrap();
    fill_in(&popup, "alice", "left open");
    popup.press_key("Enter").unwrap();
    let trace = "java.io.IOException: disk full\n\tat Script1.run(Script1.groovy:1)\n";
    let trace = CannedAnswer::new(200, trace).with_header("Content-Type", "text/plain;charset=utf-8");
    context.standin.answer_next("/scriptText", trace);
    popup.find("button", "Run on controller").unwrap();
    // The script fails after it has created the token.
    context.standin.add_token("alice", used("left open"));
    click(&popup, "Run on controller");
    let created = "The token “left open” was created for alice, but its value is lost.";
    let alert = popup.wait_for_text("alert", created).unwrap();
    assert!(alert.contains("java.io.IOException: disk full"), "{alert}");
    click(&popup, "Revoke");
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    click(&popup, "Revoke");
    popup.wait_for_text("status", "The token was revoked.").unwrap();
    assert!(context.standin.tokens_of("alice").is_empty());
}

fn reopened_popup_shows_the_token_that_a_script_created(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in_as("admin", "/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ADMIN);
    fill_in(&popup, "alice", "late");
    popup.press_key("Enter").unwrap();
    let held = context.standin.hold_next("/scriptText");
    click(&popup, "Run on controller");
    let held = wait_until_received(held);
    popup.close().unwrap();
    context.browser.stop_background().unwrap();
    held.release();
    let popup = context.press(&tab);
    let token = token_in(&popup);
    is_for(&popup, "alice");
    works_as(&popup, "alice");
    assert!(context.standin.token_works(&token));
    assert_eq!(scripts(&context).len(), 1);
}

fn reopened_popup_offers_the_script_after_a_refusal(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in_as("admin", "/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ADMIN);
    fill_in(&popup, "alice", "late");
    let held = context.standin.hold_next("/generateNewToken");
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    popup.close().unwrap();
    held.release();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "On this Jenkins, users can create tokens only for themselves.").unwrap();
    assert_eq!(popup.find("textbox", "User ID").unwrap().value().unwrap(), "alice");
    assert_eq!(popup.find("textbox", "Token name").unwrap().value().unwrap(), "late");
    popup.press_key("Enter").unwrap();
    click(&popup, "Run on controller");
    let token = token_in(&popup);
    is_for(&popup, "alice");
    assert!(context.standin.token_works(&token));
}

fn another_users_tokens_can_be_listed_renamed_and_revoked(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for name in ["deploy", "docs"] {
        context.standin.add_token("alice", used(name));
    }
    context.standin.add_token("admin", used("my own"));
    let popup = press_as_admin(&context);
    open_list(&popup, 1);
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    let id = popup.find("textbox", "User ID").unwrap();
    id.fill("nobody").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "Jenkins has no user “nobody”.").unwrap();
    id.fill("alice").unwrap();
    click(&popup, "Show tokens");
    wait_for_count(&popup, 2);
    popup.wait_for("document.getElementById('list-owner').textContent === 'Tokens of alice'").unwrap();

    click(&popup, "Rename deploy");
    popup.find("textbox", "New name").unwrap().fill("renamed").unwrap();
    popup.press_key("Enter").unwrap();
    wait_for_outcomes(&popup, &["“deploy” is now “renamed”."]);
    click(&popup, "Revoke docs");
    click(&popup, "Revoke");
    wait_for_outcomes(&popup, &["“docs” was revoked."]);
    assert_eq!(names(&popup), ["renamed"]);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "renamed");
    assert_eq!(context.standin.tokens_of("admin").len(), 1);
}

fn another_users_token_can_be_replaced(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let old = context.standin.add_token("alice", used("deploy"));
    let popup = press_as_admin(&context);
    open_list(&popup, 0);
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    popup.find("textbox", "User ID").unwrap().fill("alice").unwrap();
    popup.press_key("Enter").unwrap();
    wait_for_count(&popup, 1);
    click(&popup, "Replace deploy");
    popup
        .wait_for(
            "document.getElementById('replace-text').textContent.startsWith(\"Replaces alice's token “deploy”.\")",
        )
        .unwrap();
    click(&popup, "Generate token");
    click(&popup, "Run on controller");
    let token = token_in(&popup);
    is_for(&popup, "alice");
    works_as(&popup, "alice");
    click(&popup, "Copy token");
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    let left = context.standin.tokens_of("alice");
    assert!(left.len() == 1 && left[0].uuid != old && left[0].name == "deploy", "{left:?}");
    assert!(context.standin.token_works(&token) && context.standin.tokens_of("admin").is_empty());
}
