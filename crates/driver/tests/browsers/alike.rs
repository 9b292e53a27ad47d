//! What is the same in every browser.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::thread;
use std::time::Instant;

use latchkey_driver::{
    Browser, BrowserKind, DriverError, LaunchOptions, Popup, Tab, WAIT_LIMIT, find_chromium, find_firefox,
};
use serde_json::{Value, json};

use crate::support::{launch, launch_with, options, png_size, serve};

in_every_browser! {
    the_toolbar_button_grants_active_tab_and_a_popup_opened_without_it_does_not,
    fields_are_found_by_role_and_name_and_typed_into,
    only_what_is_exposed_is_found_and_only_once,
    what_is_copied_with_a_click_is_on_the_clipboard_and_the_popup_stays_open,
    a_popup_closes_with_the_focus_and_opens_again,
    the_background_ends_and_a_message_starts_it_again,
    a_restart_keeps_profile_and_id_and_forgets_the_session,
    pictures_show_the_whole_popup_and_the_preferences,
    a_tab_is_filled_clicked_and_reloaded,
    a_private_window_is_seen_as_one,
    private_windows_are_refused_where_they_are_not_allowed,
    a_browser_that_dies_fails_every_waiting_call_at_once,
    a_browser_that_cannot_start_says_why,
}

/// The address of the active tab as a script injected into it sees it: needs `activeTab`.
const ADDRESS_BY_INJECTION: &str = "chrome.tabs.query({ active: true, currentWindow: true })
    .then(([tab]) => chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => location.href }))
    .then(([{ result }]) => result)";

fn start(kind: BrowserKind) -> (Browser, Tab, Popup) {
    let browser = launch(kind);
    let tab = browser.open(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    (browser, tab, popup)
}

fn the_toolbar_button_grants_active_tab_and_a_popup_opened_without_it_does_not(kind: BrowserKind) {
    let (browser, tab, popup) = start(kind);
    assert_eq!(popup.evaluate(ADDRESS_BY_INJECTION).unwrap(), json!(tab.url().unwrap()));

    let other = browser.open(&serve()).unwrap();
    popup.wait_until_closed().unwrap();
    let popup = browser.open_popup_without_click(&other).unwrap();
    let refusal = popup.evaluate(ADDRESS_BY_INJECTION).unwrap_err();
    assert!(
        matches!(&refusal, DriverError::Script { message, .. }
            if ["Cannot access", "Missing host permission"].iter().any(|words| message.contains(words))),
        "{refusal}"
    );
}

fn fields_are_found_by_role_and_name_and_typed_into(kind: BrowserKind) {
    let (_browser, _tab, popup) = start(kind);
    let note = popup.find("textbox", "Note").unwrap();
    assert_eq!(note.value().unwrap(), "first note");
    note.fill("Zwölf & more").unwrap();
    assert!(note.is_focused().unwrap());
    assert_eq!(note.value().unwrap(), "Zwölf & more");
    popup.press_key("Control+a").unwrap();
    assert_eq!(note.selection().unwrap(), "Zwölf & more");
    popup.type_text("typed").unwrap();
    popup.press_key("Enter").unwrap();
    assert_eq!(popup.wait_for_text("status", "sent").unwrap(), "sent typed");
    note.fill("").unwrap();
    assert_eq!(note.value().unwrap(), "");

    popup.press_key("Tab").unwrap();
    let color = popup.find("combobox", "Colour").unwrap();
    assert!(color.is_focused().unwrap());
    assert_eq!(color.selected_option().unwrap(), "Red");
    color.select_option("Green").unwrap();
    assert_eq!(popup.wait_for_text("status", "chose").unwrap(), "chose Green");
    assert_eq!(color.selected_option().unwrap(), "Green");
    assert!(color.select_option("Violet").unwrap_err().to_string().contains("Red, Green, Blue"));

    let day = popup.find("date", "Day").unwrap();
    day.fill("2027-01-31").unwrap();
    assert_eq!(day.value().unwrap(), "2027-01-31");
    day.fill("2028-02-29").unwrap();
    assert_eq!(day.value().unwrap(), "2028-02-29");
    day.fill("").unwrap();
    assert_eq!(day.value().unwrap(), "");

    let keep = popup.find("checkbox", "Keep").unwrap();
    assert!(!keep.is_checked().unwrap());
    keep.click().unwrap();
    assert!(keep.is_checked().unwrap());
    assert_eq!(keep.attribute("type").unwrap().as_deref(), Some("checkbox"));
}

fn only_what_is_exposed_is_found_and_only_once(kind: BrowserKind) {
    let (_browser, _tab, popup) = start(kind);
    assert!(!popup.exists("button", "Not exposed").unwrap());
    assert!(!popup.exists("button", "Inside").unwrap());
    let summary = popup.find("summary", "More").unwrap();
    summary.click().unwrap();
    let inside = popup.find("button", "Inside").unwrap();
    assert!(inside.is_enabled().unwrap());
    summary.click().unwrap();
    popup.wait_until_gone("button", "Inside").unwrap();

    assert!(!popup.find_where("button", |name| name.starts_with("Forb")).unwrap().is_enabled().unwrap());
    popup.find("button", "Far below").unwrap().click().unwrap();
    popup.wait_for_text("status", "reached").unwrap();

    let tree = popup.accessibility_tree().unwrap();
    assert_eq!(tree[0].role, "document");
    let twins = tree.iter().filter(|node| node.role == "button" && node.name == "Twin").count();
    assert_eq!(twins, 2);
    let error = popup.find("button", "Twin").unwrap_err();
    assert!(error.to_string().contains("button \"Twin\"\n"), "{error}");
}

fn what_is_copied_with_a_click_is_on_the_clipboard_and_the_popup_stays_open(kind: BrowserKind) {
    let (browser, _tab, popup) = start(kind);
    let was_used = "navigator.userActivation.hasBeenActive";
    assert_eq!(popup.evaluate(was_used).unwrap(), Value::Bool(false));
    popup.find("textbox", "Note").unwrap().fill("to be copied").unwrap();
    popup.find("button", "Copy note").unwrap().click().unwrap();
    assert_eq!(popup.wait_for_text("status", "copied").unwrap(), "copied");
    assert_eq!(popup.evaluate(was_used).unwrap(), Value::Bool(true));
    assert_eq!(browser.clipboard_text().unwrap(), "to be copied");
    assert!(popup.is_open().unwrap());
}

fn a_popup_closes_with_the_focus_and_opens_again(kind: BrowserKind) {
    let (browser, tab, popup) = start(kind);
    assert!(browser.popup().unwrap().is_some());
    popup.close().unwrap();
    assert!(!popup.is_open().unwrap());
    assert!(browser.popup().unwrap().is_none());
    assert!(matches!(popup.evaluate("1"), Err(DriverError::Closed { .. })));
    assert!(matches!(popup.find("button", "Send"), Err(DriverError::Closed { .. })));

    let popup = browser.press_toolbar_button(&tab).unwrap();
    let again = browser.press_toolbar_button(&tab).unwrap();
    assert!(!popup.is_open().unwrap());
    again.find("button", "Leave").unwrap().click().unwrap();
    again.wait_until_closed().unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    tab.click("h1").unwrap();
    popup.wait_until_closed().unwrap();
}

fn the_background_ends_and_a_message_starts_it_again(kind: BrowserKind) {
    let (browser, _tab, popup) = start(kind);
    let count = popup.find("button", "Count").unwrap();
    count.click().unwrap();
    popup.wait_for_text("status", "count 1").unwrap();
    count.click().unwrap();
    popup.wait_for_text("status", "count 2").unwrap();
    assert!(browser.background_is_running().unwrap());

    browser.stop_background().unwrap();
    assert!(!browser.background_is_running().unwrap());
    browser.stop_background().unwrap();
    count.click().unwrap();
    popup.wait_for_text("status", "count 1").unwrap();
    assert!(browser.background_is_running().unwrap());
}

fn a_restart_keeps_profile_and_id_and_forgets_the_session(kind: BrowserKind) {
    let (browser, _tab, popup) = start(kind);
    let stored = "Promise.all([chrome.storage.local.get('key'), chrome.storage.session.get('key')])";
    popup
        .evaluate(
            "Promise.all([chrome.storage.local.set({ key: 1 }), chrome.storage.session.set({ key: 2 })])",
        )
        .unwrap();
    let extension = browser.extension_id().to_owned();
    let browser = browser.restart().unwrap();
    assert_eq!(browser.extension_id(), extension);
    assert!(popup.is_open().is_err());
    let tab = browser.open(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    assert_eq!(popup.evaluate(stored).unwrap(), json!([{ "key": 1 }, {}]));
}

fn pictures_show_the_whole_popup_and_the_preferences(kind: BrowserKind) {
    let (_browser, tab, popup) = start(kind);
    let directory = tempfile::tempdir().unwrap();
    let picture = |name: &str| directory.path().join(name);
    popup.screenshot(&picture("popup.png")).unwrap();
    let (width, height) = png_size(&picture("popup.png"));
    assert!(width >= 320 && height > 900, "{width} x {height}");

    let prefers_dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    popup.set_color_scheme(true).unwrap();
    popup.set_reduced_motion(true).unwrap();
    assert_eq!(popup.evaluate(prefers_dark).unwrap(), Value::Bool(true));
    assert_eq!(popup.evaluate("matchMedia('(prefers-reduced-motion)').matches").unwrap(), Value::Bool(true));
    popup.screenshot(&picture("dark.png")).unwrap();
    assert_ne!(fs::read(picture("popup.png")).unwrap(), fs::read(picture("dark.png")).unwrap());
    popup.set_color_scheme(false).unwrap();
    assert_eq!(popup.evaluate(prefers_dark).unwrap(), Value::Bool(false));
    let are_forced = "matchMedia('(forced-colors: active)').matches";
    for forced in [true, false] {
        popup.set_forced_colors(forced).unwrap();
        assert_eq!(popup.evaluate(are_forced).unwrap(), Value::Bool(forced));
    }

    tab.screenshot(&picture("tab.png")).unwrap();
    assert!(png_size(&picture("tab.png")).0 > 600);
}

fn a_tab_is_filled_clicked_and_reloaded(kind: BrowserKind) {
    let mut options = options(kind);
    options.host_rules = Some("MAP jenkins.test 127.0.0.1".to_owned());
    let browser = launch_with(options);
    let address = serve().replace("127.0.0.1", "jenkins.test");
    let tab = browser.open(&address).unwrap();
    tab.fill("input[name=word]", "key").unwrap();
    tab.click_and_wait_for_load("button").unwrap();
    assert_eq!(tab.url().unwrap(), format!("{address}/second?word=key"));
    tab.evaluate("window.mark = 1").unwrap();
    tab.reload().unwrap();
    assert_eq!(tab.evaluate("typeof window.mark").unwrap(), "undefined");
    tab.goto(&address).unwrap();
    tab.evaluate("setTimeout(() => { document.body.id = 'late' })").unwrap();
    tab.wait_for("document.getElementById('late').id === 'late'").unwrap();
    assert!(matches!(tab.wait_for("not JavaScript"), Err(DriverError::Script { .. })));

    assert!(matches!(tab.goto("http://127.0.0.1:1/"), Err(DriverError::Navigation { .. })));
    let popup = browser.press_toolbar_button(&tab).unwrap();
    popup.evaluate(ADDRESS_BY_INJECTION).unwrap_err();
    tab.close().unwrap();
    popup.wait_until_closed().unwrap();
    assert!(browser.popup().unwrap().is_none());
}

fn a_private_window_is_seen_as_one(kind: BrowserKind) {
    let mut options = options(kind);
    options.allow_incognito = true;
    let browser = launch_with(options);
    let regular = browser.open(&serve()).unwrap();
    browser.press_toolbar_button(&regular).unwrap();
    let private = browser.open_incognito(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&private).unwrap();
    let tab = popup.evaluate("chrome.tabs.query({ active: true, currentWindow: true })").unwrap();
    assert_eq!(tab[0]["incognito"], true);
    assert_eq!(popup.evaluate(ADDRESS_BY_INJECTION).unwrap(), json!(private.url().unwrap()));
    popup.close().unwrap();
    assert!(browser.popup().unwrap().is_none());

    private.close().unwrap();
    let popup = browser.press_toolbar_button(&regular).unwrap();
    assert_eq!(popup.evaluate("chrome.windows.getAll().then((all) => all.length)").unwrap(), 1);
}

fn private_windows_are_refused_where_they_are_not_allowed(kind: BrowserKind) {
    let error = launch(kind).open_incognito("about:blank").unwrap_err();
    assert!(error.to_string().contains("not allowed in private windows"), "{error}");
}

fn a_browser_that_dies_fails_every_waiting_call_at_once(kind: BrowserKind) {
    let directory = tempfile::tempdir().unwrap();
    let (binary, process_file) = (directory.path().join("browser"), directory.path().join("process"));
    let found = match kind {
        BrowserKind::Chromium => find_chromium(),
        BrowserKind::Firefox => find_firefox(),
    };
    let real =
        found.expect("install the browser, or name its binary in LATCHKEY_CHROMIUM or LATCHKEY_FIREFOX");
    let script =
        format!("#!/bin/sh\necho $$ > '{}'\nexec '{}' \"$@\"\n", process_file.display(), real.display());
    fs::write(&binary, script).unwrap();
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
    let mut options = options(kind);
    options.binary = Some(binary);
    let browser = launch_with(options);
    let tab = browser.open(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    let process = fs::read_to_string(&process_file).unwrap();

    let started = Instant::now();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| popup.find("button", "Never there").unwrap_err());
        let evaluating = scope.spawn(|| popup.evaluate("new Promise(() => {})").unwrap_err());
        assert!(Command::new("kill").args(["-KILL", process.trim()]).status().unwrap().success());
        for waiting in [waiting, evaluating] {
            let error = waiting.join().unwrap();
            assert!(matches!(error, DriverError::BrowserEnded { .. }), "{error}");
        }
    });
    assert!(started.elapsed() < WAIT_LIMIT);
    assert!(matches!(popup.is_open(), Err(DriverError::BrowserEnded { .. })));
}

fn a_browser_that_cannot_start_says_why(kind: BrowserKind) {
    let mut options = options(kind);
    options.binary = Some("/nonexistent/browser".into());
    let error = Browser::launch(options).unwrap_err();
    assert!(error.to_string().contains("/nonexistent/browser"), "{error}");

    let error = Browser::launch(LaunchOptions::for_browser(kind, "/nonexistent/extension")).unwrap_err();
    assert!(error.to_string().contains("/nonexistent/extension"), "{error}");
}
