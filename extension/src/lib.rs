//! The popup of the browser extension.
//!
//! What the popup knows is a [`state::State`]; everything that happens is an [`event::Event`]; and
//! [`update::update`] says, without touching a browser, what the next state is and which
//! [`effect::Effect`]s follow. That part is tested natively. Only in WebAssembly, `popup` performs the
//! effects and draws the state.

#![forbid(unsafe_code)]

pub mod alert;
pub mod draft;
pub mod effect;
pub mod event;
pub mod form;
pub mod lowercase;
pub mod message;
pub mod page;
pub mod plain;
pub mod record;
pub mod state;
pub mod tokens;
pub mod update;

#[cfg(target_arch = "wasm32")]
mod popup;
