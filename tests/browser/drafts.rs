//! What the person entered comes back, whatever closed the popup.

use std::fs;

use latchkey_driver::{BrowserKind, Element, Popup};
use latchkey_standin::{Options, Standin};
use latchkey_tests::target_directory;

use crate::context::{ADMIN, ALICE, TestContext, done, generate, sign_in, wait_for_identity};
use crate::list::{names, open_list, used, wait_for_count, wait_for_outcomes};

in_every_browser! {
    every_control_keeps_its_value_when_the_popup_closes,
    what_is_entered_about_tokens_comes_back_until_it_is_used,
    what_is_entered_survives_a_click_outside_another_tab_and_the_background,
    the_list_comes_back_filtered_and_scrolled_and_without_its_dialog,
    suggested_name_is_renewed,
    what_was_used_does_not_come_back,
    a_draft_is_over_after_ten_minutes,
    controllers_have_drafts_of_their_own,
    somebody_else_who_signs_in_sees_nothing_of_a_draft,
    a_private_window_has_drafts_of_its_own_until_it_closes,
}

const STORED: &str = "chrome.storage.session.get(null).then((all) => Object.keys(all).sort().join(' '))";

fn stored(popup: &Popup) -> String {
    popup.evaluate(STORED).unwrap().as_str().unwrap().to_owned()
}

/// Waits until this is the name in the form.
fn wait_for_name(popup: &Popup, name: &str) {
    popup.wait_for(&format!("document.getElementById('name').value === {name:?}")).unwrap();
}

/// The state of every control, by its ID.
const CONTROLS: &str =
    "JSON.stringify([...document.querySelectorAll('input[id], select, details, [role=tab], dialog')]
    .map((control) => [control.id, control.value, control.open, control.ariaSelected]))";

fn controls(popup: &Popup) -> String {
    popup.evaluate(CONTROLS).unwrap().as_str().unwrap().to_owned()
}

fn field(popup: &Popup, role: &str, name: &str) -> Element {
    popup.find(role, name).unwrap()
}

fn unfold(popup: &Popup) {
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
}

/// Uses one control after the other, and closes the popup after each.
fn every_control_keeps_its_value_when_the_popup_closes(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in_as("admin", "/");
    let open = || {
        let popup = context.press(&tab);
        wait_for_identity(&popup, ADMIN);
        popup
    };
    let steps: [&dyn Fn(&Popup); 8] = [
        &|popup| popup.type_text("closed here").unwrap(),
        &|popup| field(popup, "combobox", "Expires").select_option("Never").unwrap(),
        &|popup| field(popup, "combobox", "Expires").select_option("On a date").unwrap(),
        &|popup| field(popup, "date", "Expiry date").fill("2027-01-31").unwrap(),
        &unfold,
        &|popup| field(popup, "textbox", "User ID").fill("alice").unwrap(),
        &|popup| field(popup, "tab", "Tokens").click().unwrap(),
        &|popup| field(popup, "tab", "Create").click().unwrap(),
    ];
    let mut popup = open();
    for (number, step) in steps.iter().enumerate() {
        step(&popup);
        let left = controls(&popup);
        popup.close().unwrap();
        popup = open();
        assert_eq!(controls(&popup), left, "step {number}");
    }
    assert_eq!(field(&popup, "textbox", "Token name").value().unwrap(), "closed here");
}

fn what_is_entered_about_tokens_comes_back_until_it_is_used(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for name in ["deploy", "other"] {
        context.standin.add_token("alice", used(name));
    }
    let gone = context.standin.add_token("alice", used("gone soon"));
    let tab = context.signed_in("/");
    let reopen = |popup: Popup, count| {
        let left = controls(&popup);
        popup.close().unwrap();
        let popup = context.press(&tab);
        wait_for_count(&popup, count);
        assert_eq!(controls(&popup), left);
        popup
    };
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    // A suggested name would be another one each time.
    popup.type_text("typed").unwrap();
    open_list(&popup, 3);
    unfold(&popup);
    let popup = reopen(popup, 3);
    field(&popup, "textbox", "User ID").fill("bo").unwrap();
    let popup = reopen(popup, 3);
    let user = field(&popup, "textbox", "User ID");
    assert_eq!(user.value().unwrap(), "bo");
    user.fill("").unwrap();
    unfold(&popup);
    let popup = reopen(popup, 3);

    popup.find("button", "Rename deploy").unwrap().click().unwrap();
    let popup = reopen(popup, 3);
    assert_eq!(field(&popup, "textbox", "New name").value().unwrap(), "deploy");
    field(&popup, "textbox", "New name").fill("deploy tw").unwrap();
    let popup = reopen(popup, 3);
    let name = field(&popup, "textbox", "New name");
    assert_eq!((name.value().unwrap().as_str(), name.is_focused().unwrap()), ("deploy tw", true));
    popup.press_key("End").unwrap();
    popup.type_text("o").unwrap();
    popup.press_key("Enter").unwrap();
    wait_for_outcomes(&popup, &["“deploy” is now “deploy two”."]);
    let popup = reopen(popup, 3);
    assert!(!popup.exists("textbox", "New name").unwrap());

    popup.find("button", "Rename gone soon").unwrap().click().unwrap();
    field(&popup, "textbox", "New name").fill("gone").unwrap();
    popup.close().unwrap();
    context.standin.revoke_token("alice", &gone);
    let popup = context.press(&tab);
    wait_for_count(&popup, 2);
    assert!(!popup.exists("textbox", "New name").unwrap());
    assert_eq!(names(&popup), ["deploy two", "other"]);
}

fn what_is_entered_survives_a_click_outside_another_tab_and_the_background(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.type_text("typed").unwrap();
    // Another tab comes to the front, which closes the popup.
    let other = context.browser.open(&context.url("/job/deploy/")).unwrap();
    popup.wait_until_closed().unwrap();
    context.browser.stop_background().unwrap();
    let popup = context.press(&other);
    wait_for_name(&popup, "typed");
    popup.press_key("End").unwrap();
    popup.type_text(" on").unwrap();
    popup.close().unwrap();
    tab.bring_to_front().unwrap();
    let popup = context.press(&tab);
    wait_for_name(&popup, "typed on");
}

fn the_list_comes_back_filtered_and_scrolled_and_without_its_dialog(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for number in 0..40 {
        context.standin.add_token("alice", used(&format!("token {number:03}")));
    }
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    open_list(&popup, 40);
    popup.evaluate("scrollTo(0, 700)").unwrap();
    // The browser tells it with the next frame.
    popup
        .wait_for("chrome.storage.session.get(null).then((all) => Object.values(all)[0].scroll === 700)")
        .unwrap();
    let names_then = names(&popup);
    popup.close().unwrap();

    let popup = context.press(&tab);
    wait_for_count(&popup, 40);
    popup.wait_for("scrollY === 700").unwrap();
    assert_eq!(names(&popup), names_then);
    popup.find("searchbox", "Filter by name").unwrap().fill("03").unwrap();
    wait_for_count(&popup, 11);
    popup.close().unwrap();

    let popup = context.press(&tab);
    wait_for_count(&popup, 11);
    assert_eq!(popup.evaluate("document.getElementById('filter').value").unwrap(), "03");
    let pictures = target_directory().join(format!("screenshots/{kind}"));
    fs::create_dir_all(&pictures).unwrap();
    popup.screenshot(&pictures.join("list-that-came-back.png")).unwrap();
    popup.find("button", "Revoke token 003").unwrap().click().unwrap();
    popup.wait_for("document.getElementById('dialog').open").unwrap();
    popup.close().unwrap();

    let popup = context.press(&tab);
    wait_for_count(&popup, 11);
    assert_eq!(popup.evaluate("document.getElementById('dialog').open").unwrap(), false);
    assert_eq!(
        context.standin.tokens_of("alice").len(),
        40,
        "a question that nobody answered revokes nothing"
    );
}

fn suggested_name_is_renewed(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let suggested = field(&popup, "textbox", "Token name").value().unwrap();
    field(&popup, "combobox", "Expires").select_option("7 days").unwrap();
    // A suggested name ends with the second of its suggestion, so it can differ only in another second.
    let second = &suggested[suggested.len() - "20:43:31".len()..];
    popup.wait_for(&format!("!new Date().toString().includes({second:?})")).unwrap();
    popup.close().unwrap();

    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let again = field(&popup, "textbox", "Token name");
    assert_eq!(field(&popup, "combobox", "Expires").selected_option().unwrap(), "7 days");
    let anew = again.value().unwrap();
    assert_ne!(anew, suggested);
    assert_eq!(again.selection().unwrap(), anew, "it is there for typing over");
}

fn what_was_used_does_not_come_back(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.type_text("used").unwrap();
    field(&popup, "combobox", "Expires").select_option("Never").unwrap();
    field(&popup, "textbox", "Token name").click().unwrap();
    generate(&popup);
    assert!(!stored(&popup).contains("draft/"), "{}", stored(&popup));
    done(&popup);
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    assert_eq!(field(&popup, "combobox", "Expires").selected_option().unwrap(), "30 days");
    assert_eq!(stored(&popup), "");
}

fn a_draft_is_over_after_ten_minutes(kind: BrowserKind) {
    const AGE: &str = "chrome.storage.session.get(null).then((all) => {
        const [key] = Object.keys(all);
        all[key].at -= 600_000;
        return chrome.storage.session.set({ [key]: all[key] });
    })";
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.type_text("old").unwrap();
    popup.evaluate(AGE).unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    assert_eq!(stored(&popup), "");
}

fn controllers_have_drafts_of_their_own(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.type_text("here").unwrap();
    let other = Standin::start(Options::default()).unwrap();
    let elsewhere = context.browser.open(&format!("{}/login", other.url())).unwrap();
    sign_in(&elsewhere, "alice");
    let popup = context.press(&elsewhere);
    wait_for_identity(&popup, ALICE);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    popup.type_text("elsewhere").unwrap();
    popup.close().unwrap();
    tab.bring_to_front().unwrap();
    let popup = context.press(&tab);
    wait_for_name(&popup, "here");
}

fn somebody_else_who_signs_in_sees_nothing_of_a_draft(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.type_text("of alice").unwrap();
    popup.close().unwrap();
    tab.goto(&context.url("/login")).unwrap();
    sign_in(&tab, "admin");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ADMIN);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    popup.wait_for(&format!("{STORED}.then((keys) => !keys.includes('draft'))")).unwrap();
}

fn a_private_window_has_drafts_of_its_own_until_it_closes(kind: BrowserKind) {
    let context = TestContext::with_private_windows(kind);
    let regular = context.signed_in("/");
    let private = context.browser.open_incognito(&context.url("/login")).unwrap();
    sign_in(&private, "alice");
    let popup = context.press(&private);
    wait_for_identity(&popup, ALICE);
    popup.type_text("in private").unwrap();
    popup.close().unwrap();
    let popup = context.press(&private);
    wait_for_name(&popup, "in private");
    assert_eq!(popup.evaluate("chrome.storage.local.get(null).then(JSON.stringify)").unwrap(), "{}");
    popup.close().unwrap();

    let popup = context.press(&regular);
    wait_for_identity(&popup, ALICE);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    popup.type_text("in public").unwrap();
    popup.close().unwrap();
    private.close().unwrap();
    let popup = context.press(&regular);
    wait_for_name(&popup, "in public");
    popup.wait_for(&format!("{STORED}.then((keys) => /^draft.ordinary\\S*$/.test(keys))")).unwrap();
}

#[test]
fn a_container_has_drafts_of_its_own() {
    let context = TestContext::new(BrowserKind::Firefox);
    let regular = context.signed_in("/");
    let contained = context.browser.open_in_container(&context.url("/login")).unwrap();
    sign_in(&contained, "alice");
    let popup = context.press(&contained);
    wait_for_identity(&popup, ALICE);
    popup.type_text("contained").unwrap();
    popup.close().unwrap();
    regular.bring_to_front().unwrap();
    let popup = context.press(&regular);
    wait_for_identity(&popup, ALICE);
    assert!(field(&popup, "textbox", "Token name").value().unwrap().starts_with("Latchkey 20"));
    popup.close().unwrap();
    contained.bring_to_front().unwrap();
    let popup = context.press(&contained);
    wait_for_name(&popup, "contained");
}
