//! Where cargo puts programs.

use std::path::PathBuf;

/// Cargo's target folder, in which a test runs as `debug/deps/NAME-…`.
pub fn target_directory() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned()
}
