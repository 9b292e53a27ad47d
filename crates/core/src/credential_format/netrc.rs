//! A line of `.netrc`: words between spaces, with a host and no port.

use super::FormatError;
use crate::controller::split_scheme;
use crate::{ControllerUrl, Secret, UserId};

pub(super) fn line(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Result<Secret, FormatError> {
    if !is_word(user.as_str()) {
        return Err(FormatError::UnsupportedUserId);
    }
    let host = host_without_port(controller.origin()).ok_or(FormatError::PortNotSupported)?;
    Ok(Secret::new(format!("machine {host} login {user} password {}", token.reveal())))
}

/// Readers differ in what quotes, backslashes and a `#` mean.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('#')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\'))
}

/// The host of an origin; `None` where it has a port that is not its scheme's own.
fn host_without_port(origin: &str) -> Option<&str> {
    let (scheme, authority) = split_scheme(origin)?;
    let own_port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority.strip_suffix(own_port).unwrap_or(authority);
    match authority.strip_prefix('[') {
        Some(address) => address.strip_suffix(']'),
        None => Some(authority).filter(|host| !host.contains(':')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_matters_unless_it_is_the_schemes_own() {
        assert_eq!(host_without_port("https://ci.example.org"), Some("ci.example.org"));
        assert_eq!(host_without_port("https://ci.example.org:443"), Some("ci.example.org"));
        assert_eq!(host_without_port("http://ci.example.org:80"), Some("ci.example.org"));
        assert_eq!(host_without_port("http://[::1]"), Some("::1"));
        for origin in ["http://ci:8080", "http://ci:443", "https://ci:80", "https://[::1]:8443"] {
            assert_eq!(host_without_port(origin), None, "{origin}");
        }
    }

    #[test]
    fn an_id_must_be_one_word() {
        for id in ["", "bob smith", "a\tb", "a\nb", "CORP\\carl", "\"a\"", "o'neil", "#1", "a\u{a0}b"] {
            assert!(!is_word(id), "{id:?}");
        }
        for id in ["alice", "zoë@x.org", "a#b", "per%cent", "a+b"] {
            assert!(is_word(id), "{id:?}");
        }
    }
}
