//! Requests without a reply.

use latchkey_core::TransportError;
use latchkey_native::CLIENT_CERTIFICATE_REQUIRED;

use super::{CliError, ExitCode};

pub(super) fn no_reply(error: &TransportError, controller: &str) -> CliError {
    let (exit_code, kind, message, hint) = match error {
        TransportError::NotSent { reason } => (
            ExitCode::NoAnswer,
            "not-sent",
            format!("Could not connect to {controller}: {reason}"),
            match reason.as_str() {
                CLIENT_CERTIFICATE_REQUIRED => {
                    "Give your certificate and its private key with --cert and --key."
                }
                _ => "Check the URL, the network, and the proxy settings.",
            },
        ),
        TransportError::NotRecorded => (
            ExitCode::Failed,
            "not-recorded",
            format!("The request to {controller} could not be recorded, so it was not sent"),
            "Check that there is space left on the disk, and try again.",
        ),
        TransportError::Untrusted { reason } => (
            ExitCode::Untrusted,
            "untrusted",
            format!("{controller} could not prove its identity, so nothing was sent: {reason}"),
            "If its certificate comes from your own authority, give the authority's PEM file with --cacert.",
        ),
        TransportError::NoAnswer { reason } => (
            ExitCode::NoAnswer,
            "no-answer",
            format!("No answer from {controller}: {reason}"),
            "Check the URL and the network, and try again.",
        ),
        TransportError::TimedOut => (
            ExitCode::NoAnswer,
            "timed-out",
            format!("No answer from {controller} in time"),
            "Try again, or wait longer with --timeout.",
        ),
        TransportError::PageGone => (
            ExitCode::NoAnswer,
            "no-answer",
            format!("The connection was given up before {controller} answered"),
            "Try again.",
        ),
    };
    CliError::new(exit_code, kind, message).hint(hint)
}
