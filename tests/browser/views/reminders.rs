//! Views with tokens that expire soon.

use latchkey_driver::{BrowserKind, Popup};

use super::Show;
use crate::context::{ALICE, TestContext, done, token_in, wait_for_identity};
use crate::list::used;
use crate::localized::Localized;
use crate::server::{Server, respond};

pub(crate) fn reminders(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    popup.find_localized("textbox", "Token name").unwrap().fill("Release pipeline").unwrap();
    popup.find_localized("combobox", "Expires").unwrap().select_option(&popup.localized("7 days")).unwrap();
    popup.find_localized("button", "Generate token").unwrap().click().unwrap();
    token_in(&popup);
    done(&popup);
    add(&popup, &context, "nightly", "{ latest: reminder.earliest }");
    let expired = "{ earliest: day(-2), latest: day(-2) }";
    add(&popup, &context, "a token with quite a long name that wraps, by somebody else", expired);
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    wait_for_reminders(&popup, 3);
    show(&popup, "reminders");

    add(&popup, &context, "fourth", "{}");
    popup.close().unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    wait_for_reminders(&popup, 4);
    show(&popup, "reminders-folded");
    popup.evaluate("document.querySelector('#reminders > summary').click()").unwrap();
    popup.wait_for("document.getElementById('reminders').open").unwrap();
    show(&popup, "reminders-unfolded");

    add(
        &popup,
        &context,
        "elsewhere",
        "{ controller: 'https://ci.of-the-platform-team.example.org/a/long/path' }",
    );
    popup.close().unwrap();
    let foreign =
        Server::start(|_, stream| respond(stream, "text/html", "<!doctype html><title>News</title>"));
    let popup = context.press(&context.browser.open(&foreign.url).unwrap());
    popup.find_localized("region", "Tokens about to expire").unwrap();
    show(&popup, "reminders-elsewhere");
}

/// Adds a token of Alice's to the controller, and to the storage its reminder: the first one with a change.
fn add(popup: &Popup, context: &TestContext, name: &str, change: &str) {
    let uuid = context.standin.add_token("alice", used(name));
    let script = format!(
        "chrome.storage.local.get(null).then((all) => {{
            const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
            const [, reminder] = Object.entries(all).find(([key]) => key.startsWith('reminder/'));
            const [uuid, name] = [{uuid:?}, {name:?}];
            return chrome.storage.local.set({{ [`reminder/${{uuid}}`]: {{ ...reminder, uuid, name, ...{change} }} }});
        }}).then(() => true)"
    );
    popup.evaluate(&script).unwrap();
}

fn wait_for_reminders(popup: &Popup, count: usize) {
    popup.wait_for(&format!("document.querySelectorAll('#reminder-list > li').length === {count}")).unwrap();
}
