//! What a person does in the popup, and reads there.

use latchkey_driver::Popup;
use latchkey_tests::context::{click, token_in};
use latchkey_tests::localized::longest_piece;

use crate::claim::Claim;

/// The texts that claim something about a token that was asked for, by their keys in `messages.json`. Those about several
/// begin with their number.
const CLAIMS: [(&str, OfNumber); 11] = [
    ("nothing_created", |_| Claim::NothingCreated),
    ("rejected_advice", |_| Claim::NothingCreated),
    ("not_created", |_| Claim::NothingCreated),
    ("value_lost", |_| Claim::ValuesLost(1)),
    ("created_value_lost", |_| Claim::ValuesLost(1)),
    ("created_value_lost_for", |_| Claim::ValuesLost(1)),
    ("several_created_other", Claim::ValuesLost),
    ("candidates_found_one", Claim::Candidates),
    ("candidates_found_other", Claim::Candidates),
    ("not_found_out", |_| Claim::NotKnownYet),
    ("not_found_out_for", |_| Claim::NotKnownYet),
];

/// A claim about this number of tokens.
type OfNumber = fn(usize) -> Claim;

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
    let any = CLAIMS.map(|(key, _)| in_alerts(key)).join(" || ");
    popup.wait_for(&format!("!document.getElementById('token').hidden || {any}")).unwrap();
    if popup.evaluate("!document.getElementById('token').hidden").unwrap() == true {
        return Claim::Delivered(token_in(popup));
    }
    let claimed = CLAIMS.into_iter().find(|(key, _)| popup.evaluate(&in_alerts(key)).unwrap() == true);
    let (_, claim) = claimed.expect("the alert is still there");
    claim(number(popup))
}

/// The first number in the first sentence of an alert; 0 if there is none.
fn number(popup: &Popup) -> usize {
    let number = "Number(document.querySelector('.alert .what').textContent.match(/^[0-9]+/) ?? 0)";
    usize::try_from(popup.evaluate(number).unwrap().as_u64().unwrap()).unwrap()
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
    popup
        .wait_for(&format!(
            "Number(document.querySelector('#list > li:last-child')?.ariaSetSize ?? 0) === {count}"
        ))
        .unwrap();
}
