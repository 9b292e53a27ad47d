//! What the person does, as events.

use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::listing::TokenWarning;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, KeyboardEvent};

use super::{Popup, browser, dom, draw};
use crate::event::{Event, ReminderAction};
use crate::model::form::{Form, View};
use crate::model::list::warning_named;
use crate::view::{Command, Id};

/// Every kind of event that a control of `popup.html` has.
const KINDS: [&str; 8] = ["keydown", "submit", "click", "input", "change", "toggle", "cancel", "focusin"];

/// Listens to every control of `popup.html`, and to those that are drawn later.
pub(super) fn attach(popup: &Popup) {
    let popup = popup.clone();
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| on_event(&popup, &event));
    // The listener lives as long as the document; the popup's whole memory goes when it closes.
    let listener = closure.into_js_value();
    for kind in KINDS {
        // In the capture phase: not every kind of event bubbles up to the document.
        let _ =
            dom::document().add_event_listener_with_callback_and_bool(kind, listener.unchecked_ref(), true);
    }
    for kind in ["scroll", "resize"] {
        let _ = dom::window().add_event_listener_with_callback(kind, listener.unchecked_ref());
    }
}

fn on_event(popup: &Popup, event: &web_sys::Event) {
    let kind = event.type_();
    let key: &KeyboardEvent = event.unchecked_ref();
    let is_key = |name: &str| kind == "keydown" && key.key() == name;
    // Only the first press of a key that is held down counts, wherever the focus moves.
    if is_key("Enter") && key.repeat() {
        return event.prevent_default();
    }
    if ["submit", "cancel"].contains(&kind.as_str()) {
        event.prevent_default();
    }
    if ["scroll", "resize"].contains(&kind.as_str()) {
        if popup.state.borrow().view == View::Create {
            return;
        }
        return popup.dispatch(Event::Scrolled(dom::window().scroll_y().unwrap_or_default()));
    }
    if kind == "focusin" {
        draw::follow_focus(popup);
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(control) = target.closest("[data-action]").ok().flatten() else { return };
    let action = control.get_attribute("data-action").unwrap_or_default();
    let Some(command) = Command::from_name(&action) else { return };
    if kind == "keydown"
        && !control.is_instance_of::<HtmlFormElement>()
        && draw::focus_by_key(&control, &key.key())
    {
        return event.prevent_default();
    }
    let event_of = match command {
        Command::OpenCreate | Command::OpenTokens if is_key("ArrowLeft") || is_key("ArrowRight") => {
            // Two tabs: each arrow key leads to the other one.
            let (view, tab) = match popup.state.borrow().view {
                View::Create => (View::Tokens, Id::TabTokens),
                View::Tokens => (View::Create, Id::TabCreate),
            };
            popup.dispatch(Event::ViewChosen(view));
            return dom::focus(tab);
        }
        Command::SaveName | Command::CancelRenaming if is_key("Escape") => {
            event.prevent_default();
            return popup.dispatch(Event::RenameEntered(None));
        }
        Command::Generate
            if is_key("Enter") && target.is_instance_of::<HtmlInputElement>() && !key.is_composing() =>
        {
            // A browser's own way from here to `submit` is not taken while a popup is still opening.
            event.prevent_default();
            return generate(popup);
        }
        Command::Generate if kind == "submit" => return generate(popup),
        // The browser would tell only later that it has opened or closed it, and the popup may be closed by then.
        Command::Generate if kind == "click" && is_in_summary(&target) => {
            event.prevent_default();
            let form = dom::form();
            let for_user = form.for_user.is_none().then(|| dom::value(Id::ForUser));
            return popup.dispatch(Event::Edited(Form { for_user, ..form }));
        }
        Command::ListOther if kind == "click" && is_in_summary(&target) => {
            event.prevent_default();
            let for_user = dom::list_user().is_none().then(|| dom::value(Id::ListUser));
            return popup.dispatch(Event::ListUserEdited(for_user));
        }
        Command::Generate if kind == "toggle" => return popup.dispatch(Event::Edited(dom::form())),
        Command::ListTokens if kind == "input" => {
            return popup.dispatch(Event::ListUserEdited(dom::list_user()));
        }
        Command::SaveName if kind == "input" => {
            return popup.dispatch(Event::NewNameEdited(dom::value(Id::NewName)));
        }
        Command::Generate | Command::Filter => "input",
        Command::ListTokens | Command::SaveName => "submit",
        Command::ListOther => "toggle",
        Command::CopyAs | Command::Remember | Command::Choose => "change",
        Command::SelectValue => "focusin",
        Command::Dialog => "cancel",
        Command::OpenCreate
        | Command::OpenTokens
        | Command::Only
        | Command::CancelReplacing
        | Command::Copy
        | Command::Reveal
        | Command::Done
        | Command::Forget
        | Command::ForgetDue
        | Command::ReplaceDue
        | Command::RevokeDue
        | Command::Act
        | Command::RevokeChosen
        | Command::Rename
        | Command::Replace
        | Command::Revoke
        | Command::CancelRenaming
        | Command::Accept
        | Command::Decline
        | Command::ShowScript
        | Command::Settings => "click",
    };
    if kind == event_of
        && let Some(happened) = happened(popup, command, &control)
    {
        popup.dispatch(happened);
    }
}

/// What the person did, where the popup has to know it.
fn happened(popup: &Popup, command: Command, control: &Element) -> Option<Event> {
    Some(match command {
        Command::OpenCreate => Event::ViewChosen(View::Create),
        Command::OpenTokens => Event::ViewChosen(View::Tokens),
        Command::Generate => Event::Edited(dom::form()),
        Command::CancelReplacing => Event::ReplaceCancelled,
        Command::Copy => Event::CopyPressed,
        Command::Reveal => Event::RevealPressed,
        Command::Done => Event::DonePressed,
        Command::CopyAs => Event::CopyAsChosen(CredentialFormat::from_identifier(&dom::value(Id::CopyAs))?),
        Command::SelectValue => {
            control.unchecked_ref::<HtmlInputElement>().select();
            return None;
        }
        Command::Remember => Event::RememberPressed(is_checked(control)),
        Command::Forget => Event::ForgetController(control.get_attribute("data-url")?),
        Command::Act => {
            Event::ActionPressed(popup.drawn.action(control.get_attribute("data-number")?.parse().ok()?)?)
        }
        Command::ListOther => Event::ListUserEdited(dom::list_user()),
        Command::ListTokens => Event::ListFor(dom::value(Id::ListUser)),
        Command::Filter => Event::Filtered(dom::value(Id::Filter)),
        Command::Only => Event::OnlyPressed(warning_of(control)),
        Command::RevokeChosen => Event::RevokeChosenPressed,
        Command::Choose => Event::Chosen(uuid_of(control)?, is_checked(control)),
        Command::Rename => Event::RenamePressed(uuid_of(control)?),
        Command::Replace => Event::ReplacePressed(uuid_of(control)?),
        Command::Revoke => Event::RevokePressed(uuid_of(control)?),
        Command::ReplaceDue => Event::ReminderPressed(ReminderAction::Replace, uuid_of(control)?),
        Command::RevokeDue => Event::ReminderPressed(ReminderAction::Revoke, uuid_of(control)?),
        Command::ForgetDue => Event::ReminderPressed(ReminderAction::Forget, uuid_of(control)?),
        Command::SaveName => Event::RenameEntered(Some(dom::value(Id::NewName))),
        Command::CancelRenaming => Event::RenameEntered(None),
        Command::Settings => {
            let _ = browser::open_options_page();
            return None;
        }
        Command::Accept => Event::DialogAnswered(true),
        Command::Decline | Command::Dialog => Event::DialogAnswered(false),
        Command::ShowScript => {
            draw::show_script(control.get_attribute("aria-expanded").as_deref() != Some("true"));
            return None;
        }
    })
}

fn is_in_summary(target: &Element) -> bool {
    target.closest("summary").is_ok_and(|found| found.is_some())
}

fn is_checked(control: &Element) -> bool {
    control.unchecked_ref::<HtmlInputElement>().checked()
}

/// The warning that a part of the summary is about; `None` for all tokens.
fn warning_of(control: &Element) -> Option<TokenWarning> {
    warning_named(&control.get_attribute("data-only")?)
}

/// The token of the row that a control is in.
fn uuid_of(control: &Element) -> Option<String> {
    control.closest("[data-uuid]").ok()??.get_attribute("data-uuid")
}

fn generate(popup: &Popup) {
    // A field filled by a script fires no event, and a part of the form that was just folded fires its own later.
    let form = dom::form();
    if popup.state.borrow().form != form {
        popup.dispatch(Event::Edited(form));
    }
    popup.dispatch(Event::GeneratePressed);
}
