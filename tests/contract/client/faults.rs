//! Core's flows with every fault of the stand-in.
//!
//! Each flow must end with the error that helps the user, and must never claim more than is true: if it says that
//! nothing was created, renamed or revoked, that holds.

mod changes;
mod context;
mod expected;
mod generate;
mod reads;
mod scripts;
