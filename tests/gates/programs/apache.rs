//! Apache, with mod_security.

use std::fs;

use super::process::{Folder, installed};
use super::{Address, Process};
use crate::snippets::{Addresses, Snippet, snippet};

const MODULES: &str = "/usr/lib/apache2/modules";

/// Where the recommended configuration of mod_security writes its audit log. Debian's package creates the folder, and does
/// not create it again where somebody has emptied `/var/log`.
const LOGS: &str = "/var/log/apache2";

/// Starts Apache with this configuration.
pub(crate) fn apache(configuration: Snippet, gate: Address, jenkins: &str) -> Process {
    fs::create_dir_all(LOGS).unwrap();
    let folder = Folder::new();
    let (address, directory) = (gate.to_string(), folder.path().display().to_string());
    let words = [("GATE", address.as_str()), ("DIRECTORY", &directory), ("MODULES", MODULES)];
    let folder = folder
        .with("httpd.conf", &snippet!("apache/httpd.conf").filled(&Addresses(&words)))
        .with("gate.conf", &configuration.filled(&Addresses(&[("JENKINS", jenkins)])));
    let mut command = installed("apache2");
    // One process, in the foreground.
    command.arg("-X").arg("-f").arg(folder.path().join("httpd.conf"));
    Process::start(command, folder, gate)
}
