//! Ways to hand a token over to what is to use it.
//!
//! Each form is one text to copy. Whatever it is, the token stands in no process' arguments: those can be
//! read by everybody on the same machine.

mod netrc;
mod quoting;

use std::fmt;

use self::quoting::quote_for_curl;
pub use self::quoting::{Quoted, quote_for_sh};
use crate::{ControllerUrl, Secret, UserId, http};

/// A way to hand a token over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CredentialFormat {
    /// The token alone.
    #[default]
    Token,
    /// `user:token`, as HTTP Basic and the command line interface of Jenkins take it.
    UserToken,
    /// A command for a shell in which curl reads the credential on its standard input.
    Curl,
    /// Commands for a shell that set `JENKINS_URL`, `JENKINS_USER_ID` and `JENKINS_API_TOKEN`, which
    /// `jenkins-cli.jar` and others read.
    Environment,
    /// A line for the file `.netrc`.
    Netrc,
    /// The header `Authorization`.
    Header,
    /// Commands for a shell that put the credential into a file and have `jenkins-cli.jar` read it.
    Cli,
}

/// Why a token cannot be handed over that way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// The user id has a colon, at which HTTP Basic would cut it.
    ColonInUserId,
    /// The user id has a character that this form cannot hold: control characters in all but the
    /// token, in `.netrc` spaces, quotes and backslashes, too.
    UnsupportedUserId,
    /// `.netrc` knows no ports: the token would be sent to whatever listens on the host.
    PortNotSupported,
}

impl fmt::Display for FormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ColonInUserId => "the user ID has a colon, which HTTP Basic cannot carry",
            Self::UnsupportedUserId => "the user ID has a character that this format cannot hold",
            Self::PortNotSupported => {
                "a .netrc line names no port, so the token would go to every server on that host"
            }
        })
    }
}

impl std::error::Error for FormatError {}

impl CredentialFormat {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] =
        [Self::Token, Self::UserToken, Self::Curl, Self::Environment, Self::Netrc, Self::Header, Self::Cli];

    /// A name that stays the same, for remembering a choice and for the command line.
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::UserToken => "user-token",
            Self::Curl => "curl",
            Self::Environment => "env",
            Self::Netrc => "netrc",
            Self::Header => "header",
            Self::Cli => "cli",
        }
    }

    /// The form of that name.
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.identifier() == identifier)
    }
}

/// Writes a token in a form to be handed over, without a line break at its end.
///
/// # Errors
///
/// [`FormatError`] where the form cannot carry the user id or tell the controller apart.
pub fn render(
    format: CredentialFormat,
    controller: &ControllerUrl,
    user: &UserId,
    token: &Secret,
) -> Result<Secret, FormatError> {
    if format == CredentialFormat::Token {
        return Ok(token.clone());
    }
    if !user.fits_basic() {
        return Err(FormatError::ColonInUserId);
    }
    // No file of lines can hold them, and a terminal acts on them when they are pasted, quoted or not.
    if user.as_str().contains(char::is_control) {
        return Err(FormatError::UnsupportedUserId);
    }
    match format {
        CredentialFormat::Token | CredentialFormat::UserToken => Ok(user_and_token(user, token)),
        CredentialFormat::Curl => Ok(curl(controller, user, token)),
        CredentialFormat::Environment => Ok(environment(controller, user, token)),
        CredentialFormat::Netrc => netrc::line(controller, user, token),
        CredentialFormat::Header => {
            Ok(Secret::new(format!("Authorization: {}", http::basic(user, token).reveal())))
        }
        CredentialFormat::Cli => cli(controller, user, token),
    }
}

fn user_and_token(user: &UserId, token: &Secret) -> Secret {
    Secret::new(format!("{user}:{}", token.reveal()))
}

fn curl(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Secret {
    let url = controller.join("me/api/json");
    let globs = if url.contains(['[', ']', '{', '}']) { "--globoff " } else { "" };
    let credential = quote_for_curl(user_and_token(user, token).reveal());
    let url = quote_for_sh(&url);
    // One line in quotes: nothing in it can end the here-document.
    Secret::new(format!("curl {globs}--config - {url} <<'EOF'\nuser = {}\nEOF", credential.reveal()))
}

fn environment(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Secret {
    Secret::new(format!(
        "export JENKINS_URL={}\nexport JENKINS_USER_ID={}\nexport JENKINS_API_TOKEN={}",
        quote_for_sh(&controller.join("")),
        quote_for_sh(user.as_str()),
        quote_for_sh(token.reveal()),
    ))
}

/// `jenkins-cli.jar` takes spaces off both ends of the file.
fn cli(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Result<Secret, FormatError> {
    if user.as_str().starts_with(|c: char| c <= ' ') {
        return Err(FormatError::UnsupportedUserId);
    }
    let host: String = controller
        .host_and_path()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' })
        .collect();
    let file = format!("$HOME/.jenkins-cli-{host}");
    let credential = quote_for_sh(user_and_token(user, token).reveal());
    let url = quote_for_sh(&controller.join(""));
    // Made anew, because a file that is there keeps its permissions. `printf` is the shell's own: no
    // process has the token in its arguments.
    Ok(Secret::new(format!(
        "(umask 077; rm -f \"{file}\"; printf '%s\\n' {} > \"{file}\")\n\
         java -jar jenkins-cli.jar -s {url} -auth \"@{file}\" who-am-i",
        credential.reveal()
    )))
}

#[cfg(test)]
mod tests;
