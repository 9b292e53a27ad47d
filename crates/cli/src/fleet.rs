//! Several controllers at once: which ones, with which credentials, and how many at a time.
//!
//! A controller that fails does not stop the others, and nobody is asked for a password.

mod arguments;
mod controllers_file;
pub(crate) mod pool;
mod target;

pub(crate) use self::arguments::FleetArgs;
pub(crate) use self::target::{Fleet, Target};
use crate::error::{CliError, ExitCode};
use crate::terminal::output::Output;
use crate::terminal::table::{Cell, shortened};

/// On a terminal, the URLs of controllers are cut to this width.
const WIDEST_CONTROLLER: usize = 40;

/// The cell that names a controller in a row.
pub(crate) fn controller_cell(root: &str, output: &Output) -> Cell {
    let cell = Cell::of(root);
    match output.width() {
        Some(_) => Cell { text: shortened(&cell.text, WIDEST_CONTROLLER), ..cell },
        None => cell,
    }
}

/// The error for those of `all` that failed, which messages have named. The exit code is that of the first failure if all
/// failed.
pub(crate) fn failed(failures: &[&CliError], all: usize, message: String) -> Result<(), CliError> {
    match failures.first() {
        None => Ok(()),
        Some(first) if failures.len() == all => Err(CliError::new(first.exit_code, first.kind, message)),
        Some(_) => Err(CliError::new(ExitCode::PartlyDone, "partly-done", message)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_code_is_that_of_the_first_failure_only_if_all_failed() {
        let errors = [(ExitCode::NoAnswer, "no-answer"), (ExitCode::NotJenkins, "not-jenkins")]
            .map(|(code, kind)| CliError::new(code, kind, "why"));
        let failures: Vec<&CliError> = errors.iter().collect();
        let code = |failures: &[&CliError], all| {
            failed(failures, all, "some".to_owned()).err().map(|error| (error.exit_code.code(), error.kind))
        };
        assert_eq!(code(&[], 3), None);
        assert_eq!(code(&failures, 3), Some((16, "partly-done")));
        assert_eq!(code(&failures, 2), Some((9, "no-answer")));
    }
}
