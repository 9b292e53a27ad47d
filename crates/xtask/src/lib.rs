//! Builds, tests and packages Latchkey, for `cargo xtask` and for `latchkey-bench`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to a person")]

#[cfg(unix)]
pub mod browsers;
pub mod build;
mod checks;
#[cfg(unix)]
mod consumers;
mod crates;
mod debian;
pub mod fuzz;
#[cfg(unix)]
mod gates;
#[cfg(unix)]
mod go;
#[cfg(unix)]
pub mod keychain;
#[cfg(test)]
mod languages;
pub mod licenses;
mod manifest;
pub mod mutants;
pub mod package;
mod publish;
#[cfg(unix)]
mod python;
pub mod release_notes;
pub mod reproducible;
pub mod semver;
pub mod size_budget;
mod skipped;
#[cfg(unix)]
pub mod test;
#[path = "../../../extension/text_numbers.rs"]
mod text_numbers;
pub mod tools;
#[cfg(unix)]
mod workflows;
