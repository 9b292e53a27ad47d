//! An interrupt (Ctrl-C, or a request to terminate) while a token is being made: its value may be on the way, and
//! nobody but the command knows of it.

use std::process;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use latchkey_core::{Error, Outcome, TransportError, Unconfirmed};

use super::echo;
use super::output::Output;
use crate::error::CliError;

/// What an interrupt has to tell now.
static TOLD: Mutex<Option<(Output, CliError)>> = Mutex::new(None);

/// The status of a command that an interrupt ended, as shells give it.
const INTERRUPTED: i32 = 130;

/// Until it is dropped, an interrupt tells of a token.
#[must_use]
pub(crate) struct InterruptGuard(());

/// From now on an interrupt tells this, and the command ends with its status.
pub(crate) fn on_interrupt(failure: CliError, output: Output) -> InterruptGuard {
    *told() = Some((output, failure));
    install_handler();
    InterruptGuard(())
}

/// From now on an interrupt ends the command in order: a terminal without echo gets it back.
pub(crate) fn install_handler() {
    static HANDLER: Once = Once::new();
    // Where the system has no handlers, the interrupt ends the command without a word, as it always did.
    HANDLER.call_once(|| drop(ctrlc::set_handler(end)));
}

/// How making a token ends that is interrupted.
pub(crate) fn while_making() -> Unconfirmed {
    let reason = "interrupted".to_owned();
    Unconfirmed { cause: Error::Transport(TransportError::NoAnswer { reason }), outcome: Outcome::Unknown }
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        *told() = None;
    }
}

fn told() -> MutexGuard<'static, Option<(Output, CliError)>> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end() {
    echo::restore_for_good();
    match told().take() {
        Some((output, failure)) => {
            output.fail(&failure);
            process::exit(failure.exit_code().code().into());
        }
        None => process::exit(INTERRUPTED),
    }
}
