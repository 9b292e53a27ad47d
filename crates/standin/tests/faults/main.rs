//! What goes wrong on demand, as it looks on the wire.

mod conditions;
mod ends;
mod replies;
#[path = "../steering/session.rs"]
mod session;
mod wire;
