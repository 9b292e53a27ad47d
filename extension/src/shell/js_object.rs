//! Plain values between Rust and the browser.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::object::Object;

pub(super) fn object<const N: usize>(properties: [(&str, JsValue); N]) -> JsValue {
    with_properties(&properties)
}

/// The same for any number of properties, once in the WebAssembly.
fn with_properties(properties: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        set(&object, name, value);
    }
    object.into()
}

/// A list of texts.
pub(super) fn texts(texts: &[String]) -> JsValue {
    texts.iter().map(JsValue::from).collect::<Array>().into()
}

/// A property of an object; undefined where there is none.
pub(super) fn property(object: &JsValue, name: &str) -> JsValue {
    if object.is_object() {
        Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
    } else {
        JsValue::UNDEFINED
    }
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a property of an object of our own cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

impl Object for JsValue {
    fn empty() -> Self {
        js_sys::Object::new().into()
    }

    fn text(&self, name: &str) -> Option<String> {
        property(self, name).as_string()
    }

    fn number(&self, name: &str) -> Option<f64> {
        property(self, name).as_f64()
    }

    fn flag(&self, name: &str) -> Option<bool> {
        property(self, name).as_bool()
    }

    fn object(&self, name: &str) -> Option<Self> {
        Some(property(self, name)).filter(JsValue::is_object)
    }

    fn texts(&self, name: &str) -> Option<Vec<Option<String>>> {
        let items = property(self, name);
        Some(items.dyn_ref::<Array>()?.iter().map(|item| item.as_string()).collect())
    }

    fn has(&self, name: &str) -> bool {
        !property(self, name).is_undefined()
    }

    fn set_text(&mut self, name: &str, text: &str) {
        set(self, name, &text.into());
    }

    fn set_number(&mut self, name: &str, number: f64) {
        set(self, name, &number.into());
    }

    fn set_flag(&mut self, name: &str, flag: bool) {
        set(self, name, &flag.into());
    }

    fn set_object(&mut self, name: &str, object: Self) {
        set(self, name, &object);
    }
}
