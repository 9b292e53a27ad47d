//! Why there is no reply.

use std::fmt;

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The request was not sent: there is no connection to the controller.
    NotSent {
        /// The reason, in the words of the browser or the system.
        reason: String,
    },
    /// Nothing was sent, because the caller could not store its record of the request first.
    NotRecorded,
    /// Nothing was sent: the server cannot prove that it is the host of the URL.
    Untrusted {
        /// What is wrong with the certificate, in the words of the library that checked it.
        reason: String,
    },
    /// The connection failed; the request may have arrived.
    NoAnswer {
        /// What happened, in the words of the browser or the system.
        reason: String,
    },
    /// There was no reply within the time limit.
    TimedOut,
    /// The page that was to send the request was closed or left before the reply came.
    PageGone,
}

impl TransportError {
    /// Whether the controller may have received and carried out the request.
    pub fn may_have_arrived(&self) -> bool {
        !matches!(self, Self::NotSent { .. } | Self::NotRecorded | Self::Untrusted { .. })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent { reason } => write!(formatter, "the request could not be sent: {reason}"),
            Self::NotRecorded => formatter.write_str("the request could not be recorded, so it was not sent"),
            Self::Untrusted { reason } => {
                write!(formatter, "the host cannot prove who it is, so nothing was sent: {reason}")
            }
            Self::NoAnswer { reason } => write!(formatter, "the controller gave no answer: {reason}"),
            Self::TimedOut => formatter.write_str("the controller gave no answer in time"),
            Self::PageGone => formatter.write_str("the page was closed or left before the answer came"),
        }
    }
}

impl std::error::Error for TransportError {}
