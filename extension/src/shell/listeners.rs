//! What the person does, as events.

use latchkey_core::credential_format::CredentialFormat;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use super::{Popup, dom, draw};
use crate::event::Event;
use crate::model::form::View;
use crate::view::{Command, Id};

/// Every kind of event that a control of `popup.html` has.
const KINDS: [&str; 8] = ["keydown", "submit", "click", "input", "change", "toggle", "cancel", "focusin"];

/// Listens to every control of `popup.html`, and to those that are drawn later.
pub(super) fn attach(popup: &Popup) {
    let popup = popup.clone();
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| hear(&popup, &event));
    // The listener lives as long as the document; the popup's whole memory goes when it closes.
    let listener = closure.into_js_value();
    for kind in KINDS {
        // Before the controls themselves: not every kind of event reaches the document afterwards.
        let _ =
            dom::document().add_event_listener_with_callback_and_bool(kind, listener.unchecked_ref(), true);
    }
}

fn hear(popup: &Popup, event: &web_sys::Event) {
    let kind = event.type_();
    let key: &KeyboardEvent = event.unchecked_ref();
    let is_key = |name: &str| kind == "keydown" && key.key() == name;
    // Of a key that is held down only the press counts, whatever has the focus meanwhile.
    if is_key("Enter") && key.repeat() {
        return event.prevent_default();
    }
    if ["submit", "cancel"].contains(&kind.as_str()) {
        event.prevent_default();
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(control) = target.closest("[data-action]").ok().flatten() else { return };
    let action = control.get_attribute("data-action").unwrap_or_default();
    let Some(command) = Command::from_name(&action) else { return };
    let on = |expected: &str, event: Event| (kind == expected).then_some(event);
    let happened = match command {
        Command::OpenCreate | Command::OpenTokens if is_key("ArrowLeft") || is_key("ArrowRight") => {
            // Two tabs: each arrow key leads to the other one.
            let (view, tab) = match popup.state.borrow().view {
                View::Create => (View::Tokens, Id::TabTokens),
                View::Tokens => (View::Create, Id::TabCreate),
            };
            popup.dispatch(Event::ViewChosen(view));
            return dom::focus(tab);
        }
        Command::OpenCreate => on("click", Event::ViewChosen(View::Create)),
        Command::OpenTokens => on("click", Event::ViewChosen(View::Tokens)),
        Command::Generate => match kind.as_str() {
            "input" | "toggle" => Some(Event::Edited(dom::form())),
            "submit" => return generate(popup),
            "keydown" if is_enter_in_a_field(&target, key) => {
                event.prevent_default();
                return generate(popup);
            }
            _ => None,
        },
        Command::CancelReplacing => on("click", Event::ReplaceCancelled),
        Command::Copy => on("click", Event::CopyPressed),
        Command::Reveal => on("click", Event::RevealPressed),
        Command::Done => on("click", Event::DonePressed),
        Command::CopyAs => CredentialFormat::from_identifier(&dom::value(Id::CopyAs))
            .and_then(|format| on("change", Event::CopyAsChosen(format))),
        Command::SelectValue => {
            if kind == "focusin" {
                control.unchecked_ref::<HtmlInputElement>().select();
            }
            None
        }
        Command::Remember => on("change", Event::RememberPressed(is_checked(&control))),
        Command::Forget => {
            let url = control.get_attribute("data-url").unwrap_or_default();
            on("click", Event::ForgetController(url))
        }
        Command::Act => {
            let number = control.get_attribute("data-number").and_then(|number| number.parse().ok());
            let action = number.filter(|_| kind == "click").and_then(|number| popup.drawn.action(number));
            action.map(Event::ActionPressed)
        }
        Command::ListTokens => on("submit", Event::ListFor(dom::value(Id::ListUser))),
        Command::Filter => {
            if kind == "input" {
                draw::filter();
            }
            None
        }
        Command::RevokeChosen => on("click", Event::RevokeChosenPressed),
        Command::Choose => {
            on("change", Event::Chosen { uuid: uuid_of(&control), chosen: is_checked(&control) })
        }
        Command::Rename => on("click", Event::RenamePressed(uuid_of(&control))),
        Command::Replace => on("click", Event::ReplacePressed(uuid_of(&control))),
        Command::Revoke => on("click", Event::RevokePressed(uuid_of(&control))),
        Command::SaveName | Command::CancelRenaming if is_key("Escape") => {
            event.prevent_default();
            Some(Event::RenameEntered(None))
        }
        Command::SaveName => match kind.as_str() {
            "submit" => Some(Event::RenameEntered(Some(dom::value(Id::NewName)))),
            _ => None,
        },
        Command::CancelRenaming => on("click", Event::RenameEntered(None)),
        Command::Accept => on("click", Event::DialogAnswered(true)),
        Command::Decline => on("click", Event::DialogAnswered(false)),
        Command::Dialog => on("cancel", Event::DialogAnswered(false)),
        Command::ShowScript => {
            if kind == "click" {
                draw::show_script(control.get_attribute("aria-expanded").as_deref() != Some("true"));
            }
            None
        }
    };
    if let Some(happened) = happened {
        popup.dispatch(happened);
    }
}

fn is_checked(control: &Element) -> bool {
    control.unchecked_ref::<HtmlInputElement>().checked()
}

/// The token of the row that a control is in.
fn uuid_of(control: &Element) -> String {
    let row = control.closest("[data-uuid]").ok().flatten();
    row.and_then(|row| row.get_attribute("data-uuid")).unwrap_or_default()
}

fn generate(popup: &Popup) {
    // A field that a script filled in tells nobody, and a part of the form that was just folded not yet.
    let form = dom::form();
    if popup.state.borrow().form != form {
        popup.dispatch(Event::Edited(form));
    }
    popup.dispatch(Event::GeneratePressed);
}

/// Whether this is Enter in a field of the form, not ending an input method's composition. A browser's own way from
/// there to `submit` is not taken while a popup is still opening.
fn is_enter_in_a_field(target: &Element, key: &KeyboardEvent) -> bool {
    target.is_instance_of::<HtmlInputElement>() && key.key() == "Enter" && !key.is_composing()
}
