//! The pages a person sees. Their attributes are Jenkins'; their looks and words are the stand-in's own.

pub(crate) mod dashboard;
pub(crate) mod job;
pub(crate) mod layout;
pub(crate) mod login;
pub(crate) mod style;
pub(crate) mod tokens;
pub(crate) mod users;
