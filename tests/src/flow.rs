//! Running a flow without a runtime.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Runs a flow to its end. The native transport blocks, so every flow ends at its first poll.
///
/// # Panics
///
/// When the flow waits for anything but its transport.
pub fn run<F: Future>(flow: F) -> F::Output {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a flow waits for something that is not its transport"),
    }
}
