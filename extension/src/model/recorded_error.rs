//! The last alerts of popups, kept in the session's memory for a fault report: which text, but not what was put into it.

use crate::model::object::{Object, Stored};

/// An alert that a popup showed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RecordedError {
    /// The time, in milliseconds since 1970.
    pub(crate) at: f64,
    /// The number of the text's key.
    pub(crate) text: u16,
    /// The version of Jenkins, where it was known.
    pub(crate) core: Option<String>,
}

impl RecordedError {
    /// How the key of every record begins.
    pub(crate) const PREFIX: &'static str = "error/";

    /// How many are kept.
    pub(crate) const MOST: usize = 10;

    /// The key it is stored under. Later ones come later in the order of texts.
    pub(crate) fn key(&self) -> String {
        // Writing a number with a fraction would be 9 KB of WebAssembly.
        format!("{}{}-{}", Self::PREFIX, self.at as u64, self.text)
    }
}

impl Stored for RecordedError {
    fn write(&self, object: &mut impl Object) {
        object.set_number("at", self.at);
        object.set_number("text", self.text.into());
        object.set_optional_text("core", self.core.as_deref());
    }

    fn read(object: &impl Object) -> Option<Self> {
        let text = object.number("text")?;
        Some(Self { at: object.number("at")?, text: text as u16, core: object.text("core") })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn an_error_is_read_as_it_was_written() {
        for core in [None, Some("2.579".to_owned())] {
            let error = RecordedError { at: 1.0, text: 42, core };
            assert_eq!(RecordedError::from_object(&error.to_object::<Value>()), Some(error));
        }
    }
}
