//! Starts stand-ins and steers them.

mod control;
mod pages;
mod readme;
mod scripts;
mod session;
mod tokens;
