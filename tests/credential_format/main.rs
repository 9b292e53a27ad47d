//! The forms in which a token is handed over, read back by those who read them: `sh` and curl. Skipped, and
//! said so, where one of them is missing.

#![expect(clippy::unwrap_used, reason = "a test target through and through, helpers included")]

mod by_curl;
mod by_sh;
mod consumer;
mod credentials;
