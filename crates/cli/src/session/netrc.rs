//! `~/.netrc`, or the file that `NETRC` names.

use std::env;
use std::path::PathBuf;

use latchkey_core::{ControllerUrl, Secret};
use netrc::Netrc;

use crate::error::{CliError, ExitCode};

/// User and secret for the controller's host. The entry `default` is for hosts that trust everybody and is not used.
pub(super) fn look_up(root: &ControllerUrl) -> Result<Option<(String, Secret)>, CliError> {
    let Some(file) = file().filter(|file| file.exists()) else { return Ok(None) };
    let netrc = Netrc::from_file(&file).map_err(|error| {
        // The parser's own words may contain a part of a line, and so of a secret.
        let reason = match error {
            netrc::Error::Io(error) => error.to_string(),
            netrc::Error::Parsing { .. } => "it is not in the netrc format".to_owned(),
        };
        CliError::new(ExitCode::Failed, "netrc", format!("{} cannot be used: {reason}", file.display()))
            .hint("Fix the file, or name the user with --user.")
    })?;
    let mut hosts = netrc.hosts;
    // Under this name the parser keeps the entry for all hosts.
    hosts.remove("default");
    let Some(entry) = hosts.remove(root.host().trim_matches(['[', ']'])) else { return Ok(None) };
    let secret = Secret::new(entry.password);
    Ok((!entry.login.is_empty() && !secret.reveal().is_empty()).then_some((entry.login, secret)))
}

/// The file's name in a message.
pub(super) fn file_name() -> String {
    match env::var_os("NETRC") {
        Some(file) => file.to_string_lossy().into_owned(),
        None => "~/.netrc".to_owned(),
    }
}

fn file() -> Option<PathBuf> {
    let named = env::var_os("NETRC").filter(|file| !file.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(env::home_dir()?.join(".netrc")))
}
