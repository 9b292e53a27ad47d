//! The popup in the browser's language, left to right or right to left.

use latchkey_driver::{BrowserKind, Popup};

use crate::context::{ALICE, TestContext, token_in, wait_for_identity};
use crate::list::{used, wait_for_outcomes};
use crate::localized::{Localized, in_language, text_with_values};

in_every_browser! {
    popup_is_in_german,
    arabic_is_laid_out_from_right_to_left,
    no_space_between_sentences_in_japanese,
    other_languages_fall_back_to_english,
}

fn declared(popup: &Popup) -> (String, String) {
    let of = |attribute: &str| {
        let value = popup.evaluate(&format!("document.documentElement.getAttribute({attribute:?})")).unwrap();
        value.as_str().unwrap().to_owned()
    };
    (of("lang"), of("dir"))
}

fn is_within_bounds(popup: &Popup) {
    popup.wait_for("document.documentElement.scrollWidth <= 380").unwrap();
}

fn expiries(popup: &Popup) -> Vec<String> {
    let options = "[...document.getElementById('expires').options].map(option => option.text)";
    let options = popup.evaluate(options).unwrap();
    options.as_array().unwrap().iter().map(|option| option.as_str().unwrap().to_owned()).collect()
}

fn popup_is_in_german(kind: BrowserKind) {
    in_language("de", || {
        let context = TestContext::new(kind);
        let popup = context.press(&context.signed_in("/"));
        wait_for_identity(&popup, ALICE);
        assert_eq!(declared(&popup), ("de".to_owned(), "ltr".to_owned()));
        popup.find("textbox", "Name des Tokens").unwrap();
        popup.find("tab", "Erzeugen").unwrap();
        let expected =
            ["Nach 7 Tagen", "Nach 30 Tagen", "Nach 60 Tagen", "Nach 90 Tagen", "An einem Datum", "Nie"];
        assert_eq!(expiries(&popup), expected);
        popup.find("button", "Token erzeugen").unwrap().click().unwrap();
        popup.find("region", "Neuer Token").unwrap();
        let token = popup.find("textbox", "API-Token").unwrap().value().unwrap();
        assert!(token.starts_with("11"), "no token");
        popup.wait_for_text("paragraph", "Funktioniert als alice").unwrap();
        popup.find("button", "Token kopieren").unwrap();
        is_within_bounds(&popup);
    });
}

fn arabic_is_laid_out_from_right_to_left(kind: BrowserKind) {
    in_language("ar", || {
        let context = TestContext::new(kind);
        let popup = context.press(&context.signed_in("/"));
        wait_for_identity(&popup, ALICE);
        assert_eq!(declared(&popup), ("ar".to_owned(), "rtl".to_owned()));
        // Arabic has different plural forms for a few days and for many.
        let expiries = expiries(&popup);
        assert!(expiries[0].ends_with("أيام") && expiries[1].ends_with("يومًا"), "{expiries:?}");
        let from_right_to_left = "(() => {
            const [create, tokens] = document.querySelectorAll('[role=tab]');
            return create.getBoundingClientRect().left > tokens.getBoundingClientRect().right;
        })()";
        assert_eq!(popup.evaluate(from_right_to_left).unwrap(), true);
        popup.press_key("Enter").unwrap();
        let token = token_in(&popup);
        assert!(token.starts_with("11"), "no token");
        let directions =
            "['value', 'token-name'].map(id => getComputedStyle(document.getElementById(id)).direction)";
        assert_eq!(popup.evaluate(directions).unwrap(), serde_json::json!(["ltr", "ltr"]));
        popup.find_localized("button", "Copy token").unwrap();
        is_within_bounds(&popup);
    });
}

fn no_space_between_sentences_in_japanese(kind: BrowserKind) {
    in_language("ja", || {
        let context = TestContext::new(kind);
        context.standin.add_token("alice", used("deploy"));
        let popup = context.press(&context.signed_in("/"));
        wait_for_identity(&popup, ALICE);
        popup.find_localized("tab", "Tokens").unwrap().click().unwrap();
        let revoke = popup.find_localized("button", "Revoke deploy").unwrap();
        context.standin.end_sessions();
        revoke.click().unwrap();
        popup.find_localized("button", "Revoke").unwrap().click().unwrap();
        wait_for_outcomes(
            &popup,
            &["「deploy」は無効化されませんでした。この Jenkins にサインインしていません。"],
        );
    });
}

fn other_languages_fall_back_to_english(kind: BrowserKind) {
    // Hebrew: the browser's language is right to left, but the popup's English fallback must not be.
    in_language("he", || {
        let context = TestContext::new(kind);
        let popup = context.press(&context.signed_in("/"));
        wait_for_identity(&popup, ALICE);
        assert_eq!(declared(&popup), ("en".to_owned(), "ltr".to_owned()));
        popup.find("button", "Generate token").unwrap();
    });
}

#[test]
fn text_is_found_by_its_english_wording() {
    for (english, key, values) in [
        ("Tokens", "tokens", vec![]),
        ("Revoke", "revoke", vec![]),
        ("Revoke the old token", "revoke_old", vec![]),
        ("Revoke 3 tokens?", "revoke_several_question_other", vec!["3"]),
        ("Revoke deploy", "revoke_name", vec!["deploy"]),
        ("Signed in as Alice Adams (alice)", "signed_in_as", vec!["Alice Adams", "alice"]),
    ] {
        let (found, found_values) = text_with_values(english).unwrap();
        let found_values: Vec<&str> = found_values.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!((found, found_values), (key, values), "{english}");
    }
    assert!(text_with_values("Something else").is_none());
}
