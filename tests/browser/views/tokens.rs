//! The list of tokens.

use jiff::{Timestamp, ToSpan, Zoned};
use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::{CannedAnswer, Fault, FaultedRequest, NewToken, Options, Standin};

use super::{Show, list, open_details};
use crate::context::{ALICE, TestContext, wait_for_identity};
use crate::list::wait_for_count;
use crate::localized::Localized;

/// Tokens in every state.
pub(crate) fn in_every_state(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let held = context.standin.hold_next("/security/");
    let popup = context.press(&tab);
    popup.wait_for("document.getElementById('identity').textContent !== ''").unwrap();
    popup.find_localized("tab", "Tokens").unwrap().click().unwrap();
    popup.wait_for_localized_text("status", "Loading").unwrap();
    show(&popup, "tokens-loading");
    held.release();
    popup.wait_for_localized_text("status", "No tokens yet.").unwrap();
    show(&popup, "tokens-none");
    open_details(&popup, "list-other");
    show(&popup, "tokens-for-another-user");
    popup.close().unwrap();

    add_tokens(&context.standin);
    context.standin.fault_every(Fault::BadGatewayAfter, FaultedRequest::Generate);
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    // The popup reopens where it was closed.
    popup.find_localized("tab", "Create").unwrap().click().unwrap();
    popup.find_localized("textbox", "Token name").unwrap().fill("deploy").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("alert", "was created, but its value is lost").unwrap();
    list(&popup, 10);
    show(&popup, "tokens");
}

/// One token of each kind: nine, so that the filter is shown.
fn add_tokens(standin: &Standin) {
    let now = Timestamp::now();
    let ago = |days: i64| Some(now - (24 * days).hours());
    let on = |days: i64| Some(Zoned::now().date().saturating_add(days.days()));
    let used = |name: &str, uses, days| NewToken {
        created: ago(200),
        uses,
        last_used: ago(days),
        expires: on(60),
        ..NewToken::new(name)
    };
    let tokens = [
        NewToken { expires: on(-3), ..used("Backup to S3", 4, 90) },
        NewToken { expires: on(-40), created: ago(70), ..NewToken::new("trial") },
        NewToken { expires: on(3), ..used("Nightly metrics", 1204, 0) },
        NewToken { expires: on(30), created: ago(10), ..NewToken::new("deploy") },
        used("deploy", 12, 6),
        NewToken { expires: None, ..used("Jenkins CLI on laptop", 52, 1) },
        used("Renovate", 18, 2),
        NewToken { legacy: true, created: None, expires: None, ..used("Legacy API Token", 3, 400) },
        used("Terraform", 7, 30),
    ];
    for token in tokens {
        standin.add_token("alice", token);
    }
}

/// Filtering, renaming, selecting and revoking tokens.
pub(crate) fn rename_and_revoke(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::new(kind);
    add_tokens(&context.standin);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    list(&popup, 9);
    let filter = popup.find_localized("searchbox", "Filter by name").unwrap();
    filter.fill("de").unwrap();
    wait_for_count(&popup, 2);
    show(&popup, "tokens-filtered");
    filter.fill("").unwrap();

    popup.find_localized("button", "Rename Renovate").unwrap().click().unwrap();
    let name = popup.find_localized("textbox", "New name").unwrap();
    show(&popup, "tokens-renaming");
    name.fill("Renovate bot").unwrap();
    popup.press_key("Enter").unwrap();
    popup.wait_for_localized_text("status", "is now").unwrap();
    show(&popup, "tokens-renamed");

    for token in ["Backup to S3", "trial", "Nightly metrics"] {
        popup.find_localized("checkbox", &format!("Choose {token}")).unwrap().click().unwrap();
    }
    popup.find_localized("button", "Revoke chosen tokens: 3").unwrap();
    show(&popup, "tokens-chosen");
    popup.find_localized("button", "Revoke chosen tokens: 3").unwrap().click().unwrap();
    popup.find_localized("alertdialog", "Revoke 3 tokens?").unwrap();
    show(&popup, "dialog-revoke-several");
    let held = context.standin.hold_next("/revoke");
    accept(&popup, "Revoke");
    popup.wait_for_localized_text("status", "Revoking:").unwrap();
    show(&popup, "tokens-revoking");
    context.standin.answer_next("/revoke", CannedAnswer::new(500, "").with_header("X-Jenkins", "2.579"));
    held.release();
    wait_for_count(&popup, 7);
    popup.wait_for_localized_text("status", "was not revoked").unwrap();
    show(&popup, "tokens-revoked");
}

/// Presses a button of the dialog.
fn accept(popup: &Popup, button: &str) {
    popup.find_localized("button", button).unwrap().click().unwrap();
}

/// Names that are long, right-to-left, or contain markup.
pub(crate) fn odd_names(kind: BrowserKind, show: Show<'_>) {
    let context = TestContext::with(
        kind,
        Options { context: "/ci/of/the/platform/team/jenkins".to_owned(), ..Options::default() },
    );
    let unbroken = "unbroken".repeat(1_250);
    let arabic = "مفتاح النشر للخادم الرئيسي";
    let names = [
        "<b>bold</b><script>alert(1)</script>&\"'",
        arabic,
        "mixed עברית and 令牌 🔑 \u{202e}txt",
        &unbroken,
        &"many words of a long name ".repeat(400),
    ];
    for name in names {
        context.standin.add_token("alice", NewToken::new(name));
    }
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    list(&popup, 5);
    show(&popup, "tokens-odd-names");
    popup.find_localized("button", &format!("Revoke {unbroken}")).unwrap().click().unwrap();
    popup.find_where("alertdialog", |name| name.contains("unbroken")).unwrap();
    show(&popup, "dialog-odd-name");
    popup.find_localized("button", "Revoke").unwrap().click().unwrap();
    wait_for_count(&popup, 4);
    popup.wait_for_localized_text("status", "” was revoked").unwrap();
    show(&popup, "tokens-odd-outcome");
    popup.find_localized("button", &format!("Rename {arabic}")).unwrap().click().unwrap();
    popup.find_localized("textbox", "New name").unwrap();
    show(&popup, "tokens-odd-renaming");
}
