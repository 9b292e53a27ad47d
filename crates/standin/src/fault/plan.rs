//! Which fault hits which request.

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

use super::{Fault, name};

/// The kind of request that a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum FaultedRequest {
    /// Any request.
    Any,
    /// A request that creates a token through the API.
    Generate,
    /// A request that renames a token through the API.
    Rename,
    /// A request that revokes a token through the API.
    Revoke,
    /// A request that revokes all tokens of a user through the API.
    RevokeAll,
    /// `me/api/json`.
    Me,
    /// `crumbIssuer/api/json`.
    Crumb,
    /// `whoAmI/api/json`.
    WhoAmI,
    /// The page with the tokens of a user.
    TokensPage,
    /// A script for the script console.
    Script,
}

impl FaultedRequest {
    /// Whether a request to this path, without its query, is of this kind.
    fn covers(self, path: &str) -> bool {
        let ends: &[&str] = match self {
            Self::Any => &[""],
            Self::Generate => &["/generateNewToken"],
            Self::Rename => &["/rename"],
            Self::Revoke => &["/revoke"],
            Self::RevokeAll => &["/revokeAll"],
            Self::Me => &["/me/api/json"],
            Self::Crumb => &["/crumbIssuer/api/json"],
            Self::WhoAmI => &["/whoAmI/api/json"],
            Self::TokensPage => &["/security/", "/configure"],
            Self::Script => &["/scriptText"],
        };
        ends.iter().any(|end| path.ends_with(end))
    }
}

/// A fault, the requests it hits, and whether it hits once or always.
///
/// Written `fault`, `fault:request` or `fault:request:every`, for example `gone-after:generate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FaultPlan {
    /// The fault.
    pub fault: Fault,
    /// The kind of request it hits.
    pub request: FaultedRequest,
    /// Whether it hits every such request; otherwise only the next one.
    pub every: bool,
}

impl fmt::Display for FaultPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let every = if self.every { ":every" } else { "" };
        write!(formatter, "{}:{}{every}", self.fault, name(self.request))
    }
}

impl FromStr for FaultPlan {
    type Err = ParseFaultPlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        let fault = parts.next().unwrap_or_default().parse()?;
        let request = match parts.next() {
            None => FaultedRequest::Any,
            Some(name) => <FaultedRequest as ValueEnum>::from_str(name, false)
                .map_err(|_| ParseFaultPlanError::one_of::<FaultedRequest>("request", name))?,
        };
        match (parts.next(), parts.next()) {
            (None, None) => Ok(Self { fault, request, every: false }),
            (Some("every"), None) => Ok(Self { fault, request, every: true }),
            _ => Err(ParseFaultPlanError(format!(
                "{text:?} is not of the form fault:request or fault:request:every"
            ))),
        }
    }
}

/// A string that is not a fault plan. The message lists the known names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseFaultPlanError(String);

impl ParseFaultPlanError {
    /// A string that is not a value of `T`.
    pub(super) fn one_of<T: ValueEnum>(kind: &str, text: &str) -> Self {
        let names: Vec<String> = T::value_variants().iter().cloned().map(name).collect();
        Self(format!("there is no {kind} {text:?}; choose {}", names.join(", ")))
    }
}

impl fmt::Display for ParseFaultPlanError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ParseFaultPlanError {}

/// The faults that are planned.
#[derive(Default)]
pub(crate) struct Faults(Vec<FaultPlan>);

impl Faults {
    pub(crate) fn add(&mut self, plan: FaultPlan) {
        self.0.push(plan);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults of a request to this path, without its query: all ambient ones, and of the others the first planned.
    /// A fault of reused connections waits for a request on one.
    pub(crate) fn take(&mut self, path: &str, reused: bool) -> Vec<Fault> {
        let mut taken = Vec::new();
        let mut failed = false;
        self.0.retain(|plan| {
            let fault = plan.fault;
            let fits = plan.request.covers(path)
                && (fault.is_ambient() || !failed)
                && (reused || fault != Fault::GoneAfterIfReused);
            if fits {
                failed |= !fault.is_ambient();
                taken.push(fault);
            }
            plan.every || !fits
        });
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plan_is_read_back_from_its_name() {
        for &request in FaultedRequest::value_variants() {
            for every in [false, true] {
                let plan = FaultPlan { fault: Fault::Drip, request, every };
                assert_eq!(plan.to_string().parse(), Ok(plan));
            }
        }
        let plan = FaultPlan { fault: Fault::Drip, request: FaultedRequest::Any, every: false };
        assert_eq!("drip".parse(), Ok(plan));
    }

    #[test]
    fn what_is_no_plan_says_what_is_wrong() {
        for (text, wrong) in
            [("", "no fault \"\""), ("drip:tea", "no request \"tea\""), ("drip:me:twice", "not of the form")]
        {
            let error = text.parse::<FaultPlan>().unwrap_err().to_string();
            assert!(error.contains(wrong), "{error}");
        }
        assert!("drip:me:every:day".parse::<FaultPlan>().is_err());
    }
}
