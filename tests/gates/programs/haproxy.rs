//! HAProxy.

use super::process::{Folder, installed};
use super::{Address, Process};
use crate::snippets::{Addresses, Snippet};

/// Starts HAProxy with this configuration.
pub(crate) fn haproxy(configuration: Snippet, gate: Address, jenkins: &str) -> Process {
    let address = gate.to_string();
    let gate_cfg = configuration.filled(&Addresses(&[("GATE", &address), ("JENKINS", jenkins)]));
    let folder =
        Folder::new().with("haproxy.cfg", include_str!("../haproxy/haproxy.cfg")).with("gate.cfg", &gate_cfg);
    let mut command = installed("haproxy");
    // In the foreground, as one process.
    command.args(["-db", "-f", "haproxy.cfg", "-f", "gate.cfg"]);
    Process::start(command, folder, gate)
}
