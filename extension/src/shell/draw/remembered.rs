//! Controllers the person wants to find again.

use latchkey_core::ControllerUrl;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlButtonElement, HtmlInputElement};

use crate::event::Event;
use crate::model::state::{Page, State};
use crate::shell::listeners::listen;
use crate::shell::{Popup, dom, i18n};
use crate::view::message::{Key, Message};

pub(super) fn draw(popup: &Popup, state: &State) {
    // Nothing of a private window is written to disk, so there is nothing to offer in it.
    dom::set_hidden("footer", state.controller().is_none() || state.is_private());
    dom::element::<HtmlInputElement>("remember").set_checked(state.is_remembered());
    let elsewhere = !matches!(state.page, Page::Looking | Page::Controller(_));
    dom::set_hidden("remembered", !elsewhere || state.remembered.is_empty());
    if !elsewhere || *popup.drawn.remembered.borrow() == state.remembered {
        return;
    }
    let place: Element = dom::element("remembered-list");
    place.set_text_content(None);
    for url in &state.remembered {
        let _ = place.append_child(&drawn(popup, url));
    }
    popup.drawn.remembered.replace(state.remembered.clone());
}

fn drawn(popup: &Popup, url: &str) -> Element {
    let item = dom::create("li");
    let link: HtmlAnchorElement = dom::create("a").unchecked_into();
    let address = ControllerUrl::parse(url).map_or_else(|_| url.to_owned(), |url| url.host_and_path());
    link.set_href(&format!("{url}/"));
    link.set_target("_blank");
    link.set_rel("noreferrer");
    link.set_dir("ltr");
    link.set_text_content(Some(&address));
    let forget: HtmlButtonElement = dom::create("button").unchecked_into();
    forget.set_type("button");
    forget.set_class_name("quiet");
    i18n::set(&forget, &Message::plain(Key::Forget));
    dom::set_attribute(&forget, "aria-label", &i18n::text(&Message::with(Key::ForgetName, &address)));
    let url = url.to_owned();
    listen(&forget, "click", popup, move |popup, _| popup.dispatch(Event::ForgetController(url.clone())));
    let _ = item.append_child(&link);
    let _ = item.append_child(&forget);
    item
}
