//! What goes wrong on demand, as it looks on the wire.

mod asking;
mod conditions;
mod ends;
mod replies;
#[path = "../steering/session.rs"]
mod session;
mod wire;
