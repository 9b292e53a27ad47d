//! The expected result of a flow whose one request meets a fault.

use latchkey_core::{Error, TransportError};
use latchkey_standin::Fault;

/// The result of a flow by its fault: success, or the error without the system's own words.
pub(super) fn expected(fault: Fault) -> Result<(), Error> {
    Err(match fault {
        Fault::LateAnswer | Fault::LateExecution => Error::Transport(TransportError::TimedOut),
        Fault::GoneBefore | Fault::GoneAfter | Fault::GoneAfterIfReused | Fault::GoneInHead => {
            Error::Transport(TransportError::NoAnswer { reason: String::new() })
        }
        Fault::HalfBody | Fault::HalfChunks | Fault::HugeBody | Fault::WrongTypes => Error::UnexpectedReply,
        Fault::BadGateway | Fault::BadGatewayAfter => Error::Proxy { status: 502 },
        Fault::Unavailable | Fault::UnavailableAfter => Error::Proxy { status: 503 },
        Fault::TooManyRequests => Error::Proxy { status: 429 },
        Fault::Restart => Error::SignedOut { sign_in: None },
        Fault::SignInElsewhere => Error::SsoRequired,
        Fault::WrongContentType => Error::WebPage,
        Fault::FailedAfter => Error::ServerError { status: 500 },
        Fault::Drip | Fault::CrumbHeaderDropped | Fault::CrumbChanges => return Ok(()),
    })
}

/// Whether the reply of this fault proves that the request was not executed: it is Jenkins' own.
pub(super) fn certainly_not_carried_out(fault: Fault) -> bool {
    matches!(fault, Fault::Restart)
}

/// The error without the system's own words and the address of the sign-in.
pub(super) fn in_short(cause: Error) -> Error {
    match cause {
        Error::Transport(TransportError::NoAnswer { .. }) => {
            Error::Transport(TransportError::NoAnswer { reason: String::new() })
        }
        Error::SignedOut { .. } => Error::SignedOut { sign_in: None },
        cause => cause,
    }
}
