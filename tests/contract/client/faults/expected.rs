//! What a person is to be told when a fault meets the one request of a flow.

use latchkey_core::{Error, TransportError};
use latchkey_standin::Fault;

/// The end of a flow by the fault that meets it: done, or the cause with the words of the system left out.
pub(super) fn expected(fault: Fault) -> Result<(), Error> {
    Err(match fault {
        Fault::LateAnswer | Fault::LateExecution => Error::Transport(TransportError::TimedOut),
        Fault::GoneBefore | Fault::GoneAfter | Fault::GoneInHead => {
            Error::Transport(TransportError::NoAnswer { reason: String::new() })
        }
        Fault::HalfBody | Fault::HalfChunks | Fault::HugeBody | Fault::WrongTypes => Error::UnexpectedReply,
        Fault::BadGateway | Fault::BadGatewayAfter => Error::Proxy { status: 502 },
        Fault::Unavailable | Fault::UnavailableAfter => Error::Proxy { status: 503 },
        Fault::TooManyRequests => Error::Proxy { status: 429 },
        Fault::Restart => Error::SignedOut,
        // A page where data was expected looks like a sign-in, whatever it is.
        Fault::SignInElsewhere | Fault::WrongContentType => Error::SsoRequired,
        Fault::FailedAfter => Error::ServerError { status: 500 },
        Fault::Drip | Fault::CrumbHeaderDropped | Fault::CrumbChanges => return Ok(()),
    })
}

/// Whether it is certain that a request was not carried out which met this fault: the reply says so.
pub(super) fn certainly_not_carried_out(fault: Fault) -> bool {
    matches!(fault, Fault::TooManyRequests | Fault::Restart | Fault::SignInElsewhere)
}

/// The cause without the words of the system.
pub(super) fn in_short(cause: Error) -> Error {
    match cause {
        Error::Transport(TransportError::NoAnswer { .. }) => {
            Error::Transport(TransportError::NoAnswer { reason: String::new() })
        }
        cause => cause,
    }
}
