//! The pages a person looks at. Their attributes are Jenkins', their looks and words are the stand-in's own.

pub(crate) mod artifact;
pub(crate) mod dashboard;
pub(crate) mod errors;
pub(crate) mod gate;
pub(crate) mod job;
mod layout;
pub(crate) mod login;
pub(crate) mod profile;
pub(crate) mod script;
pub(crate) mod style;
pub(crate) mod tokens;
pub(crate) mod who_am_i;
