//! The environment variables from which Jenkins' clients take their credentials.

use base64ct::{Base64, Encoding as _};

use super::{FormatError, quote_for_sh};
use crate::{ControllerUrl, Secret, UserId, text};

/// `JENKINS_URL`, `JENKINS_USER_ID` and `JENKINS_API_TOKEN` with their values, which have no control characters.
pub(super) struct Variables([(&'static str, Secret); 3]);

impl Variables {
    pub(super) fn new(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Self {
        Self([
            ("JENKINS_URL", Secret::new(controller.join(""))),
            ("JENKINS_USER_ID", Secret::new(user.as_str())),
            ("JENKINS_API_TOKEN", token.clone()),
        ])
    }

    pub(super) fn sh(&self) -> Secret {
        self.lines("", |line, name, value| {
            for part in ["export ", name, "=", quote_for_sh(value).reveal()] {
                line.push_str(part);
            }
        })
    }

    /// Single-quoted strings of PowerShell have no escapes. It accepts four typographic quotation marks as single quotes,
    /// too, and reads two in a row as one that is part of the text (about_Quoting_Rules).
    pub(super) fn powershell(&self) -> Secret {
        self.quoted("$env:", " = ", |c| match c {
            '\'' | '\u{2018}'..='\u{201b}' => Some(c),
            _ => None,
        })
    }

    /// Between single quotes, fish escapes only the quote and the backslash.
    pub(super) fn fish(&self) -> Secret {
        self.quoted("set -gx ", " ", |c| matches!(c, '\'' | '\\').then_some('\\'))
    }

    /// Programs that read `.env` files agree on what single quotes contain, with these exceptions: some end the value at a
    /// quote, some expand `${`, and some read a backslash before another one as an escape. A URL can have them
    /// percent-encoded.
    pub(super) fn dotenv(mut self) -> Result<Secret, FormatError> {
        let Self([(_, url), (_, user), _]) = &mut self;
        let user = user.reveal();
        if user.ends_with('\\') || ["'", "${", "\\\\"].iter().any(|part| text::contains(user, part)) {
            return Err(FormatError::UnsupportedUserId);
        }
        let mut plain = String::new();
        for c in url.reveal().chars() {
            match c {
                '\'' => plain.push_str("%27"),
                '{' => plain.push_str("%7B"),
                c => plain.push(c),
            }
        }
        *url = Secret::new(plain);
        Ok(self.quoted("", "=", |_| None))
    }

    /// Values between single quotes; what `before` returns is put before the character.
    fn quoted(&self, beginning: &str, assignment: &str, before: fn(char) -> Option<char>) -> Secret {
        self.lines("", |line, name, value| {
            for part in [beginning, name, assignment, "'"] {
                line.push_str(part);
            }
            for c in value.chars() {
                line.extend(before(c));
                line.push(c);
            }
            line.push('\'');
        })
    }

    pub(super) fn kubernetes_secret(&self) -> Secret {
        const BEGINNING: &str =
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: jenkins-api-token\ntype: Opaque\ndata:\n";
        self.lines(BEGINNING, |line, name, value| {
            for part in ["  ", name, ": ", Secret::new(Base64::encode_string(value.as_bytes())).reveal()] {
                line.push_str(part);
            }
        })
    }

    /// A line for each variable. A text that outgrows its capacity is moved, and leaves a copy of the token behind.
    fn lines(&self, beginning: &str, write: impl Fn(&mut String, &str, &str)) -> Secret {
        const CAPACITY: usize = 4096;
        let mut lines = String::with_capacity(CAPACITY);
        lines.push_str(beginning);
        let Self(variables) = self;
        for (index, (name, value)) in variables.iter().enumerate() {
            if index > 0 {
                lines.push('\n');
            }
            write(&mut lines, name, value.reveal());
        }
        Secret::new(lines)
    }
}
