//! The settings page in the browser: reads, changes, and stores what the person has set.

use std::cell::RefCell;
use std::rc::Rc;

use latchkey_core::credential_format::CredentialFormat;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::storage::Snapshot;
use super::{browser, dom, draw, i18n, js_object, language, spawn, storage};
use crate::model::details::Facts;
use crate::model::form::ExpiresChoice;
use crate::model::object::{Object, Stored};
use crate::model::settings::Settings;
use crate::model::settings_page::{SettingsChange, SettingsOutcome, SettingsPage};
use crate::view::settings::{remembered, settings_properties};
use crate::view::{Id, Property, Remembered, SettingsCommand};

/// The page as it is shown. Clones are the same page.
#[derive(Clone, Default)]
struct Shown {
    state: Rc<RefCell<SettingsPage>>,
    properties: Rc<RefCell<Vec<(Id, Property)>>>,
    controllers: Rc<RefCell<Vec<Remembered>>>,
}

/// Whether the document is the settings page.
pub(super) fn is_shown() -> bool {
    dom::document().get_element_by_id(Id::SettingsForm.name()).is_some()
}

pub(super) fn start() {
    let page = Shown::default();
    let listened = page.clone();
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event| on_event(&listened, &event));
    // The listener lives as long as the document.
    let listener = closure.into_js_value();
    for kind in ["change", "click", "submit"] {
        let _ = dom::document().add_event_listener_with_callback(kind, listener.unchecked_ref());
    }
    spawn(async move {
        let read = read().await;
        page.show(read);
    });
}

impl Shown {
    /// Draws what differs from what is shown.
    fn show(&self, next: SettingsPage) {
        let (properties, controllers) = (settings_properties(&next), remembered(&next));
        let (shown, listed) = (self.properties.take(), self.controllers.take());
        for item in properties.iter().filter(|item| !shown.contains(item)) {
            let (id, property) = item;
            draw::apply(&dom::element(*id), property);
        }
        if controllers != listed {
            draw::draw_remembered(&controllers);
        }
        self.properties.replace(properties);
        self.controllers.replace(controllers);
        self.state.replace(next);
    }

    fn tell(&self, outcome: SettingsOutcome) {
        self.show(SettingsPage { outcome: Some(outcome), ..self.state.take() });
    }
}

fn on_event(page: &Shown, event: &web_sys::Event) {
    let kind = event.type_();
    if kind == "submit" {
        return event.prevent_default();
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(control) = target.closest("[data-action]").ok().flatten() else { return };
    let action = control.get_attribute("data-action").unwrap_or_default();
    let Some(command) = SettingsCommand::from_name(&action) else { return };
    let value = || control.unchecked_ref::<HtmlInputElement>().value();
    let change = match (command, kind.as_str()) {
        (SettingsCommand::SetExpires, "change") => {
            ExpiresChoice::parse(&value()).map(SettingsChange::Expires)
        }
        (SettingsCommand::SetPattern, "change") => Some(SettingsChange::NamePattern(value())),
        (SettingsCommand::SetFormat, "change") => {
            CredentialFormat::from_identifier(&value()).map(SettingsChange::CopyAs)
        }
        (SettingsCommand::SetReminder, "change") => {
            Some(SettingsChange::Reminder(control.unchecked_ref::<HtmlInputElement>().checked()))
        }
        (SettingsCommand::Forget, "click") => control.get_attribute("data-url").map(SettingsChange::Forget),
        (SettingsCommand::CopyDetails, "click") => return copy(page),
        _ => None,
    };
    if let Some(change) = change {
        let page = page.clone();
        spawn(async move { store(&page, change).await });
    }
}

fn copy(page: &Shown) {
    let written = dom::window().navigator().clipboard().write_text(&page.state.borrow().details);
    let page = page.clone();
    spawn(async move {
        let copied = JsFuture::from(written).await.is_ok();
        page.tell(if copied { SettingsOutcome::Copied } else { SettingsOutcome::NotCopied });
    });
}

/// Stores a change of what is stored now: a popup may have changed it meanwhile.
async fn store(page: &Shown, change: SettingsChange) {
    let mut next = read().await;
    if let Err(error) = next.apply(change.clone()) {
        return page.tell(SettingsOutcome::BadPattern(error));
    }
    let (name, value) = match change {
        SettingsChange::Expires(_) | SettingsChange::NamePattern(_) | SettingsChange::Reminder(_) => {
            (Settings::KEY, next.settings.to_object())
        }
        SettingsChange::CopyAs(format) => ("copyAs", format.identifier().into()),
        SettingsChange::Forget(_) => ("remembered", js_object::texts(&next.remembered)),
    };
    match JsFuture::from(storage::store_setting(name, value)).await {
        Ok(_) => page.show(SettingsPage { outcome: Some(SettingsOutcome::Saved), ..read().await }),
        Err(reason) => page.tell(SettingsOutcome::NotSaved(text_of(&reason))),
    }
}

/// What the browser says about a failure.
fn text_of(reason: &JsValue) -> String {
    reason.text("message").unwrap_or_default()
}

async fn read() -> SettingsPage {
    let (snapshot, policy) = (Snapshot::take(), storage::managed_policy());
    let (snapshot, policy) = (snapshot.await, policy.await);
    let (settings, unread) = match snapshot.settings() {
        Ok(settings) => (settings, None),
        Err(reason) => (Settings::default(), Some(reason)),
    };
    let (journal, unreadable) = snapshot.journal();
    let (errors, remembered) = (snapshot.errors(), snapshot.remembered());
    let facts = Facts {
        version: &browser::manifest().text("version").unwrap_or_default(),
        browser: &dom::window().navigator().user_agent().unwrap_or_default(),
        language: &language::tag(),
        settings: &settings,
        policy: &policy,
        remembered: remembered.len(),
        held: snapshot.tokens().len(),
        journal: &journal,
        unreadable: unreadable.len(),
        errors: &errors,
    };
    let time = |time: f64| String::from(js_sys::Date::new(&time.into()).to_iso_string());
    let details = facts.details(&time, &i18n::bare);
    let copy_as = snapshot.copy_as();
    SettingsPage { settings, copy_as, remembered, policy, unread, details, outcome: None }
}
