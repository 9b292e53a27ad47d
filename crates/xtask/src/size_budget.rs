//! The size budget of the extension, in bytes; 1 KB is 1,000 bytes.
//!
//! A test in `crates/bench` fails when a build is above a ceiling. A commit that raises a ceiling does nothing else, and
//! its message names the feature and the bytes it needs. A commit that makes the extension smaller lowers them.

/// A size that must not be exceeded, and the one to aim for.
pub struct Budget {
    /// The most that a build may have.
    pub ceiling: u64,
    /// What it should have.
    pub goal: u64,
}

/// The WebAssembly, compressed as by `gzip -9`. flate2, which measures it, needs about 1% more bytes than gzip itself.
pub const WASM_GZIP: Budget = Budget { ceiling: 160_000, goal: 95_000 };

/// The package for each browser.
pub const PACKAGE: Budget = Budget { ceiling: 251_000, goal: 150_000 };
