//! The flows of the core while something goes wrong: every fault of the stand-in on every flow.
//!
//! What is asked of each: that it ends with the cause that a person can act on, and that it never says more than is
//! true. Whoever is told that nothing was made, renamed or revoked may rely on it.

mod changes;
mod context;
mod expected;
mod generate;
mod reads;
mod scripts;
