//! Revoking one token or several.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::CannedAnswer;

use crate::context::{TestContext, wait_until_received};
use crate::list::{names, open_list, used, wait_for_outcomes};

in_every_browser! {
    revoking_asks_first_and_is_confirmed_by_the_list,
    several_tokens_are_revoked_at_once_and_each_outcome_is_shown,
}

fn dialog_is_closed(popup: &Popup) {
    popup.wait_until_gone("button", "Cancel").unwrap();
}

fn revoking_asks_first_and_is_confirmed_by_the_list(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for name in ["deploy", "other"] {
        context.standin.add_token("alice", used(name));
    }
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 2);
    let revoke = popup.find("button", "Revoke deploy").unwrap();
    for answer in ["Escape", "Enter"] {
        revoke.click().unwrap();
        popup.find("alertdialog", "Revoke “deploy”?").unwrap();
        assert!(popup.find("button", "Cancel").unwrap().is_focused().unwrap());
        popup.press_key(answer).unwrap();
        dialog_is_closed(&popup);
        assert!(revoke.is_focused().unwrap(), "after {answer}");
    }
    assert_eq!(context.standin.tokens_of("alice").len(), 2);

    // A controller or proxy that reports success without revoking.
    context.standin.answer_next("/revoke", CannedAnswer::new(200, ""));
    revoke.click().unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    wait_for_outcomes(&popup, &["“deploy” was not revoked."]);
    assert_eq!(names(&popup), ["deploy", "other"]);

    popup.find("button", "Revoke deploy").unwrap().click().unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    wait_for_outcomes(&popup, &["“deploy” was revoked."]);
    assert_eq!(names(&popup), ["other"]);
    assert!(popup.find("tab", "Tokens").unwrap().is_focused().unwrap(), "the row is gone");

    context.standin.end_sessions();
    popup.find("button", "Revoke other").unwrap().click().unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    popup.wait_for_text("alert", "You are not signed in").unwrap();
    wait_for_outcomes(&popup, &["“other” was not revoked. You are not signed in to this Jenkins."]);
    popup.find("button", "Sign in").unwrap();
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn several_tokens_are_revoked_at_once_and_each_outcome_is_shown(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let mut uuids = Vec::new();
    for name in ["one", "two", "three", "kept"] {
        uuids.push(context.standin.add_token("alice", used(name)));
    }
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 4);
    assert!(popup.evaluate("document.getElementById('revoke-chosen').hidden").unwrap() == true);
    for name in ["one", "two", "three", "kept", "kept"] {
        popup.find("checkbox", &format!("Choose {name}")).unwrap().click().unwrap();
    }
    popup.find("button", "Revoke chosen tokens: 3").unwrap().click().unwrap();
    popup.find("alertdialog", "Revoke 3 tokens?").unwrap();
    let listed = "[...document.querySelectorAll('#dialog-names > li')].map(name => name.textContent)";
    assert_eq!(popup.evaluate(listed).unwrap(), serde_json::json!(["one", "three", "two"]));

    // The first token has been revoked meanwhile; the second request meets a failing proxy.
    context.standin.revoke_token("alice", &uuids[0]);
    let held = context.standin.hold_next("/revoke");
    popup.find("button", "Revoke").unwrap().click().unwrap();
    let held = wait_until_received(held);
    popup.wait_for_text("status", "Revoking: 0 of 3").unwrap();
    context.standin.answer_next("/revoke", CannedAnswer::new(502, "Bad gateway"));
    held.release();
    wait_for_outcomes(
        &popup,
        &[
            "“one” was revoked.",
            "“three” was not revoked. A proxy could not reach Jenkins (HTTP status 502).",
            "“two” was revoked.",
        ],
    );
    assert_eq!(names(&popup), ["kept", "three"]);
    assert!(popup.find("checkbox", "Choose three").unwrap().is_checked().unwrap(), "to be tried again");
    popup.find("button", "Revoke chosen tokens: 1").unwrap();
}
