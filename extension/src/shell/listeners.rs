//! What the person does, as events.

use latchkey_core::credential_format::CredentialFormat;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, EventTarget, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use super::{Popup, dom, draw};
use crate::event::Event;
use crate::model::form::View;

/// Listens to every control of `popup.html`.
pub(super) fn attach(popup: &Popup) {
    // Of a key that is held down only the press counts, whatever has the focus meanwhile.
    listen(&dom::document(), "keydown", popup, |_, event| {
        let key = event.unchecked_ref::<KeyboardEvent>();
        if key.key() == "Enter" && key.repeat() {
            event.prevent_default();
        }
    });
    on("create", "submit", popup, generate);
    on("create", "keydown", popup, |popup, event| {
        if is_enter_in_a_field(event) {
            generate(popup, event);
        }
    });
    on("create", "input", popup, |popup, _| popup.dispatch(Event::Edited(dom::form())));
    on("other", "toggle", popup, |popup, _| popup.dispatch(Event::Edited(dom::form())));
    on("replace-cancel", "click", popup, |popup, _| popup.dispatch(Event::ReplaceCancelled));
    on("reveal", "click", popup, |popup, _| popup.dispatch(Event::RevealPressed));
    on("copy", "click", popup, |popup, _| popup.dispatch(Event::CopyPressed));
    on("copy-as", "change", popup, |popup, _| {
        let chosen = dom::element::<HtmlSelectElement>("copy-as").value();
        if let Some(format) = CredentialFormat::from_identifier(&chosen) {
            popup.dispatch(Event::CopyAsChosen(format));
        }
    });
    on("done", "click", popup, |popup, _| popup.dispatch(Event::DonePressed));
    on("value", "focus", popup, |_, _| dom::element::<HtmlInputElement>("value").select());
    on("remember", "change", popup, |popup, _| {
        popup.dispatch(Event::RememberPressed(dom::element::<HtmlInputElement>("remember").checked()));
    });
    attach_to_tabs(popup);
    attach_to_list(popup);
    attach_to_dialog(popup);
}

fn attach_to_tabs(popup: &Popup) {
    for (id, view) in [("tab-create", View::Create), ("tab-tokens", View::Tokens)] {
        on(id, "click", popup, move |popup, _| popup.dispatch(Event::ViewChosen(view)));
    }
    // Two tabs: each arrow key leads to the other one.
    on("tabs", "keydown", popup, |popup, event| {
        if ["ArrowLeft", "ArrowRight"].contains(&event.unchecked_ref::<KeyboardEvent>().key().as_str()) {
            let (view, tab) = match popup.state.borrow().view {
                View::Create => (View::Tokens, "tab-tokens"),
                View::Tokens => (View::Create, "tab-create"),
            };
            popup.dispatch(Event::ViewChosen(view));
            dom::focus(tab);
        }
    });
}

fn attach_to_list(popup: &Popup) {
    on("list-for", "submit", popup, |popup, event| {
        event.prevent_default();
        popup.dispatch(Event::ListFor(dom::element::<HtmlInputElement>("list-user").value()));
    });
    on("filter", "input", popup, |_, _| draw::filter());
    on("revoke-chosen", "click", popup, |popup, _| popup.dispatch(Event::RevokeChosenPressed));
    on("list", "change", popup, |popup, event| {
        if let Some((target, uuid)) = in_row(event)
            && target.class_list().contains("choose")
        {
            let chosen = target.unchecked_ref::<HtmlInputElement>().checked();
            popup.dispatch(Event::Chosen { uuid, chosen });
        }
    });
    on("list", "click", popup, |popup, event| {
        let Some((target, uuid)) = in_row(event) else { return };
        let pressed = |class| target.class_list().contains(class);
        if pressed("rename") {
            popup.dispatch(Event::RenamePressed(uuid));
        } else if pressed("revoke") {
            popup.dispatch(Event::RevokePressed(uuid));
        } else if pressed("replace") {
            popup.dispatch(Event::ReplacePressed(uuid));
        } else if pressed("cancel") {
            popup.dispatch(Event::RenameEntered(None));
        }
    });
    on("list", "submit", popup, |popup, event| {
        event.prevent_default();
        popup.dispatch(Event::RenameEntered(Some(dom::element::<HtmlInputElement>("new-name").value())));
    });
    on("list", "keydown", popup, |popup, event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape"
            && popup.state.borrow().list.renaming.is_some()
        {
            event.prevent_default();
            popup.dispatch(Event::RenameEntered(None));
        }
    });
}

/// The element an event in the list is about, and the token of its row.
fn in_row(event: &web_sys::Event) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let uuid = target.closest("[data-uuid]").ok()??.get_attribute("data-uuid")?;
    Some((target, uuid))
}

fn attach_to_dialog(popup: &Popup) {
    for (id, accepted) in [("dialog-accept", true), ("dialog-cancel", false)] {
        on(id, "click", popup, move |popup, _| {
            popup.dispatch(Event::DialogAnswered(accepted));
        });
    }
    on("dialog", "cancel", popup, |popup, event| {
        event.prevent_default();
        popup.dispatch(Event::DialogAnswered(false));
    });
    on("show-script", "click", popup, |_, _| {
        let shown = dom::element::<Element>("show-script").get_attribute("aria-expanded");
        draw::show_script(shown.as_deref() != Some("true"));
    });
}

fn generate(popup: &Popup, event: &web_sys::Event) {
    event.prevent_default();
    // A field that a script filled in tells nobody, and a part of the form that was just folded not yet.
    let form = dom::form();
    if popup.state.borrow().form != form {
        popup.dispatch(Event::Edited(form));
    }
    popup.dispatch(Event::GeneratePressed);
}

/// Whether this is Enter in a field of the form, neither held down nor ending an input method's
/// composition. A browser's own way from there to `submit` is not taken while a popup is still opening.
fn is_enter_in_a_field(event: &web_sys::Event) -> bool {
    let in_field = event.target().is_some_and(|target| target.is_instance_of::<HtmlInputElement>());
    let key = event.unchecked_ref::<KeyboardEvent>();
    in_field && key.key() == "Enter" && !key.repeat() && !key.is_composing()
}

/// Calls `act` at every `event` on the element.
pub(super) fn listen(
    target: &EventTarget,
    event: &str,
    popup: &Popup,
    act: impl Fn(&Popup, &web_sys::Event) + 'static,
) {
    listen_boxed(target, event, popup.clone(), Box::new(act));
}

/// Boxed, all listeners are of one type: each of its own would be half a kilobyte of WebAssembly.
type Act = Box<dyn Fn(&Popup, &web_sys::Event)>;

fn listen_boxed(target: &EventTarget, event: &str, popup: Popup, act: Act) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| act(&popup, &event));
    // The listener lives as long as its element; the popup's whole memory goes when it closes.
    let _ = target.add_event_listener_with_callback(event, closure.into_js_value().unchecked_ref());
}

fn on(id: &str, event: &str, popup: &Popup, act: impl Fn(&Popup, &web_sys::Event) + 'static) {
    listen(&dom::element::<EventTarget>(id), event, popup, act);
}
