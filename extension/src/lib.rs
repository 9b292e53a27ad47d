//! The popup of the browser extension.
//!
//! What the popup knows is a `model::state::State`; everything that happens is an `event::Event`; and
//! `update::update` says, without touching a browser, what the next state is and which
//! `effect::Effect`s follow, and `view::view` what is shown. All of that is tested natively. Only in WebAssembly,
//! `shell` performs the effects and brings the document in line with the view.

#![forbid(unsafe_code)]
#![cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the shell uses all of it"))]

mod effect;
mod event;
mod model;
mod update;
mod view;

#[cfg(target_arch = "wasm32")]
mod shell;
