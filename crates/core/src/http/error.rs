//! Why there is no reply.

use std::fmt;

/// Why there is no reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The request never left: there is no way from here to the controller.
    NotSent {
        /// What stood in the way, in the words of the browser or the system.
        reason: String,
    },
    /// Nothing was sent: what answers there cannot prove that it is the host of the address.
    Untrusted {
        /// What is wrong with the certificate, in the words of the library that checked it.
        reason: String,
    },
    /// The connection could not be made or broke; whether the request arrived is not known.
    NoAnswer {
        /// What happened, in the words of the browser or the system.
        reason: String,
    },
    /// No answer within the time limit.
    TimedOut,
    /// The page that carried the request was closed or left before the answer came.
    PageGone,
}

impl TransportError {
    /// Whether the controller may have received and carried out the request.
    pub fn may_have_arrived(&self) -> bool {
        !matches!(self, Self::NotSent { .. } | Self::Untrusted { .. })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent { reason } => write!(formatter, "the request could not be sent: {reason}"),
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
