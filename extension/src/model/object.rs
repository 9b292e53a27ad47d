//! Plain objects: what storage and messages of the browser hold.
//!
//! Records are read and written property by property. Going through JSON texts with derived readers would
//! be 2 to 6 KB of WebAssembly for each kind of record.

/// A JavaScript object, or a JSON value in tests. A property that is missing or of another type reads as `None`.
pub(crate) trait Object: Sized {
    fn empty() -> Self;
    fn text(&self, name: &str) -> Option<String>;
    fn number(&self, name: &str) -> Option<f64>;
    fn flag(&self, name: &str) -> Option<bool>;
    fn object(&self, name: &str) -> Option<Self>;
    /// The items of a list; `None` for one that is not a text.
    fn texts(&self, name: &str) -> Option<Vec<Option<String>>>;
    /// Whether it has that property, of whatever type.
    fn has(&self, name: &str) -> bool;
    fn set_text(&mut self, name: &str, text: &str);
    fn set_number(&mut self, name: &str, number: f64);
    fn set_flag(&mut self, name: &str, flag: bool);
    fn set_object(&mut self, name: &str, object: Self);

    fn set_optional_text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set_text(name, text);
        }
    }
}

/// The version that every record is written in. Those that Latchkey 0.1 left on disk carry none.
const VERSION: f64 = 2.0;

/// What is stored as an object.
pub(crate) trait Stored: Sized {
    /// Writes it into an empty object.
    fn write(&self, object: &mut impl Object);

    /// Reads it; `None` if a property is missing or has another type.
    fn read(object: &impl Object) -> Option<Self>;

    /// Writes it into a new object, with the version.
    fn to_object<O: Object>(&self) -> O {
        let mut object = O::empty();
        object.set_number("version", VERSION);
        self.write(&mut object);
        object
    }

    /// Reads a record; `None` if it is damaged or of a version that this Latchkey does not know.
    fn from_object(object: &impl Object) -> Option<Self> {
        match object.number("version") {
            None | Some(VERSION) => Self::read(object),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Object;

    /// As a browser keeps them.
    impl Object for Value {
        fn empty() -> Self {
            json!({})
        }

        fn text(&self, name: &str) -> Option<String> {
            self[name].as_str().map(str::to_owned)
        }

        fn number(&self, name: &str) -> Option<f64> {
            self[name].as_f64()
        }

        fn flag(&self, name: &str) -> Option<bool> {
            self[name].as_bool()
        }

        fn object(&self, name: &str) -> Option<Self> {
            self.get(name).filter(|value| value.is_object()).cloned()
        }

        fn texts(&self, name: &str) -> Option<Vec<Option<String>>> {
            let items = self[name].as_array()?;
            Some(items.iter().map(|item| item.as_str().map(str::to_owned)).collect())
        }

        fn has(&self, name: &str) -> bool {
            self.get(name).is_some()
        }

        fn set_text(&mut self, name: &str, text: &str) {
            self[name] = text.into();
        }

        fn set_number(&mut self, name: &str, number: f64) {
            self[name] = number.into();
        }

        fn set_flag(&mut self, name: &str, flag: bool) {
            self[name] = flag.into();
        }

        fn set_object(&mut self, name: &str, object: Self) {
            self[name] = object;
        }
    }
}
