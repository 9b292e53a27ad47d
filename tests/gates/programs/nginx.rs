//! nginx.

use super::process::{Folder, installed};
use super::{Address, HTPASSWD, Process};
use crate::snippets::{Addresses, Snippet};

/// Starts nginx with this configuration. `words` are what it names besides `GATE`.
pub(crate) fn nginx(configuration: Snippet, gate: Address, words: &[(&str, &str)]) -> Process {
    let address = gate.to_string();
    let gate_conf = configuration.filled(&Addresses(&[&[("GATE", address.as_str())], words].concat()));
    let folder = Folder::new()
        .with("nginx.conf", include_str!("../nginx/nginx.conf"))
        .with("gate.conf", &gate_conf)
        .with("htpasswd", HTPASSWD);
    let mut command = installed("nginx");
    command
        .arg("-p")
        .arg(folder.path())
        .arg("-c")
        .arg(folder.path().join("nginx.conf"))
        .args(["-e", "stderr"]);
    Process::start(command, folder, gate)
}
