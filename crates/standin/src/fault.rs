//! Faults between a client and its controller, on demand.

mod body;
mod corrupt;
mod plan;
mod proxy;

use std::fmt;
use std::str::FromStr;

pub(crate) use corrupt::corrupt;
pub(crate) use plan::Faults;
pub use plan::{FaultPlan, FaultedRequest, ParseFaultPlanError};
pub(crate) use proxy::{Override, override_reply};

/// A fault of a request or its reply.
///
/// "Carried out" means that the request took effect: the token is made, renamed, or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    pub const ALL: [Self; 21] = [
        Self::LateAnswer,
        Self::LateExecution,
        Self::GoneBefore,
        Self::GoneAfter,
        Self::GoneInHead,
        Self::HalfBody,
        Self::HalfChunks,
        Self::Drip,
        Self::BadGateway,
        Self::BadGatewayAfter,
        Self::Unavailable,
        Self::UnavailableAfter,
        Self::TooManyRequests,
        Self::CrumbHeaderDropped,
        Self::Restart,
        Self::CrumbChanges,
        Self::SignInElsewhere,
        Self::HugeBody,
        Self::WrongContentType,
        Self::WrongTypes,
        Self::FailedAfter,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// A short description.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.words().1
    }

    /// Whether it changes the circumstances of a request, so that another fault may hit it as well.
    pub(crate) fn is_ambient(self) -> bool {
        matches!(self, Self::CrumbHeaderDropped | Self::Restart | Self::CrumbChanges)
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::LateAnswer => ("late-answer", "carried out, answered only after the client gave up"),
            Self::LateExecution => ("late-execution", "carried out only after the client gave up"),
            Self::GoneBefore => ("gone-before", "the connection ends, not carried out"),
            Self::GoneAfter => ("gone-after", "carried out, the connection ends before the reply"),
            Self::GoneInHead => ("gone-in-head", "carried out, the connection ends in the head of the reply"),
            Self::HalfBody => ("half-body", "carried out, half of the body that Content-Length announces"),
            Self::HalfChunks => ("half-chunks", "carried out, the chunks of the body end early"),
            Self::Drip => ("drip", "carried out, the body comes byte by byte"),
            Self::BadGateway => ("bad-gateway", "502 from a proxy, not carried out"),
            Self::BadGatewayAfter => ("bad-gateway-after", "502 from a proxy, carried out all the same"),
            Self::Unavailable => ("unavailable", "503 from a proxy, not carried out"),
            Self::UnavailableAfter => ("unavailable-after", "503 from a proxy, carried out all the same"),
            Self::TooManyRequests => ("too-many-requests", "429 with Retry-After, not carried out"),
            Self::CrumbHeaderDropped => ("crumb-header-dropped", "a proxy drops the crumb header"),
            Self::Restart => ("restart", "every session ended just before, tokens are kept"),
            Self::CrumbChanges => ("crumb-changes", "an issued crumb invalidates all older ones"),
            Self::SignInElsewhere => {
                ("sign-in-elsewhere", "a redirect to sign in on another host, not carried out")
            }
            Self::HugeBody => ("huge-body", "carried out, 100 MiB of spaces before the body"),
            Self::WrongContentType => {
                ("wrong-content-type", "carried out, the reply has the wrong content type")
            }
            Self::WrongTypes => ("wrong-types", "carried out, the right names with values of wrong types"),
            Self::FailedAfter => ("failed-after", "500 from Jenkins, carried out all the same"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = ParseFaultPlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|fault| fault.name() == text)
            .ok_or_else(|| ParseFaultPlanError::fault(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_back_from_its_name() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(fault));
            assert!(!fault.description().is_empty());
        }
    }

    #[test]
    fn an_unknown_fault_is_told_what_there_is() {
        let error = "earthquake".parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains("earthquake") && error.contains("late-answer, late-execution"), "{error}");
    }
}
