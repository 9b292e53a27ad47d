//! Draws the state. Nothing here decides anything.

mod alerts;
mod create;
mod dialog;
mod list;
mod remembered;
mod token;

pub(super) use create::form;
pub(super) use dialog::show_script;
pub(super) use list::filter;

use std::cell::RefCell;

use web_sys::{Element, HtmlElement};

use super::{Popup, dom, i18n};
use crate::model::form::{Form, View};
use crate::model::state::{Page, State};
use crate::view::alerts::Alert;
use crate::view::message::{Key, Message};

/// What stands in the document, where comparing is cheaper than drawing anew.
#[derive(Default)]
pub(super) struct Drawn {
    form: RefCell<Form>,
    alerts: RefCell<Vec<Alert>>,
    list: RefCell<Option<u32>>,
    outcomes: RefCell<Vec<Message>>,
    remembered: RefCell<Vec<String>>,
}

/// Brings the document in line with the state.
pub(super) fn draw(popup: &Popup, state: &State) {
    draw_header(state);
    draw_views(state);
    alerts::draw(popup, state);
    create::draw(popup, state);
    token::draw(state);
    list::draw(popup, state);
    dialog::draw(state);
    remembered::draw(popup, state);
}

fn draw_header(state: &State) {
    let address: HtmlElement = dom::element("controller-address");
    match &state.page {
        Page::Looking => i18n::set(&address, &Message::plain(Key::Looking)),
        Page::Controller(controller) => {
            address.set_text_content(Some(&controller.controller.host_and_path()))
        }
        Page::NotJenkins { .. }
        | Page::ForeignRoot
        | Page::CannotSend
        | Page::Unclear(_)
        | Page::NotScriptable => {
            i18n::set(&address, &Message::plain(Key::ExtensionName));
        }
    }
    let version: Element = dom::element("controller-version");
    i18n::set_or_clear(
        &version,
        state.version().map(|version| Message::with(Key::Version, version)).as_ref(),
    );
    // The version gives way to a long address, but not here.
    let whole = [&*address, &version].map(|part| part.text_content().unwrap_or_default());
    address.set_title(whole.join("\n").trim_end());
    let identity = state.user().map(|user| Message::with(Key::SignedInAs, &user.full_name).and(&user.id));
    let line: HtmlElement = dom::element("identity");
    i18n::set_or_clear(&line, identity.as_ref());
    line.set_title(&line.text_content().unwrap_or_default());
}

fn draw_views(state: &State) {
    let usable = matches!(state.page, Page::Looking | Page::Controller(_));
    dom::set_hidden("tabs", !usable);
    for (view, tab, panel) in
        [(View::Create, "tab-create", "panel-create"), (View::Tokens, "tab-tokens", "panel-tokens")]
    {
        let selected = state.view == view;
        let tab: HtmlElement = dom::element(tab);
        dom::set_attribute(&tab, "aria-selected", if selected { "true" } else { "false" });
        tab.set_tab_index(if selected { 0 } else { -1 });
        dom::set_hidden(panel, !selected || !usable);
    }
}
