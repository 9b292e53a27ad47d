//! oauth2-proxy, with a password form or with an OpenID Connect provider.

use super::process::{Folder, built};
use super::{Address, HTPASSWD, Process};
use crate::snippets::{Addresses, Snippet};

/// Starts oauth2-proxy with a form for the users in `htpasswd`.
pub(crate) fn oauth2_proxy(configuration: Snippet, gate: Address, jenkins: &str) -> Process {
    start(configuration, gate, &[("JENKINS", jenkins)])
}

/// Starts oauth2-proxy and the OpenID Connect provider that it sends people to.
pub(crate) fn openid_connect(configuration: Snippet, gate: Address, jenkins: &str) -> [Process; 2] {
    openid_connect_behind(gate, configuration, gate, jenkins)
}

/// The same behind another proxy, at whose address people see it.
pub(crate) fn openid_connect_behind(
    public: Address,
    configuration: Snippet,
    gate: Address,
    jenkins: &str,
) -> [Process; 2] {
    let (public, provider) = (public.to_string(), Address::free());
    let mut command = built("openid-provider");
    command.args([&provider.to_string(), &public]);
    let provider_process = Process::start(command, Folder::new(), provider);
    let provider = provider.to_string();
    let words = [("JENKINS", jenkins), ("PROVIDER", &provider), ("PUBLIC", &public)];
    [start(configuration, gate, &words), provider_process]
}

fn start(configuration: Snippet, gate: Address, words: &[(&str, &str)]) -> Process {
    let address = gate.to_string();
    let text = configuration.filled(&Addresses(&[&[("GATE", address.as_str())], words].concat()));
    let folder = Folder::new().with("oauth2-proxy.cfg", &text).with("htpasswd", HTPASSWD);
    let mut command = built("oauth2-proxy");
    command.args(["--config", "oauth2-proxy.cfg"]);
    Process::start(command, folder, gate)
}
