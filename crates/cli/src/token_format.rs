//! The formats in which `create` and `replace` print a token (`--as`).

use clap::ValueEnum;
use latchkey_core::CredentialFormat;

/// The formats of a printed token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenFormat {
    /// the token alone
    Raw,
    /// USER:TOKEN, as HTTP Basic and `jenkins-cli.jar -auth` expect it
    UserToken,
    /// an object with the controller, user, name, UUID, token, and expiry
    Json,
    /// shell commands that set JENKINS_URL, JENKINS_USER_ID, and JENKINS_API_TOKEN
    Env,
    /// the same for PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// the same for fish
    Fish,
    /// the same as lines of a .env file
    Dotenv,
    /// the same as a manifest of a Kubernetes Secret
    KubernetesSecret,
    /// the configuration with which an MCP client reaches Jenkins' mcp-server plugin
    Mcp,
    /// a line for ~/.netrc
    Netrc,
    /// a shell command that runs curl with the credentials on its standard input
    Curl,
    /// an Authorization header
    Header,
    /// shell commands that write the credentials to a file for jenkins-cli.jar
    Cli,
}

impl TokenFormat {
    /// The format of core; `None` for JSON.
    pub(crate) fn credential_format(self) -> Option<CredentialFormat> {
        Some(match self {
            Self::Json => return None,
            Self::Raw => CredentialFormat::Token,
            Self::UserToken => CredentialFormat::UserToken,
            Self::Env => CredentialFormat::Environment,
            Self::PowerShell => CredentialFormat::PowerShell,
            Self::Fish => CredentialFormat::Fish,
            Self::Dotenv => CredentialFormat::Dotenv,
            Self::KubernetesSecret => CredentialFormat::KubernetesSecret,
            Self::Mcp => CredentialFormat::Mcp,
            Self::Netrc => CredentialFormat::Netrc,
            Self::Curl => CredentialFormat::Curl,
            Self::Header => CredentialFormat::Header,
            Self::Cli => CredentialFormat::Cli,
        })
    }
}
