//! Models as XML, and the one `xpath` that clients use.

use std::fmt::Write;

use serde_json::Value;

/// A model as an element: lists repeat their key, nulls are left out.
pub(super) fn write(name: &str, model: &Value) -> String {
    let mut text = String::new();
    append(&mut text, name, model);
    text
}

fn append(text: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| append(text, name, item)),
        Value::Object(map) => {
            let class = map.get("_class").and_then(Value::as_str);
            let attribute = class.map(|class| format!(" _class='{}'", escaped(class))).unwrap_or_default();
            push(text, format_args!("<{name}{attribute}>"));
            for (key, value) in map.iter().filter(|(key, _)| *key != "_class") {
                append(text, key, value);
            }
            push(text, format_args!("</{name}>"));
        }
        Value::String(plain) => push(text, format_args!("<{name}>{}</{name}>", escaped(plain))),
        Value::Bool(_) | Value::Number(_) => push(text, format_args!("<{name}>{value}</{name}>")),
    }
}

fn push(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("writing to a string does not fail");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&apos;")
}

/// The text of `concat(//key,":",//key)`; `None` for any other expression or an unknown key.
pub(super) fn concatenate(xpath: &str, model: &Value) -> Option<String> {
    let arguments = xpath.trim().strip_prefix("concat(")?.strip_suffix(')')?;
    arguments
        .split(',')
        .map(str::trim)
        .map(|argument| match argument.strip_prefix("//") {
            Some(key) => model.get(key)?.as_str(),
            None => quoted(argument),
        })
        .collect()
}

fn quoted(text: &str) -> Option<&str> {
    ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_repeat_and_nulls_vanish() {
        let model =
            json!({ "_class": "a.User", "description": null, "id": "a&b", "item": [{ "ok": true }, {}] });
        assert_eq!(
            write("user", &model),
            "<user _class='a.User'><id>a&amp;b</id><item><ok>true</ok></item><item></item></user>"
        );
    }

    #[test]
    fn keys_and_quoted_text_are_joined() {
        let model = json!({ "crumb": "feed", "crumbRequestField": "Jenkins-Crumb" });
        let joined = concatenate("concat(//crumbRequestField,\":\",//crumb)", &model);
        assert_eq!(joined.as_deref(), Some("Jenkins-Crumb:feed"));
        assert_eq!(concatenate("//crumb", &model), None);
        assert_eq!(concatenate("concat(//nothing)", &model), None);
    }
}
