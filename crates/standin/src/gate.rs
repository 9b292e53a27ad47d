//! Gates: what stands between people and a controller, or decides who gets in.
//!
//! A gate of a proxy or a sign-on is a layer in front of the controller. It changes requests, answers some of them
//! itself, and changes replies after the controller has acted. Its pages are those that the programs write. A gate of
//! [`Security`] is a setting of the controller itself.

mod apache;
mod attack;
mod haproxy;
mod layer;
mod nginx;
mod oauth2_proxy;
mod passage;
mod program;
mod provider;
mod security;
mod sign_on;
mod state;
mod visitors;

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

pub use apache::Apache;
pub use haproxy::Haproxy;
pub use nginx::Nginx;
pub(crate) use passage::{Outcome, enter, leave};
pub(crate) use provider::{local_path, redeemed, sign_in_address};
pub use security::Security;
pub use sign_on::SignOn;

pub(crate) use state::Gates;
pub use visitors::{GATE_PASSWORD, GATE_TOKEN, GATE_USER};

use layer::{Answer, Layer, RequestRule};
use program::Program;

/// A gate in front of a controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gate {
    /// nginx 1.22.1, as recorded.
    Nginx(Nginx),
    /// Apache 2.4 with mod_proxy and mod_security, as recorded.
    Apache(Apache),
    /// HAProxy 2.6, as recorded.
    Haproxy(Haproxy),
    /// A sign-on in front of the controller.
    SignOn(SignOn),
    /// Tomcat, in which the controller runs: it refuses `%2F` in a path (`encodedSolidusHandling="reject"`, the default).
    Tomcat,
    /// Jetty, in which the controller runs, with its limit for the head of a request: 431 if the cookies are too long.
    Jetty,
    /// Who the controller itself lets in.
    Security(Security),
}

impl Gate {
    /// Every gate.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let nginx = Nginx::value_variants().iter().copied().map(Self::Nginx);
        let apache = Apache::value_variants().iter().copied().map(Self::Apache);
        let haproxy = Haproxy::value_variants().iter().copied().map(Self::Haproxy);
        let sign_on = SignOn::value_variants().iter().copied().map(Self::SignOn);
        let security = Security::value_variants().iter().copied().map(Self::Security);
        nginx
            .chain(apache)
            .chain(haproxy)
            .chain(sign_on)
            .chain([Self::Tomcat, Self::Jetty])
            .chain(security)
            .collect()
    }

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Nginx(nginx) => format!("nginx-{}", name_of(nginx)),
            Self::Apache(apache) => format!("apache-{}", name_of(apache)),
            Self::Haproxy(haproxy) => format!("haproxy-{}", name_of(haproxy)),
            Self::SignOn(sign_on) => name_of(sign_on),
            Self::Tomcat => "tomcat".to_owned(),
            Self::Jetty => "jetty-431".to_owned(),
            Self::Security(security) => name_of(security),
        }
    }

    /// What it does, in one line.
    #[must_use]
    pub fn help(self) -> String {
        match self {
            Self::Nginx(nginx) => help_of(nginx),
            Self::Apache(apache) => help_of(apache),
            Self::Haproxy(haproxy) => help_of(haproxy),
            Self::SignOn(sign_on) => help_of(sign_on),
            Self::Tomcat => "400 to a path with %2F, from the servlet container".to_owned(),
            Self::Jetty => {
                "431 if the cookies are longer than eight kilobytes, from the servlet container".to_owned()
            }
            Self::Security(security) => help_of(security),
        }
    }

    /// What it does with requests and replies; `None` if it asks who the visitor is, or is part of the controller.
    fn layer(self) -> Option<Layer> {
        match self {
            Self::Nginx(nginx) => Some(nginx.layer()),
            Self::Apache(apache) => Some(apache.layer()),
            Self::Haproxy(haproxy) => Some(haproxy.layer()),
            Self::Tomcat => {
                Some(Layer::of(Program::Tomcat).answering(RequestRule::EncodedSlash, Answer::Page(400)))
            }
            Self::Jetty => {
                Some(Layer::of(Program::Jetty).answering(RequestRule::CookiesOver(8192), Answer::Page(431)))
            }
            Self::SignOn(_) | Self::Security(_) => None,
        }
    }
}

fn name_of(value: impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn help_of(value: impl ValueEnum) -> String {
    let help = value.to_possible_value().and_then(|value| value.get_help().map(ToString::to_string));
    help.unwrap_or_default()
}

impl fmt::Display for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name())
    }
}

/// A string that is not the name of a gate. The message lists the names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseGateError(String);

impl fmt::Display for ParseGateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = Gate::all().into_iter().map(Gate::name).collect();
        write!(formatter, "there is no gate {:?}; choose {}", self.0, names.join(", "))
    }
}

impl std::error::Error for ParseGateError {}

impl FromStr for Gate {
    type Err = ParseGateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let gate = Self::all().into_iter().find(|gate| gate.name() == text);
        gate.ok_or_else(|| ParseGateError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gate_is_read_back_from_its_name_and_explained() {
        for gate in Gate::all() {
            assert_eq!(gate.name().parse(), Ok(gate));
            assert!(!gate.help().is_empty(), "{gate}");
        }
    }

    #[test]
    fn the_error_for_an_unknown_gate_lists_all_gates() {
        let error = "drawbridge".parse::<Gate>().unwrap_err().to_string();
        assert!(error.contains("drawbridge") && error.contains("nginx-cookie-400, "), "{error}");
    }
}
