//! Credential formats, read back by the programs they are for: `sh` and curl. If one is missing, its tests are skipped
//! and say so.

#![expect(clippy::unwrap_used, reason = "a test target through and through, helpers included")]

mod by_curl;
mod by_sh;
mod consumer;
mod credentials;
