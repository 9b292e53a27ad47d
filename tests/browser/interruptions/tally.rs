//! The count of tokens that were delivered, offered for revoking, or lost.

use std::io::Write;

/// How many tokens ended in each way.
#[derive(Debug, Default)]
pub(super) struct Tally {
    cases: usize,
    /// Shown to the user.
    pub(super) delivered: usize,
    /// Named by the popup and revoked by its button.
    pub(super) revoked: usize,
    /// Requests that created no token.
    pub(super) nothing: usize,
    /// Neither, each with what the popup showed instead.
    pub(super) lost: Vec<String>,
}

impl Tally {
    pub(super) fn another_case(&mut self) {
        self.cases += 1;
    }

    /// Prints the count directly to standard error, because the test harness hides the output of a passing test.
    ///
    /// # Panics
    /// If a token was lost, or if no token was created at all.
    pub(super) fn tell(self, what: &str) {
        self.tell_of_loss(what, 0);
    }

    /// The same where this number of tokens is known to be lost.
    ///
    /// # Panics
    /// If another number was lost, or if no token was created at all.
    pub(super) fn tell_of_loss(self, what: &str, expected: usize) {
        let Self { cases, delivered, revoked, nothing, lost } = self;
        let made = delivered + revoked + lost.len();
        let line = format!(
            "\n{what}: {cases} interruptions; nothing created {nothing}; tokens made {made}, delivered {delivered}, \
             offered for revoking {revoked}, lost {}\n",
            lost.len()
        );
        let _ = std::io::stderr().write_all(line.as_bytes());
        assert!(lost.len() == expected, "{what}: {lost:#?}");
        assert!(made > 0, "{what}: no token was created");
    }
}
