//! What the person does, as events.

use js_sys::Date;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, HtmlInputElement, KeyboardEvent};

use super::{Popup, page};
use crate::event::{Event, Moment};

/// Listens to every control of `popup.html`.
pub(super) fn attach(popup: &Popup) {
    on("create", "submit", popup, generate);
    on("create", "keydown", popup, |popup, event| {
        if is_enter_in_a_field(event) {
            generate(popup, event);
        }
    });
    on("expires", "change", popup, |_, _| page::show_date_field());
    on("reveal", "click", popup, |popup, _| popup.happen(Event::RevealPressed));
    on("copy", "click", popup, |popup, _| popup.happen(Event::CopyPressed));
    on("done", "click", popup, |popup, _| popup.happen(Event::DonePressed));
    on("value", "focus", popup, |_, _| page::element::<HtmlInputElement>("value").select());
}

fn generate(popup: &Popup, event: &web_sys::Event) {
    event.prevent_default();
    if let Some(draft) = page::draft() {
        popup.happen(Event::GeneratePressed(draft, moment()));
    }
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
    let popup = popup.clone();
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| act(&popup, &event));
    // The listener lives as long as its element; the popup's whole memory goes when it closes.
    let _ = target.add_event_listener_with_callback(event, closure.into_js_value().unchecked_ref());
}

/// The present, under an id that was never used.
pub(super) fn moment() -> Moment {
    let fresh_id = page::window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default();
    Moment { now: Date::now(), fresh_id }
}

fn on(id: &str, event: &str, popup: &Popup, act: impl Fn(&Popup, &web_sys::Event) + 'static) {
    listen(&page::element::<EventTarget>(id), event, popup, act);
}
