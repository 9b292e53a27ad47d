//! The popup in the browser: performs effects, draws the state, turns what happens into events.

mod browser;
mod carrier;
mod direct;
mod draw;
mod effects;
mod html;
mod json;
mod language;
mod listeners;
mod page;
mod relay;
mod storage;
mod surroundings;
mod texts;
mod waiting;

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::event::Event;
use crate::state::State;
use crate::update::update;

/// The running popup. Clones are the same popup.
#[derive(Clone)]
struct Popup {
    state: Rc<RefCell<State>>,
    drawn: Rc<draw::Drawn>,
}

/// Starts the popup: texts and a name to type over first, then everything that takes time.
#[wasm_bindgen(start)]
fn start() {
    language::declare();
    texts::fill_in();
    page::ready_form();
    let popup = Popup { state: Rc::default(), drawn: Rc::default() };
    listeners::attach(&popup);
    spawn(async move {
        let opening = effects::open().await;
        popup.happen(Event::Opened(opening));
    });
}

/// Runs a future beside everything else. Boxed, all of them are of one type for the code that runs them.
fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}

impl Popup {
    /// Takes an event in, draws what it changed and performs what follows.
    fn happen(&self, event: Event) {
        let had_focus = page::focused().is_some();
        let effects = update(&mut self.state.borrow_mut(), event);
        draw::draw(self, &self.state.borrow());
        for effect in effects {
            effects::perform(self, effect);
        }
        if had_focus {
            page::rescue_focus();
        }
    }
}
