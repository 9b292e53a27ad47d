//! `~/.netrc`, or the file that `NETRC` names.

use std::env;
use std::path::PathBuf;

use latchkey_core::{ControllerUrl, Secret};
use netrc::Netrc;

use super::address::host;
use crate::error::CliError;

/// User and secret of the controller's host; the entry `default` is for hosts that trust anybody and is not used.
///
/// # Errors
///
/// [`CliError::Netrc`] where the file is there and cannot be read.
pub(crate) fn look_up(root: &ControllerUrl) -> Result<Option<(String, Secret)>, CliError> {
    let Some(file) = file().filter(|file| file.exists()) else { return Ok(None) };
    // The parser's own words may hold a part of a line, and so of a secret.
    let netrc = Netrc::from_file(&file).map_err(|error| CliError::Netrc {
        reason: match error {
            netrc::Error::Io(error) => error.to_string(),
            netrc::Error::Parsing { .. } => "it is not of the form that netrc files have".to_owned(),
        },
        file,
    })?;
    let mut hosts = netrc.hosts;
    // Under this name the parser keeps the entry for all hosts.
    hosts.remove("default");
    let Some(entry) = hosts.remove(host(root.origin())) else { return Ok(None) };
    let secret = Secret::new(entry.password);
    Ok((!entry.login.is_empty() && !secret.reveal().is_empty()).then_some((entry.login, secret)))
}

/// How the file is called, for telling.
pub(crate) fn file_name() -> String {
    match env::var_os("NETRC") {
        Some(file) => file.to_string_lossy().into_owned(),
        None => "~/.netrc".to_owned(),
    }
}

fn file() -> Option<PathBuf> {
    let named = env::var_os("NETRC").filter(|file| !file.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(env::home_dir()?.join(".netrc")))
}
