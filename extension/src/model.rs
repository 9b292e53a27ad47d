//! What the popup knows.

pub(crate) mod access;
pub(crate) mod creation;
pub(crate) mod details;
pub(crate) mod draft;
pub(crate) mod form;
pub(crate) mod held_token;
pub(crate) mod journal;
mod last_day;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod object;
pub(crate) mod page;
pub(crate) mod page_request;
pub(crate) mod policy;
pub(crate) mod popup_context;
pub(crate) mod problem;
pub(crate) mod recorded_error;
pub(crate) mod reminder;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod settings_page;
pub(crate) mod state;
pub(crate) mod suggestion;
pub(crate) mod terminal;

/// The text in lower case, by Unicode's tables: the browser's own, because Rust's would be 16 KB of
/// WebAssembly.
#[cfg(target_arch = "wasm32")]
pub(crate) fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// The text in lower case, by Unicode's tables.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn lowercase(text: &str) -> String {
    text.to_lowercase()
}
