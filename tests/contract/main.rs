//! Contract tests: the replies of a controller, either the stand-in or a real one.

mod client;
mod replay;
mod vectors;
