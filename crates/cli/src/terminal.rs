//! The terminal: questions, messages, results, and tables.

pub(crate) mod echo;
pub(crate) mod escape;
pub(crate) mod interrupt;
pub(crate) mod output;
pub(crate) mod prompt;
pub(crate) mod table;
