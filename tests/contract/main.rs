//! Contract tests: what a controller answers, the stand-in or any real one.

mod client;
mod replay;
