//! Tests and checks that are skipped because something is missing on this machine.

use std::sync::{Mutex, PoisonError};

/// What was skipped so far, and why.
static SKIPPED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Prints that this is skipped and why, now and in the [summary].
pub(crate) fn say(what: &str) {
    eprintln!("\n!!! SKIPPED: {what}\n");
    SKIPPED.lock().unwrap_or_else(PoisonError::into_inner).push(what.to_owned());
}

/// What was skipped so far, in a line each; `None` if nothing was.
#[cfg(unix)]
pub(crate) fn summary() -> Option<String> {
    summary_of(&SKIPPED.lock().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(unix)]
fn summary_of(skipped: &[String]) -> Option<String> {
    let lines: String = skipped.iter().map(|what| format!("\n  {what}")).collect();
    (!skipped.is_empty()).then(|| format!("!!! SKIPPED:{lines}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_summary_has_a_line_for_each() {
        assert_eq!(summary_of(&[]), None);
        let skipped = ["fish: it is missing".to_owned(), "Python: it is missing".to_owned()];
        let summary = "!!! SKIPPED:\n  fish: it is missing\n  Python: it is missing";
        assert_eq!(summary_of(&skipped).as_deref(), Some(summary));
    }
}
