//! Lower case, for comparing what people typed.

/// The text in lower case, by Unicode's tables: the browser's own, because Rust's would be 16 KB of
/// WebAssembly.
#[cfg(target_arch = "wasm32")]
pub fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// The text in lower case, by Unicode's tables.
#[cfg(not(target_arch = "wasm32"))]
pub fn lowercase(text: &str) -> String {
    text.to_lowercase()
}
