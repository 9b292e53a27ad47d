//! The `Tokens` tab as the user sees it.

use latchkey_driver::Popup;
use latchkey_standin::NewToken;
use serde_json::Value;

/// Opens the tab and waits for this number of tokens.
pub(crate) fn open_list(popup: &Popup, count: usize) {
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    wait_for_count(popup, count);
}

/// Opens the tab and has this user's own tokens listed again.
pub(crate) fn list_again(popup: &Popup, user: &str) {
    popup.find("tab", "Tokens").unwrap().click().unwrap();
    popup.find_where("summary", |name| name == "For another user").unwrap().click().unwrap();
    popup.find("textbox", "User ID").unwrap().fill(user).unwrap();
    popup.find("button", "Show tokens").unwrap().click().unwrap();
}

/// Waits until the list has this number of rows. Those far from view are not in the document.
pub(crate) fn wait_for_count(popup: &Popup, count: usize) {
    popup.wait_for(&format!("{COUNT} === {count}")).unwrap();
}

/// How many rows the list has, as the last of them says.
const COUNT: &str = "Number(document.querySelector('#list > li:last-child')?.ariaSetSize ?? 0)";

/// The names of the tokens shown, from the top.
pub(crate) fn names(popup: &Popup) -> Vec<String> {
    let names =
        popup.evaluate("[...document.querySelectorAll('#list > li .name')].map(n => n.textContent)").unwrap();
    names.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// What the first row with this name says below it, badges included.
pub(crate) fn facts(popup: &Popup, name: &str) -> Vec<String> {
    let name = Value::from(name);
    let facts = popup
        .evaluate(&format!(
            "(row => [...row.querySelectorAll('.facts > *')].map(fact => fact.textContent))(\
             [...document.querySelectorAll('#list > li')].find(row => row.querySelector('.name').textContent === {name}))"
        ))
        .unwrap();
    facts.as_array().unwrap().iter().map(|fact| fact.as_str().unwrap().to_owned()).collect()
}

/// The badges of every token shown, from the top.
pub(crate) fn badges(popup: &Popup) -> Vec<Vec<String>> {
    let badges = popup
        .evaluate(
            "[...document.querySelectorAll('#list > li')].map(row => \
             [...row.querySelectorAll('.badge')].map(badge => badge.textContent))",
        )
        .unwrap();
    serde_json::from_value(badges).unwrap()
}

/// Waits until the popup shows these outcomes.
pub(crate) fn wait_for_outcomes(popup: &Popup, outcomes: &[&str]) {
    let expected = Value::from(outcomes).to_string();
    let shown = "[...document.querySelectorAll('#outcomes > li')].map(item => item.textContent)";
    popup.wait_for(&format!("JSON.stringify({shown}) === JSON.stringify({expected})")).unwrap();
}

/// A token that was used, so that the list sorts it by its name.
pub(crate) fn used(name: &str) -> NewToken {
    let day = latchkey_standin::Timestamp::now() - jiff::SignedDuration::from_hours(48);
    NewToken { uses: 3, created: Some(day), last_used: Some(day), ..NewToken::new(name) }
}
