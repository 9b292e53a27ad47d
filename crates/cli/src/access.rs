//! The arguments that several commands share: credentials, network, the user whose tokens they are, and the URL.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use latchkey_core::{Owner, UserId};
use latchkey_native::{ClientFiles, TlsFiles};

use crate::error::CliError;
use crate::token_store::TokenStore;

/// The options of every command.
#[derive(Args, Debug, Clone)]
pub(crate) struct Access {
    /// Sign in as this user, with the token saved for them; without one, Latchkey asks for the password or API token
    /// without showing it
    #[arg(long, short, global = true, value_name = "USER ID", help_heading = "Credentials")]
    pub(crate) user: Option<String>,
    /// Read the password or API token of --user from the first line of standard input
    #[arg(long, global = true, help_heading = "Credentials")]
    pub(crate) password_stdin: bool,
    /// Sign in with the token in this file, which --save-to wrote
    #[arg(long, global = true, value_name = "FILE", help_heading = "Credentials")]
    pub(crate) from: Option<PathBuf>,
    /// Trust only the certificate authorities in this PEM file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub(crate) cacert: Option<PathBuf>,
    /// Prove your identity to the server with the certificate in this PEM file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub(crate) cert: Option<PathBuf>,
    /// The private key of --cert, if it is in another PEM file
    #[arg(long, global = true, value_name = "FILE", help_heading = "Connection")]
    pub(crate) key: Option<PathBuf>,
    /// Add the headers in this file to every request to the controller, one `Name: value` per line; for a gate in front of
    /// Jenkins, such as Cloudflare Access. They replace remembered ones of the same name
    #[arg(long, global = true, value_name = "@FILE", value_parser = file_of_headers, help_heading = "Connection")]
    pub(crate) header: Vec<PathBuf>,
    /// Wait this many seconds for the answer to each request
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value = "60",
        value_parser = seconds,
        help_heading = "Connection"
    )]
    pub(crate) timeout: Duration,
    /// Print results, messages, and errors as JSON
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) json: bool,
    /// The file that the command saves a token in. It may have headers beside a token that is there already.
    #[arg(skip)]
    pub(crate) save_to: Option<PathBuf>,
}

impl Access {
    /// Checks that the options can be combined. clap would check the ones before the command separately from the ones after.
    pub(crate) fn check(&self) -> Result<(), CliError> {
        match (&self.user, &self.from, self.password_stdin) {
            (None, _, true) => Err(CliError::usage("--password-stdin needs --user")
                .hint("Name the user whose password is on standard input with --user.")),
            (Some(_), Some(_), _) => Err(CliError::usage("--user and --from cannot be used together")
                .hint("Use either --user or --from: the file says whose token it contains.")),
            _ if self.key.is_some() && self.cert.is_none() => Err(CliError::usage("--key needs --cert")
                .hint("Give the certificate that belongs to the key with --cert.")),
            _ => Ok(()),
        }
    }

    /// The store of the saved token that a command signs in with: the file of `--from`, or the keychain.
    pub(crate) fn store(&self) -> TokenStore {
        TokenStore::named(self.from.as_ref())
    }

    /// The files with certificates.
    pub(crate) fn tls_files(&self) -> TlsFiles {
        let client = self.cert.clone().map(|certificate| ClientFiles {
            key: self.key.clone().unwrap_or_else(|| certificate.clone()),
            certificate,
        });
        TlsFiles { authorities: self.cacert.clone(), client }
    }
}

/// The user whose tokens a command is about.
#[derive(Args, Debug)]
pub(crate) struct OwnerArg {
    /// Work on this user's tokens instead of your own; only for administrators
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
}

impl OwnerArg {
    pub(crate) fn owner(&self) -> Owner {
        self.for_user.as_deref().map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
    }
}

/// Splits the URL off positional arguments, if the first is one. A token whose name looks like a URL must come after the
/// controller's URL.
pub(crate) fn split_url(arguments: &[String]) -> (Option<&str>, &[String]) {
    match arguments.split_first() {
        Some((first, rest)) if is_url(first) => (Some(first), rest),
        _ => (None, arguments),
    }
}

fn is_url(text: &str) -> bool {
    let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

/// Only files: every user of the machine can read arguments.
fn file_of_headers(text: &str) -> Result<PathBuf, String> {
    let file = text.strip_prefix('@').filter(|file| !file.is_empty());
    file.map(PathBuf::from).ok_or_else(|| "write the headers into a file and give it as @FILE".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err("give whole seconds from 1 to 3600".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_argument_can_be_the_url() {
        let arguments = ["http://ci", "http://a token"].map(str::to_owned);
        assert_eq!(split_url(&arguments), (Some("http://ci"), &arguments[1..]));
        let arguments = ["a token", "https://ci"].map(str::to_owned);
        assert_eq!(split_url(&arguments), (None, &arguments[..]));
        assert_eq!(split_url(&[]), (None, &[][..]));
    }
}
