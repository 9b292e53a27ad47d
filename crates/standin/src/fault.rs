//! What goes wrong between a client and its controller, on demand.

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

/// Something that goes wrong with a request or its reply.
///
/// "Carried out" says that the request did what it asks for: the token is made, renamed or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Carried out at once, but not answered before the client gives up: a controller that hangs while it collects
    /// garbage or waits for its disk.
    LateAnswer,
    /// Carried out only once the client has given up: a proxy that queues requests and lost sight of who sent them.
    LateExecution,
    /// The connection ends before the request is carried out: a load balancer that is being restarted.
    GoneBefore,
    /// Carried out, and the connection ends without a byte of the reply: a proxy's time limit, a network that changes.
    GoneAfter,
    /// Carried out, and the connection ends in the middle of the reply's head.
    GoneInHead,
    /// Carried out, and the connection ends after half of the body that `Content-Length` announced.
    HalfBody,
    /// Carried out, and the connection ends in the middle of the body's chunks, without the last one.
    HalfChunks,
    /// Carried out; the first 500 bytes of the body come one by one in a second or more: a line that hardly works.
    Drip,
    /// 502 with a proxy's page; not carried out: the proxy does not reach the controller.
    BadGateway,
    /// 502 with a proxy's page, although it was carried out: the proxy did not understand the reply.
    BadGatewayAfter,
    /// 503 with a proxy's page; not carried out: the controller is taken out for maintenance.
    Unavailable,
    /// 503 with a proxy's page, although it was carried out: the proxy was shut down meanwhile.
    UnavailableAfter,
    /// 429 with `Retry-After`; not carried out: a proxy that limits how often somebody may ask.
    TooManyRequests,
    /// The header of the crumb does not arrive; a form field would: a proxy that lets only known headers pass.
    CrumbHeaderDropped,
    /// The controller restarted just before: every session is gone, tokens are kept.
    Restart,
    /// If a crumb is given out with this reply, it is a new one, and no older one of any session is good any more: an
    /// issuer of crumbs that is stricter than Jenkins' own.
    CrumbChanges,
    /// A redirect to a sign-in page on another host; not carried out: single sign-on whose session ended.
    SignInElsewhere,
    /// Carried out; 100 MiB of blanks stand before what is to be said: something that tries to fill memory.
    HugeBody,
    /// Carried out; data is said to be HTML and HTML to be plain text: a proxy that "corrects" headers.
    WrongContentType,
    /// Carried out; the reply has the names that it should have, but every value is of another type. What is no JSON is
    /// an empty list.
    WrongTypes,
    /// 500 of Jenkins, although it was carried out: the record of the user could not be written.
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

    /// The name by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// What it does, in a few words.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.words().1
    }

    /// Whether it is about the circumstances of a request, so that something else may go wrong besides.
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
            Self::BadGateway => ("bad-gateway", "502 of a proxy, not carried out"),
            Self::BadGatewayAfter => ("bad-gateway-after", "502 of a proxy, carried out all the same"),
            Self::Unavailable => ("unavailable", "503 of a proxy, not carried out"),
            Self::UnavailableAfter => ("unavailable-after", "503 of a proxy, carried out all the same"),
            Self::TooManyRequests => ("too-many-requests", "429 with Retry-After, not carried out"),
            Self::CrumbHeaderDropped => ("crumb-header-dropped", "a proxy drops the header of the crumb"),
            Self::Restart => ("restart", "every session ended just before, tokens are kept"),
            Self::CrumbChanges => ("crumb-changes", "a crumb given out makes all older ones bad"),
            Self::SignInElsewhere => {
                ("sign-in-elsewhere", "a redirect to sign in on another host, not carried out")
            }
            Self::HugeBody => ("huge-body", "carried out, 100 MiB of blanks before the body"),
            Self::WrongContentType => {
                ("wrong-content-type", "carried out, the reply says it is something else")
            }
            Self::WrongTypes => ("wrong-types", "carried out, the right names with values of wrong types"),
            Self::FailedAfter => ("failed-after", "500 of Jenkins, carried out all the same"),
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
