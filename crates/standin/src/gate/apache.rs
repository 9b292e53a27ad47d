//! Apache with mod_proxy and mod_security in front of a controller.

use clap::ValueEnum;

use super::layer::{Answer, Layer, ReplyRule, RequestChange, RequestRule};
use super::program::Program;

/// How Apache is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Apache {
    /// Changes nothing.
    Plain,
    /// mod_security with its core rules: 403 to scripts and token names that look like an attack.
    ModsecCrs,
    /// A house rule of mod_security: 406 to requests for new tokens.
    #[value(name = "modsec-406")]
    Modsec406,
    /// A response rule of mod_security: 403 in place of a new token, which was created.
    #[value(name = "modsec-response-403")]
    ModsecResponse403,
    /// `AllowEncodedSlashes Off` and `nocanon`: 404 to a path with %2F.
    NoEncodedSlashes,
    /// `AllowEncodedSlashes On` without `nocanon`: %2F arrives as a slash, and %3B as a semicolon.
    DecodedSlashes,
    /// `AllowEncodedSlashes NoDecode` and `nocanon`: every path arrives as it was sent.
    EncodedSlashes,
}

impl Apache {
    pub(super) fn layer(self) -> Layer {
        let apache = Layer::of(Program::Apache);
        match self {
            Self::Plain | Self::EncodedSlashes => apache,
            Self::ModsecCrs => apache.answering(RequestRule::Attacks, Answer::Page(403)),
            Self::Modsec406 => apache.answering(RequestRule::NewTokens, Answer::Page(406)),
            Self::ModsecResponse403 => apache.replying(ReplyRule::ReplaceTokens(Answer::Page(403))),
            Self::NoEncodedSlashes => apache.answering(RequestRule::EncodedSlash, Answer::Page(404)),
            Self::DecodedSlashes => apache.changing(RequestChange::Canonicalize),
        }
    }
}
