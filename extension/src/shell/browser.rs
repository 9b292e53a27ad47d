//! The document, and the parts of the browser's extension API that the popup uses.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Document, Window};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = window, thread_local_v2)]
    pub(super) static WINDOW: Window;

    #[wasm_bindgen(js_name = document, thread_local_v2)]
    pub(super) static DOCUMENT: Document;

    #[wasm_bindgen(js_namespace = ["chrome", "i18n"], js_name = getMessage)]
    pub(super) fn get_message(key: &str, arguments: &JsValue) -> String;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = sendMessage)]
    pub(super) fn send_message(message: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = getManifest)]
    pub(super) fn manifest() -> JsValue;

    #[wasm_bindgen(js_namespace = ["chrome", "runtime"], js_name = openOptionsPage)]
    pub(super) fn open_options_page() -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "extension"], js_name = inIncognitoContext, thread_local_v2)]
    pub(super) static IN_INCOGNITO_CONTEXT: bool;

    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = contains)]
    pub(super) fn has_permissions(permissions: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "permissions"], js_name = request)]
    pub(super) fn request_permissions(permissions: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = query)]
    pub(super) fn query_tabs(query: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "tabs"], js_name = update)]
    pub(super) fn update_tab(id: i32, properties: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = get)]
    pub(super) fn session_get(keys: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = set)]
    pub(super) fn session_set(items: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session"], js_name = remove)]
    pub(super) fn session_remove(keys: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = get)]
    pub(super) fn local_get(keys: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = set)]
    pub(super) fn local_set(items: &JsValue) -> Promise;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "local"], js_name = remove)]
    pub(super) fn local_remove(keys: &JsValue) -> Promise;

    /// A browser without managed storage throws.
    #[wasm_bindgen(catch, js_namespace = ["chrome", "storage", "managed"], js_name = get)]
    pub(super) fn managed_get(keys: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session", "onChanged"], js_name = addListener)]
    pub(super) fn add_session_listener(listener: &Function);

    #[wasm_bindgen(js_namespace = ["chrome", "storage", "session", "onChanged"], js_name = removeListener)]
    pub(super) fn remove_session_listener(listener: &Function);
}
