//! The popup is usable before its WebAssembly runs: what is typed and pressed by then counts, once.

use std::fs;
use std::path::Path;

use latchkey_driver::{BrowserKind, Popup, Tab};

use crate::context::{ALICE, TestContext, click, done, token_in, wait_for_identity};
use crate::settings;

in_every_browser! {
    name_is_filled_in_selected_and_editable_before_webassembly_runs,
    what_is_typed_before_webassembly_runs_stays_with_the_cursor,
    early_enter_is_for_the_name_at_the_press_and_counts_once,
    early_enter_on_the_suggested_name_is_for_what_was_entered_before,
    early_enter_is_for_the_name_that_the_persons_pattern_makes,
    early_enter_on_a_tab_creates_nothing,
}

/// Starts the WebAssembly only when it is told to.
const GLUE: &str = "import start from './generated.js';
export default async (options) => {
  await new Promise((resolve) => { globalThis.startWebAssembly = resolve; });
  return start(options);
};
";

/// The extension, whose WebAssembly waits for [`start`].
fn waiting(kind: BrowserKind) -> TestContext {
    TestContext::with_changed_extension(kind, hold_webassembly)
}

/// Changes the extension in this folder so that its WebAssembly waits for [`start`].
pub(crate) fn hold_webassembly(folder: &Path) {
    fs::rename(folder.join("latchkey.js"), folder.join("generated.js")).unwrap();
    fs::write(folder.join("latchkey.js"), GLUE).unwrap();
}

fn press(context: &TestContext, tab: &Tab) -> Popup {
    ready(context.press(tab))
}

/// Waits until the popup can be used and its WebAssembly can be started.
pub(crate) fn ready(popup: Popup) -> Popup {
    popup.wait_for("globalThis.startWebAssembly && document.activeElement.id === 'name'").unwrap();
    popup
}

pub(crate) fn start(popup: &Popup) {
    assert_eq!(popup.evaluate("document.getElementById('generate').textContent").unwrap(), "");
    popup.evaluate("startWebAssembly()").unwrap();
}

/// What the name field says.
pub(crate) fn value(popup: &Popup) -> String {
    popup.evaluate("document.getElementById('name').value").unwrap().as_str().unwrap().to_owned()
}

fn selection(popup: &Popup) -> (u64, u64) {
    let ends = popup
        .evaluate(
            "(({ selectionStart, selectionEnd }) => [selectionStart, selectionEnd])(document.activeElement)",
        )
        .unwrap();
    (ends[0].as_u64().unwrap(), ends[1].as_u64().unwrap())
}

fn name_is_filled_in_selected_and_editable_before_webassembly_runs(kind: BrowserKind) {
    let context = waiting(kind);
    let tab = context.signed_in("/");
    let popup = press(&context, &tab);
    let suggested = value(&popup);
    assert!(suggested.starts_with("Latchkey 20"), "{suggested}");
    assert_eq!(selection(&popup), (0, suggested.len() as u64));
    start(&popup);
    wait_for_identity(&popup, ALICE);
    assert_eq!(value(&popup), suggested);
    assert_eq!(selection(&popup), (0, suggested.len() as u64));
    popup.close().unwrap();
    let popup = press(&context, &tab);
    popup.press_key("a").unwrap();
    assert_eq!(value(&popup), "a");
}

fn what_is_typed_before_webassembly_runs_stays_with_the_cursor(kind: BrowserKind) {
    let context = waiting(kind);
    let tab = context.signed_in("/");
    let popup = press(&context, &tab);
    popup.type_text("early").unwrap();
    popup.press_key("ArrowLeft").unwrap();
    start(&popup);
    wait_for_identity(&popup, ALICE);
    assert_eq!((value(&popup).as_str(), selection(&popup)), ("early", (4, 4)));
    popup.type_text("st").unwrap();
    assert_eq!(value(&popup), "earlsty");
    popup.close().unwrap();
    // Emptied is not untouched.
    let popup = press(&context, &tab);
    popup.press_key("Backspace").unwrap();
    start(&popup);
    wait_for_identity(&popup, ALICE);
    assert_eq!(value(&popup), "");
}

fn early_enter_is_for_the_name_at_the_press_and_counts_once(kind: BrowserKind) {
    let context = waiting(kind);
    let tab = context.signed_in("/");
    let popup = press(&context, &tab);
    let suggested = value(&popup);
    popup.press_key("Enter").unwrap();
    start(&popup);
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
    assert_eq!(context.standin.tokens_of("alice")[0].name, suggested);
    done(&popup);
    popup.close().unwrap();

    let popup = press(&context, &tab);
    popup.type_text("early").unwrap();
    for _ in 0..3 {
        popup.press_key("Enter").unwrap();
    }
    popup.type_text(" and more").unwrap();
    popup.press_key("Enter").unwrap();
    start(&popup);
    token_in(&popup);
    assert_eq!(context.generate_requests(), 2);
    assert!(context.standin.tokens_of("alice").iter().any(|token| token.name == "early"));
}

fn early_enter_on_the_suggested_name_is_for_what_was_entered_before(kind: BrowserKind) {
    let context = waiting(kind);
    let tab = context.signed_in("/");
    let popup = press(&context, &tab);
    start(&popup);
    wait_for_identity(&popup, ALICE);
    popup.type_text("entered before").unwrap();
    popup.close().unwrap();

    let popup = press(&context, &tab);
    popup.press_key("Enter").unwrap();
    let held = context.standin.hold_next_generate();
    start(&popup);
    assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
    assert_eq!(value(&popup), "entered before", "it is shown before it is used");
    held.release();
    token_in(&popup);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "entered before");
}

fn early_enter_is_for_the_name_that_the_persons_pattern_makes(kind: BrowserKind) {
    let context = waiting(kind);
    let page = context.browser.open(&context.browser.extension_url("settings.html")).unwrap();
    page.wait_for("globalThis.startWebAssembly").unwrap();
    page.evaluate("startWebAssembly()").unwrap();
    page.wait_for("document.getElementById('details').value !== ''").unwrap();
    settings::change(&page, "name-pattern", "value", "'{user} on {host}'");
    page.wait_for("document.getElementById('status').textContent === 'Saved.'").unwrap();
    page.close().unwrap();

    let tab = context.signed_in("/");
    let popup = press(&context, &tab);
    popup.press_key("Enter").unwrap();
    let held = context.standin.hold_next_generate();
    start(&popup);
    assert!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT));
    assert_eq!(value(&popup), "alice on 127.0.0.1", "it is shown before it is used");
    held.release();
    token_in(&popup);
    assert_eq!(context.generate_requests(), 1);
    assert_eq!(context.standin.tokens_of("alice")[0].name, "alice on 127.0.0.1");
    done(&popup);
    popup.close().unwrap();

    let popup = press(&context, &tab);
    popup.type_text("my own name").unwrap();
    popup.press_key("Enter").unwrap();
    start(&popup);
    token_in(&popup);
    assert_eq!(context.generate_requests(), 2);
    assert!(context.standin.tokens_of("alice").iter().any(|token| token.name == "my own name"));
}

fn early_enter_on_a_tab_creates_nothing(kind: BrowserKind) {
    let context = waiting(kind);
    let popup = press(&context, &context.signed_in("/"));
    popup.evaluate("document.getElementById('tab-tokens').focus()").unwrap();
    popup.press_key("Enter").unwrap();
    start(&popup);
    wait_for_identity(&popup, ALICE);
    assert_eq!(context.generate_requests(), 0);
    click(&popup, "Generate token");
    token_in(&popup);
}
