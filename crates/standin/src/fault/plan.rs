//! What is to go wrong, and with which request.

use std::fmt;
use std::str::FromStr;

use super::Fault;

/// The kind of request that a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultedRequest {
    /// Whatever comes.
    Any,
    /// One that makes a token by the API, for whomever.
    Generate,
    /// One that renames a token by the API.
    Rename,
    /// One that revokes a token by the API.
    Revoke,
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
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Any,
        Self::Generate,
        Self::Rename,
        Self::Revoke,
        Self::Me,
        Self::Crumb,
        Self::WhoAmI,
        Self::TokensPage,
        Self::Script,
    ];

    /// The name by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Generate => "generate",
            Self::Rename => "rename",
            Self::Revoke => "revoke",
            Self::Me => "me",
            Self::Crumb => "crumb",
            Self::WhoAmI => "who-am-i",
            Self::TokensPage => "tokens-page",
            Self::Script => "script",
        }
    }

    /// Whether a request to this path, without its query, is of this kind.
    fn covers(self, path: &str) -> bool {
        let ends: &[&str] = match self {
            Self::Any => &[""],
            Self::Generate => &["/generateNewToken"],
            Self::Rename => &["/rename"],
            Self::Revoke => &["/revoke"],
            Self::Me => &["/me/api/json"],
            Self::Crumb => &["/crumbIssuer/api/json"],
            Self::WhoAmI => &["/whoAmI/api/json"],
            Self::TokensPage => &["/security/", "/configure"],
            Self::Script => &["/scriptText"],
        };
        ends.iter().any(|end| path.ends_with(end))
    }
}

/// What is to go wrong, with which request, once or always.
///
/// Written `fault`, `fault:request` or `fault:request:every`, for example `gone-after:generate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FaultPlan {
    /// What goes wrong.
    pub fault: Fault,
    /// With which request.
    pub request: FaultedRequest,
    /// With every such request; otherwise with the next alone.
    pub every: bool,
}

impl fmt::Display for FaultPlan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let every = if self.every { ":every" } else { "" };
        write!(formatter, "{}:{}{every}", self.fault, self.request.name())
    }
}

impl FromStr for FaultPlan {
    type Err = ParseFaultPlanError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(':');
        let fault = parts.next().unwrap_or_default().parse()?;
        let request = match parts.next() {
            None => FaultedRequest::Any,
            Some(name) => {
                let found = FaultedRequest::ALL.into_iter().find(|request| request.name() == name);
                found.ok_or_else(|| ParseFaultPlanError::request(name))?
            }
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

/// A text that names no fault, or no request that one could be for. It says what there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseFaultPlanError(String);

impl ParseFaultPlanError {
    pub(super) fn fault(text: &str) -> Self {
        Self::one_of("fault", text, &Fault::ALL.map(Fault::name))
    }

    fn request(text: &str) -> Self {
        Self::one_of("request", text, &FaultedRequest::ALL.map(FaultedRequest::name))
    }

    fn one_of(kind: &str, text: &str, names: &[&str]) -> Self {
        Self(format!("there is no {kind} {text:?}; choose {}", names.join(", ")))
    }
}

impl fmt::Display for ParseFaultPlanError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for ParseFaultPlanError {}

/// Everything that is still to go wrong.
#[derive(Default)]
pub(crate) struct Faults(Vec<FaultPlan>);

impl Faults {
    pub(crate) fn add(&mut self, plan: FaultPlan) {
        self.0.push(plan);
    }

    pub(crate) fn remove(&mut self, plan: FaultPlan) {
        self.0.retain(|own| *own != plan);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What goes wrong with a request to this path, without its query: every circumstance, and of the rest what was planned first.
    pub(crate) fn take(&mut self, path: &str) -> Vec<Fault> {
        let mut taken = Vec::new();
        let mut failed = false;
        self.0.retain(|plan| {
            let fault = plan.fault;
            let fits = plan.request.covers(path) && (fault.is_ambient() || !failed);
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
        for request in FaultedRequest::ALL {
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
