//! The formats in which a token is copied for the program that uses it.
//!
//! No format puts the token into the arguments of a process: every user of the machine can read those.

mod quoting;
mod variables;

use std::fmt;

use self::quoting::quote_for_curl;
pub use self::quoting::{Quoted, quote_for_sh};
use self::variables::Variables;
use crate::json::ObjectWriter;
use crate::{ControllerUrl, Secret, UserId, http};

/// A format in which a token is copied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CredentialFormat {
    /// The bare token.
    #[default]
    Token,
    /// `user:token`, as HTTP Basic and the Jenkins CLI take it.
    UserToken,
    /// A shell command in which curl reads the credentials from its standard input.
    Curl,
    /// Shell commands that set `JENKINS_URL`, `JENKINS_USER_ID` and `JENKINS_API_TOKEN`, which
    /// `jenkins-cli.jar` and others read.
    Environment,
    /// The same for PowerShell.
    PowerShell,
    /// The same for fish.
    Fish,
    /// The same as lines of a file `.env`.
    Dotenv,
    /// The same as a manifest of a Kubernetes `Secret`.
    KubernetesSecret,
    /// The configuration with which MCP clients reach the plugin `mcp-server`.
    Mcp,
    /// A line for the file `.netrc`.
    Netrc,
    /// The header `Authorization`.
    Header,
    /// Shell commands that write the credentials to a file for `jenkins-cli.jar`.
    Cli,
}

/// Why a token cannot be written in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// The user ID has a colon, where HTTP Basic would split it.
    ColonInUserId,
    /// The user ID has a character that the format cannot hold: a control character; in `.netrc` also a
    /// space, a quote or a backslash; in `.env` what its readers interpret differently.
    UnsupportedUserId,
    /// The URL has a port, which `.netrc` cannot name: the token would be sent to every server on the host.
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
    /// All formats in the order of the menu.
    pub const ALL: [Self; 12] = [
        Self::Token,
        Self::UserToken,
        Self::Curl,
        Self::Environment,
        Self::PowerShell,
        Self::Fish,
        Self::Dotenv,
        Self::KubernetesSecret,
        Self::Mcp,
        Self::Netrc,
        Self::Header,
        Self::Cli,
    ];

    /// A name that never changes, for storing a choice.
    pub fn identifier(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::UserToken => "user-token",
            Self::Curl => "curl",
            Self::Environment => "env",
            Self::PowerShell => "powershell",
            Self::Fish => "fish",
            Self::Dotenv => "dotenv",
            Self::KubernetesSecret => "kubernetes-secret",
            Self::Mcp => "mcp",
            Self::Netrc => "netrc",
            Self::Header => "header",
            Self::Cli => "cli",
        }
    }

    /// The format of that name.
    pub fn from_identifier(identifier: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.identifier() == identifier)
    }
}

/// Writes a token in a format, without a line break at its end.
///
/// # Errors
///
/// [`FormatError`] if the format cannot hold the user ID or the port of the controller.
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
    // A line cannot hold them, and a terminal interprets them when they are pasted, even in quotes.
    if user.as_str().contains(char::is_control) {
        return Err(FormatError::UnsupportedUserId);
    }
    let variables = Variables::new(controller, user, token);
    match format {
        CredentialFormat::Token | CredentialFormat::UserToken => Ok(user_and_token(user, token)),
        CredentialFormat::Curl => Ok(curl(controller, user, token)),
        CredentialFormat::Environment => Ok(variables.sh()),
        CredentialFormat::PowerShell => Ok(variables.powershell()),
        CredentialFormat::Fish => Ok(variables.fish()),
        CredentialFormat::Dotenv => variables.dotenv(),
        CredentialFormat::KubernetesSecret => Ok(variables.kubernetes_secret()),
        CredentialFormat::Mcp => Ok(mcp(controller, user, token)),
        CredentialFormat::Netrc => netrc(controller, user, token),
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

/// The endpoint is the streamable one of the plugin `mcp-server` (its README). Clients take the object as `.mcp.json`, or
/// merge it into their own file.
fn mcp(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Secret {
    let mut headers = ObjectWriter::new();
    headers.text("Authorization", http::basic(user, token).reveal());
    let mut server = ObjectWriter::new();
    server.text("type", "http");
    server.text("url", &controller.join("mcp-server/mcp"));
    server.object("headers", headers);
    let mut servers = ObjectWriter::new();
    servers.object("jenkins", server);
    let mut configuration = ObjectWriter::new();
    configuration.object("mcpServers", servers);
    Secret::new(configuration.finish())
}

/// A line of `.netrc`: words between spaces, with a host and no port.
fn netrc(controller: &ControllerUrl, user: &UserId, token: &Secret) -> Result<Secret, FormatError> {
    if !is_netrc_word(user.as_str()) {
        return Err(FormatError::UnsupportedUserId);
    }
    if controller.port().is_some() {
        return Err(FormatError::PortNotSupported);
    }
    let host = controller.host().trim_matches(['[', ']']);
    Ok(Secret::new(format!("machine {host} login {user} password {}", token.reveal())))
}

/// Programs interpret quotes, backslashes and `#` differently.
fn is_netrc_word(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('#')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '\\'))
}

/// `jenkins-cli.jar` trims the contents of the file.
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
    // An existing file is removed first, because it would keep its permissions. `printf` is a builtin of the
    // shell, so that no process has the token in its arguments.
    Ok(Secret::new(format!(
        "(umask 077; rm -f \"{file}\"; printf '%s\\n' {} > \"{file}\")\n\
         java -jar jenkins-cli.jar -s {url} -auth \"@{file}\" who-am-i",
        credential.reveal()
    )))
}

#[cfg(test)]
mod tests;
