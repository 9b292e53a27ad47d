//! The popup in the browser: performs effects, draws the state, turns what happens into events.

mod access;
mod browser;
mod dom;
mod draw;
mod effects;
mod focus;
mod html;
mod i18n;
mod js_object;
mod language;
mod listeners;
mod protocol;
mod settings;
mod storage;
mod terminal;
mod tokens_page;
mod transport;
mod wait;

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::effect::{Effect, Now};
use crate::event::Event;
use crate::model::settings::Settings;
use crate::model::state::State;
use crate::update::update;
use crate::view::Id;

/// Smaller than the standard one. The popup lives for seconds.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// The running popup. Clones are the same popup.
#[derive(Clone)]
struct Popup {
    state: Rc<RefCell<State>>,
    drawn: Rc<draw::Drawn>,
    /// Resolved when the person no longer wants to wait for a busy page.
    bypass: Rc<wait::Deferred>,
}

/// Starts the page that loads the module.
#[wasm_bindgen(start)]
fn start() {
    language::declare();
    i18n::fill_in();
    if settings::is_shown() { settings::start() } else { start_popup() }
}

/// Starts the popup: takes over the field that `popup.js` has filled in, with what was typed meanwhile, and then does
/// everything that takes time.
fn start_popup() {
    let name: HtmlInputElement = dom::element(Id::Name);
    let mut state = State { form: dom::form(), suggested_name: name.default_value(), ..State::default() };
    state.suggested_at = date_in(&state.suggested_name).to_owned();
    let popup = Popup {
        state: Rc::new(RefCell::new(state)),
        drawn: Rc::default(),
        bypass: Rc::new(wait::Deferred::new()),
    };
    draw::draw(&popup, &popup.state.borrow());
    listeners::attach(&popup);
    if let Some(name) = name.get_attribute("data-pressed") {
        popup.dispatch(Event::PressedEarly(name));
    }
    spawn(async move { effects::open(&popup).await });
}

/// The date and time in the name that `popup.js` suggests.
fn date_in(name: &str) -> &str {
    let words = Settings::DEFAULT_PATTERN.split('{').next().unwrap_or_default();
    name.strip_prefix(words).unwrap_or_default()
}

/// Runs a future in the background. Boxed, all of them are of one type for the code that runs them.
fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}

impl Popup {
    /// Applies an event to the state, draws what changed and performs the effects.
    fn dispatch(&self, event: Event) {
        let had_focus = dom::focused().is_some();
        let effects = update(&mut self.state.borrow_mut(), event, &dom::stamp());
        let alerts = draw::draw(self, &self.state.borrow());
        storage::record_errors(&alerts, &self.state.borrow());
        let mut focus = Vec::new();
        for effect in effects {
            match effect {
                Effect::Now(effect @ (Now::Focus(_) | Now::FocusRow(..) | Now::SelectName)) => {
                    focus.push(effect)
                }
                effect => effects::perform(self, effect),
            }
        }
        // The focus needs a layout. Until this task ends, nothing can be pressed.
        let popup = self.clone();
        spawn(async move {
            for effect in focus {
                effects::perform(&popup, Effect::Now(effect));
            }
            if had_focus {
                dom::restore_focus();
            }
        });
    }
}
