//! The options of a stand-in.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::fault::FaultPlan;
use crate::gate::Gate;
use crate::jenkins_version::{JenkinsVersion, SameSite};
use crate::users::Account;

/// The options of a stand-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The version of Jenkins core it imitates.
    pub core: JenkinsVersion,
    /// The context path: empty, or a path such as `/jenkins` without a trailing slash.
    pub context: String,
    /// The address it listens on. Elsewhere than on the loopback interface, whoever reaches it can sign in. The identity
    /// provider of sign-ons listens on the loopback interface in any case.
    pub address: IpAddr,
    /// The port; 0 means any free port.
    pub port: u16,
    /// The users who can sign in.
    pub accounts: Vec<Account>,
    /// Whether CSRF protection is on, as it is by default.
    pub crumb: bool,
    /// The `SameSite` attribute of cookies; `None` means that of the Jenkins version.
    pub same_site: Option<SameSite>,
    /// How long every reply is delayed after its request was executed.
    pub latency: Duration,
    /// A `Content-Security-Policy` sent with every HTML page.
    pub content_security_policy: Option<String>,
    /// Whether anonymous visitors may read.
    pub anonymous_read: bool,
    /// Whether the use of tokens is counted, as it is by default.
    pub usage_statistics: bool,
    /// Whether administrators may create tokens for other users, as with
    /// `-Djenkins.security.ApiTokenProperty.adminCanGenerateNewTokens=true`.
    pub administrators_generate: bool,
    /// The gates that are on from the start, the outermost first.
    pub gates: Vec<Gate>,
    /// The faults planned from the start.
    pub faults: Vec<FaultPlan>,
}

impl Default for Options {
    /// The newest core at the root, with `admin` (administrator, `admin-pass-1`) and `alice` (`alice-pass-1`).
    fn default() -> Self {
        Self {
            core: JenkinsVersion::V2_579,
            context: String::new(),
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            accounts: vec![
                Account { administrator: true, ..Account::new("admin", "admin-pass-1") },
                Account { full_name: "Alice Adams".to_owned(), ..Account::new("alice", "alice-pass-1") },
            ],
            crumb: true,
            same_site: None,
            latency: Duration::ZERO,
            content_security_policy: None,
            anonymous_read: false,
            usage_statistics: true,
            administrators_generate: false,
            gates: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Options {
    /// Why the context path is invalid, if it is.
    pub(crate) fn mistake(&self) -> Option<String> {
        let context = &self.context;
        let path = context.is_empty() || (context.starts_with('/') && !context.ends_with('/'));
        let plain =
            context.chars().all(|character| character.is_ascii_alphanumeric() || "/-_.~".contains(character));
        let mistaken = !path || !plain || context.contains("//");
        mistaken
            .then(|| format!("the context path {context:?} is neither empty nor a path such as \"/jenkins\""))
    }

    /// The `SameSite` attribute of its cookies, as written in `Set-Cookie`.
    pub(crate) fn same_site_attribute(&self) -> &'static str {
        self.same_site.or_else(|| self.core.same_site()).map_or("", SameSite::attribute)
    }

    /// The `Path` of its cookies.
    pub(crate) fn cookie_path(&self) -> &str {
        if self.context.is_empty() { "/" } else { &self.context }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_path_is_empty_or_a_path_without_a_last_slash() {
        let mistake = |context: &str| Options { context: context.to_owned(), ..Options::default() }.mistake();
        for good in ["", "/jenkins", "/ci/jenkins"] {
            assert_eq!(mistake(good), None);
        }
        for bad in ["/", "jenkins", "/jenkins/", "//jenkins", "/a b", "/a;b"] {
            assert!(mistake(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn a_password_does_not_show_in_debug_output() {
        assert!(!format!("{:?}", Options::default()).contains("pass-1"));
    }
}
