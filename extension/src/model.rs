//! What the popup knows.

pub mod access;
pub mod form;
pub mod held_token;
pub mod journal;
pub mod list;
pub mod object;
pub mod page;
pub mod problem;
pub mod session;
pub mod state;

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
