//! What the popup knows.

pub mod access;
pub mod form;
pub mod held_token;
pub mod journal;
pub mod list;
pub mod lowercase;
pub mod object;
pub mod page;
pub mod problem;
pub mod session;
pub mod state;
