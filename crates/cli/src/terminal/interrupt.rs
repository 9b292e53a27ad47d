//! Ctrl-C, or a request to terminate. While a token is being created, its value may be on the way, and only this
//! command knows of it.

use std::collections::BTreeMap;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

use super::echo;
use super::output::Output;
use crate::error::CliError;

/// What to report if the command is interrupted now, the oldest first. Of one thread, only the newest is reported: it knows
/// how far that change has come.
static REPORTS: Mutex<BTreeMap<u64, Report>> = Mutex::new(BTreeMap::new());

struct Report {
    thread: ThreadId,
    output: Output,
    error: CliError,
}

/// The exit code of an interrupted command, as shells give it.
const INTERRUPTED: i32 = 130;

/// An interrupt is reported until this is dropped.
#[must_use]
pub(crate) struct InterruptGuard(u64);

/// From now on an interrupt reports this error and ends the command with its exit code.
pub(crate) fn on_interrupt(error: CliError, output: Output) -> InterruptGuard {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    reports().insert(number, Report { thread: thread::current().id(), output, error });
    install_handler();
    InterruptGuard(number)
}

/// From now on, an interrupt ends the command cleanly: it turns the terminal's echo back on.
pub(super) fn install_handler() {
    static HANDLER: Once = Once::new();
    // On systems without handlers, an interrupt ends the command silently, as it always did.
    HANDLER.call_once(|| drop(ctrlc::set_handler(end)));
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        reports().remove(&self.0);
    }
}

fn reports() -> MutexGuard<'static, BTreeMap<u64, Report>> {
    REPORTS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end() {
    echo::restore_for_good();
    // Held to the end: no other change can begin, or be reported as done.
    let reports = reports();
    let is_newest = |(number, report): &(&u64, &Report)| {
        reports.iter().all(|(other, of_other)| other <= number || of_other.thread != report.thread)
    };
    let mut exit_code = None;
    for (_, Report { output, error, .. }) in reports.iter().filter(is_newest) {
        output.fail(error);
        exit_code.get_or_insert(error.exit_code.code().into());
    }
    process::exit(exit_code.unwrap_or(INTERRUPTED))
}
