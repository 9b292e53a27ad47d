//! Credential formats, read back by the programs they are for: `sh` and curl. If one is missing, its tests are skipped
//! and say so.

#![expect(clippy::unwrap_used, reason = "everything in this target is a test or its helper")]

mod by_curl;
mod by_sh;
mod consumer;
mod credentials;
