//! The recipe that people copy: curl with password, crumb and session cookie.
//!
//! People put the password into the arguments and the cookie into a file. Here both go through pipes, with the same
//! requests: the password may be that of a real controller.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::super::GENERATE;
use super::{Place, program};
use crate::controller::Controller;

/// curl as it is found on this machine.
pub(crate) struct Curl;

/// The same expiry as `latchkey` requests, so tokens left by a killed bench expire soon. Cores before 2.548 ignore it.
const EXPIRY: &str = "expirationDuration=1";

/// What precedes the cookies, which curl writes after the reply.
const COOKIES: &str = "# Netscape HTTP Cookie File";

impl Curl {
    /// `None` if there is none.
    pub(crate) fn find() -> Option<Self> {
        let found =
            program::command("curl").arg("--version").output().is_ok_and(|ended| ended.status.success());
        found.then_some(Self)
    }

    /// Without whatever `.curlrc` may say.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program::command("curl");
        command.arg("--disable").args(arguments);
        command
    }

    /// Asks for the crumb and then for a token.
    pub(super) fn create_with_password(&self, place: &Place) -> Result<()> {
        let Controller { root, user, password, .. } = &*place.controller;
        let credentials = setting("user", &format!("{user}:{}", password.reveal()));
        let url = format!("{root}/crumbIssuer/api/json");
        let reply = program::run(self.command(&["-sf", "-c", "-", "-K", "-", &url]), &credentials)?;
        let (reply, cookies) = reply.split_once(COOKIES).context("curl got no cookie")?;
        let crumb: Value = serde_json::from_str(reply).context("curl got no crumb")?;
        let (name, value) = (crumb["crumbRequestField"].as_str(), crumb["crumb"].as_str());
        let header = format!("{}: {}", name.context("no crumb")?, value.context("no crumb")?);
        let session =
            [credentials, setting("header", &header), setting("cookie", &cookies_in(cookies))].concat();
        self.generate(place, &session)
    }

    /// Asks for a token, with a token.
    pub(super) fn create_with_token(&self, place: &Place) -> Result<()> {
        let user = &place.controller.user;
        self.generate(place, &setting("user", &format!("{user}:{}", place.token.reveal())))
    }

    fn generate(&self, place: &Place, settings: &str) -> Result<()> {
        let url = format!("{}{GENERATE}", place.controller.root);
        let name = format!("newTokenName={}", place.token_name);
        let arguments = ["-sf", "-K", "-", "--data-urlencode", &name, "-d", EXPIRY, &url];
        let reply = program::run(self.command(&arguments), settings)?;
        let reply: Value = serde_json::from_str(&reply).context("curl got no JSON")?;
        ensure!(reply["data"]["tokenValue"].is_string(), "curl got no token");
        Ok(())
    }
}

/// A line of the configuration that curl reads from standard input.
fn setting(name: &str, value: &str) -> String {
    format!("{name} = \"{}\"\n", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Names and values of the cookies in a jar, as a request sends them.
fn cookies_in(jar: &str) -> String {
    let cookies = jar.lines().filter_map(|line| {
        let mut fields = line.split('\t').skip(5);
        Some(format!("{}={}", fields.next()?, fields.next()?))
    });
    cookies.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_from_the_jar() {
        let jar = "\n# https://curl.se/docs/http-cookies.html\n\n\
            #HttpOnly_127.0.0.1\tFALSE\t/jenkins\tFALSE\t0\tJSESSIONID.1a\tnode0\n127.0.0.1\tFALSE\t/\tTRUE\t0\ta\tb\n";
        assert_eq!(cookies_in(jar), "JSESSIONID.1a=node0; a=b");
    }

    #[test]
    fn a_quote_in_a_password_does_not_end_the_setting() {
        assert_eq!(setting("user", "a:b\"\\c"), "user = \"a:b\\\"\\\\c\"\n");
    }
}
