//! Credential formats, read back by the programs they are for: `sh` and curl, and in the long run fish, python-dotenv,
//! and the parser of Kubernetes. If one is missing, its tests are skipped and say so.

#![expect(clippy::unwrap_used, reason = "everything in this target is a test or its helper")]

mod by_curl;
mod by_fish;
mod by_kubernetes;
mod by_python;
mod by_sh;
mod consumer;
mod credentials;
