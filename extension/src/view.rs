//! What the popup shows, as pure functions of its state.

pub mod alerts;
pub mod message;
