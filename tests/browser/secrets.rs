//! A token's value stays in memory.

use std::fs;
use std::path::{Path, PathBuf};

use latchkey_driver::{BrowserKind, Popup, Tab};

use crate::context::{ALICE, TestContext, click, done, generate, wait_for_identity};
use crate::list::{open_list, wait_for_count, wait_for_outcomes};

in_every_browser! {
    a_tokens_value_is_never_on_disk_nor_in_the_page,
    the_search_finds_a_value_on_disk,
}

/// Files of the profile that contain the text or either half of it, in UTF-8 or UTF-16: compression keeps what does not
/// repeat, but may split it.
pub(crate) fn files_with(profile: &Path, secret: &str) -> Vec<PathBuf> {
    let (first, second) = secret.split_at(secret.len() / 2);
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let needles = [first.as_bytes().to_vec(), second.as_bytes().to_vec(), wide(first), wide(second)];
    let mut found = Vec::new();
    let mut folders = vec![profile.to_owned()];
    while let Some(folder) = folders.pop() {
        // A file that was deleted meanwhile is no longer on disk.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if fs::read(&path).is_ok_and(|bytes| needles.iter().any(|needle| contains(&bytes, needle)))
            {
                found.push(path);
            }
        }
    }
    found
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// Searches everything that scripts of the page can reach: globals, storage and document.
pub(crate) fn page_knows(tab: &Tab, secret: &str) -> bool {
    let look = format!(
        "(() => {{
            const seen = new Set();
            const holds = (value, depth) => {{
                if (typeof value === 'string') return value.includes('{secret}');
                if (value === null || typeof value !== 'object' || depth > 3 || seen.has(value)) return false;
                seen.add(value);
                return Object.getOwnPropertyNames(value).some((name) => {{
                    try {{ return name.includes('{secret}') || holds(value[name], depth + 1); }} catch {{ return false; }}
                }});
            }};
            return holds(globalThis, 0) || document.documentElement.outerHTML.includes('{secret}')
                || [...document.querySelectorAll('input')].some((field) => field.value.includes('{secret}'))
                || JSON.stringify({{ ...localStorage, ...sessionStorage }}).includes('{secret}');
        }})()"
    );
    tab.evaluate(&look).unwrap() == true
}

fn local_storage(popup: &Popup) -> String {
    popup
        .evaluate("chrome.storage.local.get(null).then(JSON.stringify)")
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn a_tokens_value_is_never_on_disk_nor_in_the_page(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find("textbox", "Token name").unwrap().fill("secretive").unwrap();
    let token = generate(&popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    click(&popup, "Show token");
    click(&popup, "Copy token");
    popup.wait_for_text("status", "Copied").unwrap();
    popup.close().unwrap();

    let popup = context.press(&tab);
    assert_eq!(popup.find("textbox", "API token").unwrap().value().unwrap(), token);
    assert!(!page_knows(&tab, &token));
    assert!(!local_storage(&popup).contains(&token));
    done(&popup);
    let everything = "document.documentElement.outerHTML + document.getElementById('value').value";
    assert!(!popup.evaluate(everything).unwrap().as_str().unwrap().contains(&token), "cleared on Done");

    open_list(&popup, 1);
    click(&popup, "Rename secretive");
    popup.find("textbox", "New name").unwrap().fill("renamed").unwrap();
    popup.press_key("Enter").unwrap();
    wait_for_outcomes(&popup, &["“secretive” is now “renamed”."]);
    click(&popup, "Replace renamed");
    popup.find("button", "Do not replace").unwrap();
    let replacement = generate(&popup);
    click(&popup, "Copy token");
    popup.wait_for_text("status", "The old token was revoked.").unwrap();
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    wait_for_count(&popup, 1);
    click(&popup, "Revoke renamed");
    click(&popup, "Revoke");
    popup.wait_for_text("status", "“renamed” was revoked.").unwrap();
    assert_eq!(context.standin.tokens_of("alice"), []);
    assert!(!page_knows(&tab, &token) && !page_knows(&tab, &replacement));

    // Only a browser that has exited has written everything.
    let browser = context.browser.restart().unwrap();
    for secret in [&token, &replacement] {
        assert_eq!(files_with(browser.profile(), secret), Vec::<PathBuf>::new());
    }
}

/// The control: the search finds a value that was written to disk on purpose.
fn the_search_finds_a_value_on_disk(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    let token = generate(&popup);
    let keep = format!("chrome.storage.local.set({{ leaked: '{token}' }}).then(() => true)");
    popup.evaluate(&keep).unwrap();
    tab.evaluate(&format!("globalThis.leaked = {{ deep: ['{token}'] }}; true")).unwrap();
    assert!(page_knows(&tab, &token));
    assert!(local_storage(&popup).contains(&token));
    let browser = context.browser.restart().unwrap();
    assert_ne!(files_with(browser.profile(), &token), Vec::<PathBuf>::new());
}
