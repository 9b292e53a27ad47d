//! A line of `.netrc`: words between spaces, with a host and no port.

use super::FormatError;
use crate::{ControllerUrl, Secret, UserId};

pub(super) fn line(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Result<Secret, FormatError> {
    if !is_word(user.as_str()) {
        return Err(FormatError::UnsupportedUserId);
    }
    if controller.port().is_some() {
        return Err(FormatError::PortNotSupported);
    }
    let host = controller.host().trim_matches(['[', ']']);
    Ok(Secret::new(format!("machine {host} login {user} password {}", token.reveal())))
}

/// Programs interpret quotes, backslashes and `#` differently.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('#')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_must_be_one_word() {
        for id in ["", "bob smith", "a\tb", "a\nb", "CORP\\carl", "\"a\"", "o'neil", "#1", "a\u{a0}b"] {
            assert!(!is_word(id), "{id:?}");
        }
        for id in ["alice", "zoë@x.org", "a#b", "per%cent", "a+b"] {
            assert!(is_word(id), "{id:?}");
        }
    }
}
