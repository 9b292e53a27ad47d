//! What became of the tokens.

use std::io::Write;

/// What became of every token that was made.
#[derive(Debug, Default)]
pub(super) struct Tally {
    cases: usize,
    /// In the person's hands.
    pub(super) delivered: usize,
    /// Named by the popup, and revoked by the button that it offers.
    pub(super) revoked: usize,
    /// Neither; each with what the popup showed instead.
    pub(super) lost: Vec<String>,
}

impl Tally {
    pub(super) fn another_case(&mut self) {
        self.cases += 1;
    }

    /// Prints the count, past the test harness, which keeps what a passing test prints to itself.
    ///
    /// # Panics
    /// When a token was lost, or when none was made, so that nothing was tried.
    pub(super) fn tell(self, what: &str) {
        let Self { cases, delivered, revoked, lost } = self;
        let made = delivered + revoked + lost.len();
        let line = format!(
            "\n{what}: {cases} interruptions; tokens made {made}, delivered {delivered}, offered for revoking \
             {revoked}, lost {}\n",
            lost.len()
        );
        let _ = std::io::stderr().write_all(line.as_bytes());
        assert!(lost.is_empty(), "{what}: {lost:#?}");
        assert!(made > 0, "{what}: no token was made");
    }
}
