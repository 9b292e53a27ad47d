//! How flows end.

use latchkey_core::{Error, Outcome, Unconfirmed};

/// How a flow ended without what it was run for.
pub(crate) trait Retryable {
    fn cause(&self) -> &Error;

    /// Whether it is certain that nothing was done.
    fn is_certain(&self) -> bool;

    /// Whether it is what comes where something else than the controller's root was asked, and nothing was done.
    fn indicates_wrong_root(&self) -> bool {
        let elsewhere = matches!(
            self.cause(),
            Error::NotFound
                | Error::NotJenkins
                | Error::UnknownUser(_)
                | Error::SsoRequired
                | Error::CrumbRefused
                | Error::Proxy { .. }
        );
        elsewhere && self.is_certain()
    }
}

impl Retryable for Error {
    fn cause(&self) -> &Error {
        self
    }

    fn is_certain(&self) -> bool {
        true
    }
}

impl Retryable for Unconfirmed {
    fn cause(&self) -> &Error {
        &self.cause
    }

    fn is_certain(&self) -> bool {
        self.outcome == Outcome::NotDone
    }
}
