//! What the browser says about the tab's address and about the popup's own cookies and rights.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Url;

use super::{browser, js_object};
use crate::model::access::{DirectAccess, Host};
use crate::model::page::PageReport;
use crate::model::session::CookieStore;

/// What the tab's address says, if it is that of a web page.
pub(super) fn address_of(tab: &JsValue) -> Option<PageReport> {
    let url = Url::new(&js_object::property(tab, "url").as_string()?).ok()?;
    let is_web = ["http:", "https:"].contains(&url.protocol().as_str());
    is_web.then(|| PageReport::of_address(url.origin(), url.pathname(), &url.search()))
}

/// Whether the popup may send requests itself to the host of this address.
pub(super) async fn direct_access(store: &CookieStore, address: &PageReport) -> Option<DirectAccess> {
    let host = Host::of(address)?;
    let private = browser::IN_INCOGNITO_CONTEXT.with(|private| *private);
    let granted = if asks_for_permissions() {
        Some(says_yes(browser::has_permissions(&origins(&host))).await)
    } else {
        None
    };
    Some(DirectAccess::classify(store, host, private, granted))
}

/// Whether the browser has permissions that the extension asks for when they are needed (Firefox).
pub(super) fn asks_for_permissions() -> bool {
    !js_object::property(&browser::manifest(), "optional_host_permissions").is_undefined()
}

/// The right to send requests to a host, as the browser's interface names it.
pub(super) fn origins(host: &Host) -> JsValue {
    js_object::object([("origins", Array::of1(&host.pattern().into()).into())])
}

pub(super) async fn says_yes(answer: js_sys::Promise) -> bool {
    JsFuture::from(answer).await.is_ok_and(|answer| answer.is_truthy())
}
