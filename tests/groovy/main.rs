//! The scripts for the script console, compiled and run by Jenkins' version of Groovy (2.4.21), against
//! small stubs of the classes they use. Without Java or Maven the tests are skipped with a message.

#![expect(clippy::unwrap_used, reason = "a test target through and through, helpers included")]

mod console;
mod listing;
mod making;
mod managing;
mod odd_texts;
mod toolchain;
