//! What a person does in the popup, and reads there.

use latchkey_driver::Popup;
use latchkey_tests::context::{click, token_in};
use latchkey_tests::localized::longest_piece;

use crate::claim::Claim;

/// The texts that claim something about a token that was asked for, by their keys in `messages.json`.
const CLAIMS: [(&str, Claim); 6] = [
    ("nothing_created", Claim::NothingCreated),
    ("rejected_advice", Claim::NothingCreated),
    ("none_of_that_name", Claim::NothingCreated),
    ("value_lost", Claim::ValueLost),
    ("may_have_been_created", Claim::NotKnownYet),
    ("may_have_been_created_for", Claim::NotKnownYet),
];

/// Names the token and presses Enter.
pub(crate) fn ask(popup: &Popup, name: &str) {
    popup.find("textbox", "Token name").unwrap().fill(name).unwrap();
    popup.press_key("Enter").unwrap();
}

/// Asks for a token for another user, and runs the script that creates it.
pub(crate) fn ask_for(popup: &Popup, user: &str, name: &str) {
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    popup.find("textbox", "User ID").unwrap().fill(user).unwrap();
    ask(popup, name);
    click(popup, "Run on controller");
}

/// Waits for a token, or for an alert that says what became of it.
pub(crate) fn claim(popup: &Popup) -> Claim {
    let texts = CLAIMS.map(|(key, claim)| (in_alerts(key), claim));
    let any = texts.iter().map(|(shown, _)| shown.as_str()).collect::<Vec<_>>().join(" || ");
    popup.wait_for(&format!("!document.getElementById('token').hidden || {any}")).unwrap();
    if popup.evaluate("!document.getElementById('token').hidden").unwrap() == true {
        return Claim::Delivered(token_in(popup));
    }
    let claimed = texts.into_iter().find(|(shown, _)| popup.evaluate(shown).unwrap() == true);
    claimed.expect("the alert is still there").1
}

/// Waits until an alert contains the text with this key.
pub(crate) fn wait_for_alert(popup: &Popup, key: &str) {
    popup.wait_for(&in_alerts(key)).unwrap_or_else(|error| panic!("{key}: {error}"));
}

/// Whether an alert contains the text with this key, in JavaScript.
fn in_alerts(key: &str) -> String {
    format!("document.getElementById('alerts').textContent.includes({:?})", longest_piece(key))
}

/// Waits until the new token has been tried, and gives what the popup says about it.
pub(crate) fn verdict(popup: &Popup) -> String {
    const VERDICT: &str = "document.getElementById('token-works').textContent";
    popup.wait_for(&format!("!['', {:?}].includes({VERDICT})", longest_piece("checking"))).unwrap();
    popup.evaluate(VERDICT).unwrap().as_str().unwrap().to_owned()
}

/// Opens the list and waits for this number of tokens.
pub(crate) fn list(popup: &Popup, count: usize) {
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup.wait_for(&format!("document.querySelectorAll('#list > li').length === {count}")).unwrap();
}

/// Revokes a token in the list, and waits until the popup confirms it.
pub(crate) fn revoke(popup: &Popup, name: &str) {
    click(popup, &format!("Revoke {name}"));
    click(popup, "Revoke");
    popup.wait_for_text("status", &format!("“{name}” was revoked.")).unwrap();
}
