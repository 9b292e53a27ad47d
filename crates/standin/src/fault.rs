//! Faults between a client and its controller, on demand.

mod body;
mod corrupt;
mod plan;
mod proxy;

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

pub(crate) use corrupt::corrupt;
pub(crate) use plan::Faults;
pub use plan::{FaultPlan, FaultedRequest, ParseFaultPlanError};
pub(crate) use proxy::{Override, override_reply};

/// A fault of a request or its reply.
///
/// "Carried out" means that the request took effect: the token is created, renamed, or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Fault {
    /// Carried out at once, but not answered before the client gives up: a controller that hangs while it collects
    /// garbage or waits for its disk.
    LateAnswer,
    /// Carried out only after the client has given up: a proxy that queues requests.
    LateExecution,
    /// The connection ends before the request is carried out: a load balancer that restarts.
    GoneBefore,
    /// Carried out, and the connection ends without a byte of the reply: a proxy's timeout, a change of networks.
    GoneAfter,
    /// Carried out, and the connection ends without a byte of the reply if it was used before: a proxy that closes idle
    /// connections. Browsers then send the request again by themselves, also a POST, once per idle connection.
    GoneAfterIfReused,
    /// Carried out, and the connection ends in the middle of the reply's head.
    GoneInHead,
    /// Carried out, and the connection ends after half of the body that `Content-Length` announced.
    HalfBody,
    /// Carried out, and the connection ends in the middle of the body's chunks, without the last one.
    HalfChunks,
    /// Carried out; the first 500 bytes of the body come one by one, in a second or more: a very slow connection.
    Drip,
    /// 502 with a proxy's page; not carried out: the proxy does not reach the controller.
    BadGateway,
    /// 502 with a proxy's page, although it was carried out: the proxy did not understand the reply.
    BadGatewayAfter,
    /// 503 with a proxy's page; not carried out: the controller is down for maintenance.
    Unavailable,
    /// 503 with a proxy's page, although it was carried out: the proxy was shut down in between.
    UnavailableAfter,
    /// 429 with `Retry-After`; not carried out: a proxy with a rate limit.
    TooManyRequests,
    /// The crumb header does not arrive; a form field would: a proxy that only passes known headers.
    CrumbHeaderDropped,
    /// The controller restarted just before: every session is gone, tokens are kept.
    Restart,
    /// If this reply has a crumb, it is a new one, and every older crumb of any session is invalid: a stricter
    /// crumb issuer than Jenkins' own.
    CrumbChanges,
    /// A redirect to a sign-in page on another host; not carried out: a single sign-on session that ended.
    SignInElsewhere,
    /// Carried out; 100 MiB of spaces come before the body: an attempt to fill memory.
    HugeBody,
    /// Carried out; JSON is labeled as HTML and HTML as plain text: a proxy that "corrects" headers.
    WrongContentType,
    /// Carried out; the reply has the right names, but every value has another type. A body that is not JSON becomes
    /// an empty list.
    WrongTypes,
    /// 500 from Jenkins, although it was carried out: the user's record could not be written.
    FailedAfter,
}

impl Fault {
    /// Every fault.
    #[must_use]
    pub fn all() -> &'static [Self] {
        Self::value_variants()
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        name(self)
    }

    /// Whether it changes the circumstances of a request, so that another fault may hit it as well.
    pub(crate) fn is_ambient(self) -> bool {
        matches!(self, Self::CrumbHeaderDropped | Self::Restart | Self::CrumbChanges)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name())
    }
}

impl FromStr for Fault {
    type Err = ParseFaultPlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        <Self as ValueEnum>::from_str(text, false)
            .map_err(|_| ParseFaultPlanError::one_of::<Self>("fault", text))
    }
}

/// The name of a value on the command line.
fn name(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_name() {
        for fault in Fault::value_variants() {
            assert_eq!(fault.name().parse(), Ok(*fault));
            assert!(fault.to_possible_value().is_some_and(|value| value.get_help().is_some()));
        }
    }

    #[test]
    fn the_error_for_an_unknown_fault_lists_all_faults() {
        let error = "earthquake".parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains("earthquake") && error.contains("late-answer, late-execution"), "{error}");
    }
}
