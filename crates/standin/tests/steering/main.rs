//! Starts stand-ins and steers them.

mod control;
mod fronts;
mod pages;
mod scripts;
mod session;
mod tokens;
