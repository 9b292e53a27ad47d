//! The terminal: what is read from it and what is written to it.

pub(crate) mod echo;
pub(crate) mod escape;
pub(crate) mod interrupt;
pub(crate) mod output;
pub(crate) mod prompt;
pub(crate) mod stdout;
pub(crate) mod table;
