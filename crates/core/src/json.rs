//! The JSON that controllers send, and that popup and terminal exchange.
//!
//! One type holds every document: derived readers would be 1 to 6 KB of WebAssembly for each kind of reply. `serde_json`
//! would be 9 KB more, most of it for numbers that nobody reads; the tests compare the two.

use std::mem;
use std::str::Chars;

use zeroize::Zeroize;

use crate::Secret;

/// A JSON value. What is not taken out of it is wiped on drop, because it may contain a token.
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
        let mut reader = Reader(document.chars());
        let value = reader.value(Reader::MAXIMUM_DEPTH)?;
        if reader.0.as_str().is_empty() { Ok(value) } else { Err(UnexpectedShape) }
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

/// Reads a document from front to back, by RFC 8259.
struct Reader<'a>(Chars<'a>);

impl Reader<'_> {
    /// How deeply lists and objects may be nested: a reader that calls itself needs a limit.
    const MAXIMUM_DEPTH: usize = 128;

    /// A value that nests at most this deeply, with the space around it.
    fn value(&mut self, depth: usize) -> Result<Json, UnexpectedShape> {
        let depth = depth.checked_sub(1).ok_or(UnexpectedShape)?;
        self.skip_space();
        let value = match self.0.clone().next() {
            Some('{') => Json::Object(self.items('}', |reader| reader.property(depth))?),
            Some('[') => Json::List(self.items(']', |reader| reader.value(depth))?),
            Some('"') => Json::Text(self.text()?),
            Some('n') => self.word("null", Json::Null)?,
            Some('t') => self.word("true", Json::Flag(true))?,
            Some('f') => self.word("false", Json::Flag(false))?,
            _ => self.number()?,
        };
        self.skip_space();
        Ok(value)
    }

    /// The items of a list or an object, with what encloses and separates them.
    fn items<T>(
        &mut self,
        end: char,
        item: impl Fn(&mut Self) -> Result<T, UnexpectedShape>,
    ) -> Result<Vec<T>, UnexpectedShape> {
        self.0.next();
        self.skip_space();
        let mut items = Vec::new();
        if self.skip(end) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.skip(end) {
                return Ok(items);
            }
            self.expect(',')?;
        }
    }

    fn property(&mut self, depth: usize) -> Result<(String, Json), UnexpectedShape> {
        self.skip_space();
        let name = self.text()?;
        self.skip_space();
        self.expect(':')?;
        Ok((name, self.value(depth)?))
    }

    fn text(&mut self) -> Result<String, UnexpectedShape> {
        self.expect('"')?;
        // It is never moved while it grows: a secret would leave a copy behind.
        let mut text = String::with_capacity(self.length_of_text());
        loop {
            match self.0.next().ok_or(UnexpectedShape)? {
                '"' => return Ok(text),
                '\\' => text.push(self.escaped()?),
                '\0'..='\x1f' => return Err(UnexpectedShape),
                c => text.push(c),
            }
        }
    }

    /// How many bytes of the document are before the quotation mark that ends a text. The text itself is not longer.
    fn length_of_text(&self) -> usize {
        let mut is_escaped = false;
        let ends = |byte: u8| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        };
        self.0.as_str().bytes().position(ends).unwrap_or_default()
    }

    fn escaped(&mut self) -> Result<char, UnexpectedShape> {
        Ok(match self.0.next().ok_or(UnexpectedShape)? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.code_point()?,
            _ => return Err(UnexpectedShape),
        })
    }

    /// A character by its UTF-16 code units in hexadecimal digits: two of them, each escaped, from U+10000 on.
    fn code_point(&mut self) -> Result<char, UnexpectedShape> {
        let unit = self.code_unit()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit).ok_or(UnexpectedShape);
        }
        self.expect('\\')?;
        self.expect('u')?;
        let low = self.code_unit()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(UnexpectedShape)?;
        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low).ok_or(UnexpectedShape)
    }

    fn code_unit(&mut self) -> Result<u32, UnexpectedShape> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.0.next().and_then(|c| c.to_digit(16)).ok_or(UnexpectedShape)?;
            unit = unit << 4 | digit;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Json, UnexpectedShape> {
        let document = self.0.as_str();
        self.skip('-');
        if !self.skip('0') {
            self.digits()?;
        }
        if self.skip('.') {
            self.digits()?;
        }
        if self.skip('e') || self.skip('E') {
            let _ = self.skip('+') || self.skip('-');
            self.digits()?;
        }
        let length = document.len() - self.0.as_str().len();
        Ok(document.get(..length).and_then(|text| text.parse().ok()).map_or(Json::OtherNumber, Json::Integer))
    }

    fn digits(&mut self) -> Result<(), UnexpectedShape> {
        let rest = self.0.as_str().trim_start_matches(|c: char| c.is_ascii_digit());
        let is_missing = rest.len() == self.0.as_str().len();
        self.0 = rest.chars();
        if is_missing { Err(UnexpectedShape) } else { Ok(()) }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, UnexpectedShape> {
        self.0 = self.0.as_str().strip_prefix(word).ok_or(UnexpectedShape)?.chars();
        Ok(value)
    }

    fn skip_space(&mut self) {
        self.0 = self.0.as_str().trim_start_matches([' ', '\t', '\n', '\r']).chars();
    }

    fn expect(&mut self, c: char) -> Result<(), UnexpectedShape> {
        if self.skip(c) { Ok(()) } else { Err(UnexpectedShape) }
    }

    /// Skips this character; returns whether it comes next.
    fn skip(&mut self, c: char) -> bool {
        let mut rest = self.0.clone();
        let is_next = rest.next() == Some(c);
        if is_next {
            self.0 = rest;
        }
        is_next
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
    use serde_json::Value;

    use super::*;

    /// Any document.
    fn document() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        scalar.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..4)
                    .prop_map(|properties| Value::Object(properties.into_iter().collect())),
            ]
        })
    }

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

    /// Whether both readers read the same, or both nothing.
    fn agree(document: &str) -> bool {
        match (Json::parse(document), serde_json::from_str(document)) {
            (Ok(read), Ok(expected)) => is_same(&read, &expected),
            // It takes no number that is too large for a fraction.
            (Ok(_), Err(error)) => error.to_string().starts_with("number out of range"),
            (Err(_), expected) => expected.is_err(),
        }
    }

    fn is_same(read: &Json, expected: &Value) -> bool {
        match (read, expected) {
            (Json::Null, Value::Null) => true,
            (Json::Flag(read), Value::Bool(expected)) => read == expected,
            // It takes `-0` for a fraction.
            (Json::Integer(read), Value::Number(expected)) => expected.as_i64().unwrap_or_default() == *read,
            (Json::OtherNumber, Value::Number(expected)) => expected.as_i64().is_none(),
            (Json::Text(read), Value::String(expected)) => read == expected,
            (Json::List(read), Value::Array(expected)) => {
                read.len() == expected.len()
                    && read.iter().zip(expected).all(|(read, expected)| is_same(read, expected))
            }
            // Of properties of one name, it keeps the last.
            (Json::Object(read), Value::Object(expected)) => expected.iter().all(|(name, expected)| {
                read.iter().rfind(|(given, _)| given == name).is_some_and(|(_, read)| is_same(read, expected))
            }),
            _ => false,
        }
    }

    #[test]
    fn edge_cases_are_read_as_serde_json_reads_them() {
        for document in [
            "",
            " ",
            "null",
            " null ",
            "nul",
            "nulll",
            "true false",
            "[]",
            "[ ]",
            "[,]",
            "[1,]",
            "[1 2]",
            "[1,2",
            "{}",
            "{ }",
            "{,}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":1 "b":2}"#,
            r#"{ "a" : [ ] , "b" : { } }"#,
            "{1:2}",
            "\u{feff}1",
            "0",
            "-0",
            "00",
            "01",
            "-",
            "-1",
            "+1",
            "1.",
            ".5",
            "1.5",
            "1e5",
            "1E+5",
            "1e-5",
            "1e",
            "1e+",
            "0x10",
            "1_0",
            "NaN",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e999",
            "\"",
            "\"a",
            r#""\""#,
            r#""\"""#,
            r#""\\""#,
            r#""\\"""#,
            r#""\/\b\f\n\r\t""#,
            r#""\a""#,
            r#""\u00e9""#,
            r#""\u00E9""#,
            r#""\u00g9""#,
            r#""\u+0e9""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\ud83dx""#,
            r#""\ud83d\n""#,
            r#""\ud83d\u0041""#,
            r#""\ude00""#,
            r#""\udfff""#,
            r#""\uffff""#,
            r#""\u0000""#,
            "\"\t\"",
            "\"\n\"",
            "\"\u{7f}\u{80}😀\"",
            "'a'",
            "[1]]",
            "// a\n1",
        ] {
            assert!(agree(document), "{document}");
        }
    }

    #[test]
    fn lists_nest_to_a_limit() {
        let nested = |depth| Json::parse(&("[".repeat(depth) + &"]".repeat(depth)));
        assert!(nested(Reader::MAXIMUM_DEPTH).is_ok());
        assert!(nested(Reader::MAXIMUM_DEPTH + 1).is_err());
    }

    #[test]
    fn a_text_is_never_moved_while_it_is_read() {
        for text in ["", "a", "äöü", "a\"b\\", "\\", "\n\t\u{1}", "😀"] {
            let document = serde_json::to_string(text).unwrap();
            let mut reader = Reader(document.chars());
            reader.expect('"').unwrap();
            assert!(reader.length_of_text() >= text.len(), "{text}");
            let Ok(Json::Text(read)) = &Json::parse(&document) else { panic!("{document}") };
            assert!(read.capacity() <= document.len(), "{text}");
        }
    }

    #[test]
    fn an_object_may_be_empty() {
        assert_eq!(ObjectWriter::new().finish(), "{}");
    }

    proptest! {
        #[test]
        fn documents_are_read_as_serde_json_reads_them(document in document(), cut in any::<prop::sample::Index>()) {
            let pretty = serde_json::to_string_pretty(&document).unwrap();
            prop_assert!(agree(&document.to_string()) && agree(&pretty));
            let places: Vec<usize> = pretty.char_indices().map(|(place, _)| place).collect();
            let place = places[cut.index(places.len())];
            prop_assert!(agree(&pretty[..place]));
        }

        #[test]
        fn texts_that_are_nearly_documents_are_read_as_serde_json_reads_them(
            document in r#"[\[\]{}:,"\\\-+.0-9eEutrflsn \n]{0,24}"#,
        ) {
            prop_assert!(agree(&document), "{document}");
        }

        #[test]
        fn objects_are_read_as_they_were_written(text in any::<String>(), integer in any::<i64>(), flag in any::<bool>()) {
            let mut object = ObjectWriter::new();
            object.text("text\"", &text);
            object.text("controls", "\0\x1f\n\\");
            object.integer("integer", integer);
            object.flag("flag", flag);
            let read: Value = serde_json::from_str(&object.finish()).unwrap();
            let expected = serde_json::json!({
                "text\"": text, "controls": "\0\x1f\n\\", "integer": integer, "flag": flag,
            });
            prop_assert_eq!(read, expected);
        }
    }
}
