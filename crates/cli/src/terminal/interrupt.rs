//! Ctrl-C, or a request to terminate. While a token is being created, its value may be on the way, and only this
//! command knows of it.

use std::process;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use super::echo;
use super::output::Output;
use crate::error::CliError;

/// What to report if the command is interrupted now.
static REPORT: Mutex<Option<(Output, CliError)>> = Mutex::new(None);

/// The exit code of an interrupted command, as shells give it.
const INTERRUPTED: i32 = 130;

/// An interrupt is reported until this is dropped.
#[must_use]
pub(crate) struct InterruptGuard(());

/// From now on an interrupt reports this error and ends the command with its exit code.
pub(crate) fn on_interrupt(error: CliError, output: Output) -> InterruptGuard {
    *report() = Some((output, error));
    install_handler();
    InterruptGuard(())
}

/// From now on an interrupt ends the command in order: a terminal without echo gets it back.
pub(super) fn install_handler() {
    static HANDLER: Once = Once::new();
    // On systems without handlers, an interrupt ends the command silently, as it always did.
    HANDLER.call_once(|| drop(ctrlc::set_handler(end)));
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        *report() = None;
    }
}

fn report() -> MutexGuard<'static, Option<(Output, CliError)>> {
    REPORT.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end() {
    echo::restore_for_good();
    match report().take() {
        Some((output, error)) => {
            output.fail(&error);
            process::exit(error.exit_code.code().into());
        }
        None => process::exit(INTERRUPTED),
    }
}
