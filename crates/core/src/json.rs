//! The JSON that controllers send, and that popup and terminal exchange.
//!
//! One type holds every document: derived readers would be 1 to 6 KB of WebAssembly for each kind of reply.

use std::fmt;
use std::mem;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroize;

use crate::Secret;

/// A JSON value. The parts that were not taken out are wiped on drop, because they may contain a token.
pub(crate) enum Json {
    Null,
    Flag(bool),
    Integer(i64),
    /// A number that no reader needs: a fraction, or one beyond the range of integers.
    OtherNumber,
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// The document has an unexpected shape.
#[derive(Debug)]
pub(crate) struct UnexpectedShape;

impl Json {
    /// Reads a whole document.
    pub(crate) fn parse(document: &str) -> Result<Self, UnexpectedShape> {
        serde_json::from_str(document).map_err(|_| UnexpectedShape)
    }

    /// Takes a property out of an object; `None` if it is missing or `null`, or if this is no object.
    pub(crate) fn take(&mut self, name: &str) -> Option<Self> {
        let Self::Object(properties) = self else { return None };
        let (_, value) = properties.iter_mut().find(|(given, _)| given == name)?;
        Some(mem::replace(value, Self::Null)).filter(|value| !matches!(value, Self::Null))
    }

    /// Whether this is an object with a property of that name that is `null`.
    pub(crate) fn is_null(&self, name: &str) -> bool {
        let Self::Object(properties) = self else { return false };
        properties.iter().any(|(given, value)| given == name && matches!(value, Self::Null))
    }

    /// The text of that name, which must be there.
    pub(crate) fn text(&mut self, name: &str) -> Result<String, UnexpectedShape> {
        self.take(name).ok_or(UnexpectedShape)?.into_text()
    }

    /// The text of that name, which may be missing or `null`.
    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, UnexpectedShape> {
        self.take(name).map(Self::into_text).transpose()
    }

    /// The integer of that name, which may be missing or `null`.
    pub(crate) fn optional_integer(&mut self, name: &str) -> Result<Option<i64>, UnexpectedShape> {
        match self.take(name) {
            None => Ok(None),
            Some(Self::Integer(integer)) => Ok(Some(integer)),
            Some(_) => Err(UnexpectedShape),
        }
    }

    /// The flag of that name, which must be there.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, UnexpectedShape> {
        self.take(name).ok_or(UnexpectedShape)?.into_flag()
    }

    pub(crate) fn into_flag(self) -> Result<bool, UnexpectedShape> {
        if let Self::Flag(flag) = self { Ok(flag) } else { Err(UnexpectedShape) }
    }

    pub(crate) fn into_text(mut self) -> Result<String, UnexpectedShape> {
        if let Self::Text(text) = &mut self { Ok(mem::take(text)) } else { Err(UnexpectedShape) }
    }

    pub(crate) fn into_list(mut self) -> Result<Vec<Self>, UnexpectedShape> {
        if let Self::List(list) = &mut self { Ok(mem::take(list)) } else { Err(UnexpectedShape) }
    }
}

impl Drop for Json {
    fn drop(&mut self) {
        if let Self::Text(text) = self {
            text.zeroize();
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Flag(flag))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Json, E> {
        Ok(Json::Integer(integer))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Json, E> {
        Ok(i64::try_from(integer).map_or(Json::OtherNumber, Json::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            list.push(element);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = entries.next_entry()? {
            properties.push(property);
        }
        Ok(Json::Object(properties))
    }
}

/// Writes a JSON object, property by property.
pub(crate) struct ObjectWriter(String);

impl ObjectWriter {
    /// Texts beyond this many bytes are moved while they grow, so that a secret leaves a copy behind.
    const CAPACITY: usize = 4096;

    pub(crate) fn new() -> Self {
        Self(String::with_capacity(Self::CAPACITY))
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.quoted(value);
    }

    pub(crate) fn integer(&mut self, name: &str, value: i64) {
        self.name(name);
        self.0.push_str(&value.to_string());
    }

    pub(crate) fn flag(&mut self, name: &str, value: bool) {
        self.name(name);
        self.0.push_str(if value { "true" } else { "false" });
    }

    pub(crate) fn object(&mut self, name: &str, value: Self) {
        self.name(name);
        self.0.push_str(Secret::new(value.finish()).reveal());
    }

    /// The whole object.
    pub(crate) fn finish(mut self) -> String {
        self.0.push_str(if self.0.is_empty() { "{}" } else { "}" });
        self.0
    }

    fn name(&mut self, name: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.quoted(name);
        self.0.push(':');
    }

    fn quoted(&mut self, text: &str) {
        const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.0.extend(['\\', c]),
                '\0'..='\x1f' => {
                    let digit = |value: usize| HEXADECIMAL.get(value).map_or('0', |digit| char::from(*digit));
                    self.0.push_str("\\u00");
                    self.0.extend([digit(c as usize >> 4), digit(c as usize & 15)]);
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_present_or_missing_but_never_of_another_type() {
        let mut json = Json::parse(r#"{"a":"\u00e9\n","b":null,"c":7,"a/b":true}"#).unwrap();
        assert_eq!(json.optional_text("a").unwrap().as_deref(), Some("é\n"));
        assert_eq!(json.optional_text("b").unwrap(), None);
        assert_eq!(json.optional_text("d").unwrap(), None);
        assert!(json.optional_text("c").is_err());
        assert!(json.text("d").is_err());
        assert!(json.flag("a/b").unwrap());
    }

    #[test]
    fn only_integers_are_read_as_numbers() {
        let mut json = Json::parse(r#"{"a":-5,"b":1795501489237,"c":18446744073709551615,"d":1.5}"#).unwrap();
        assert_eq!(json.optional_integer("a").unwrap(), Some(-5));
        assert_eq!(json.optional_integer("b").unwrap(), Some(1_795_501_489_237));
        assert_eq!(json.optional_integer("e").unwrap(), None);
        assert!(json.optional_integer("c").is_err());
        assert!(json.optional_integer("d").is_err());
    }

    #[test]
    fn only_objects_have_properties() {
        for document in ["null", "[]", "7", "\"a\"", "[{\"a\":\"b\"}]"] {
            assert!(Json::parse(document).unwrap().take("a").is_none(), "{document}");
        }
        for document in ["", "{", "{}}", "{'a':1}", &"[".repeat(100_000)] {
            assert!(Json::parse(document).is_err());
        }
    }

    #[test]
    fn an_object_may_be_empty() {
        assert_eq!(ObjectWriter::new().finish(), "{}");
    }

    proptest! {
        #[test]
        fn objects_are_read_as_they_were_written(text in any::<String>(), integer in any::<i64>(), flag in any::<bool>()) {
            let mut object = ObjectWriter::new();
            object.text("text\"", &text);
            object.text("controls", "\0\x1f\n\\");
            object.integer("integer", integer);
            object.flag("flag", flag);
            let read: serde_json::Value = serde_json::from_str(&object.finish()).unwrap();
            let expected = serde_json::json!({
                "text\"": text, "controls": "\0\x1f\n\\", "integer": integer, "flag": flag,
            });
            prop_assert_eq!(read, expected);
        }
    }
}
