//! Keys in the words of `Input.dispatchKeyEvent`.

use serde_json::{Value, json};

use crate::keys::{KeyStroke, NAMED};

/// The events of one press and release.
pub(crate) fn events(stroke: &KeyStroke) -> [Value; 2] {
    let (code, virtual_key) = physical_key(&stroke.key);
    let mut down = json!({
        "type": "rawKeyDown",
        "modifiers": modifiers(stroke),
        "key": stroke.key,
        "code": code,
        "windowsVirtualKeyCode": virtual_key,
    });
    let mut up = down.clone();
    up["type"] = Value::from("keyUp");
    if let Some(text) = typed_text(stroke) {
        down["type"] = Value::from("keyDown");
        down["text"] = Value::from(text);
    }
    [down, up]
}

fn modifiers(stroke: &KeyStroke) -> u32 {
    [(stroke.alt, 1), (stroke.control, 2), (stroke.meta, 4), (stroke.shift, 8)]
        .into_iter()
        .filter_map(|(held, bit)| held.then_some(bit))
        .sum()
}

fn typed_text(stroke: &KeyStroke) -> Option<&str> {
    if stroke.key == "Enter" { Some("\r") } else { stroke.types_text().then_some(stroke.key.as_str()) }
}

/// The key's place on the keyboard and its Windows key code; neither if no key of an English keyboard
/// types the character by itself.
fn physical_key(key: &str) -> (String, u32) {
    match NAMED.iter().find(|(named, _)| *named == key) {
        Some((_, code)) => (key.to_owned(), *code),
        None if key == " " => ("Space".to_owned(), 32),
        None => character_key(key),
    }
}

fn character_key(key: &str) -> (String, u32) {
    match key.chars().next() {
        Some(letter) if letter.is_ascii_alphabetic() => {
            let upper = letter.to_ascii_uppercase();
            (format!("Key{upper}"), u32::from(upper))
        }
        Some(digit) if digit.is_ascii_digit() => (format!("Digit{digit}"), u32::from(digit)),
        _ => (String::new(), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_types_itself_and_a_shortcut_types_nothing() {
        let [down, up] = events(&KeyStroke::of_character('A'));
        assert_eq!(
            (&down["type"], &down["text"], &down["code"]),
            (&json!("keyDown"), &json!("A"), &json!("KeyA"))
        );
        assert_eq!(up["type"], "keyUp");
        let [down, _] = events(&KeyStroke::parse("Control+a").unwrap());
        assert_eq!((&down["type"], &down["modifiers"]), (&json!("rawKeyDown"), &json!(2)));
        assert!(down["text"].is_null());
    }
}
