//! The popup of the browser extension.
//!
//! What the popup knows is a [`model::state::State`]; everything that happens is an [`event::Event`]; and
//! [`update::update`] says, without touching a browser, what the next state is and which
//! [`effect::Effect`]s follow, and [`view::view`] what is shown. All of that is tested natively. Only in WebAssembly,
//! `shell` performs the effects and brings the document in line with the view.

#![forbid(unsafe_code)]

pub mod effect;
pub mod event;
pub mod model;
pub mod update;
pub mod view;

#[cfg(target_arch = "wasm32")]
mod shell;
