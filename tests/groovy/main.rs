//! The scripts for the script console, compiled and run by the Groovy that Jenkins has (2.4.21), against
//! small stubs of the classes they touch. Skipped, and said so, where there is no Java or no Maven.

#![expect(clippy::unwrap_used, reason = "a test target through and through, helpers included")]

mod console;
mod listing;
mod making;
mod managing;
mod odd_texts;
mod toolchain;
