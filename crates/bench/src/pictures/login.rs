//! Both sides of `latchkey login`: what the terminal shows, and the popup with the code.

use std::ffi::OsStr;

use anyhow::{Context as _, Result};
use latchkey_driver::{OpenedAddresses, Terminal};
use latchkey_xtask::tools;

use super::scene::Scene;
use super::site::{Site, look};
use super::tunnel::Tunnel;

/// What a person sees who has typed the code and not pressed Enter yet.
pub(super) struct Login {
    shown: String,
    code: String,
    popup: Vec<u8>,
}

impl Login {
    /// Starts the command, and types its code in the popup.
    pub(super) fn begin(site: &Site) -> Result<Self> {
        let program = tools::target_directory().join("debug/latchkey");
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("token");
        let opened = OpenedAddresses::catch()?;
        let tunnel = Tunnel::to(&site.address)?;
        let proxy = tunnel.url();
        let variables = [
            ("HOME", folder.path().as_os_str()),
            ("BROWSER", opened.program().as_os_str()),
            ("HTTP_PROXY", OsStr::new(&proxy)),
            ("http_proxy", OsStr::new(&proxy)),
        ];
        let path = file.to_str().context("the file's name is not UTF-8")?;
        let root = &site.root;
        let arguments = ["login", root, "--name", "latchkey on carrara", "--save-to", path];
        let terminal = Terminal::open(&program, &arguments, variables)?;
        let code = terminal.wait_for_rest_of_line("type this code:")?.trim().to_owned();
        let shown = terminal.wait_for("paste it here.")?;

        site.tab.goto(&opened.next_address()?)?;
        let popup = site.press()?;
        popup.find("textbox", "Code from the terminal")?.fill(&code)?;
        let picture = look(&popup)?;
        popup.close()?;
        terminal.kill()?;
        let shown = format!("$ latchkey login {root}\n{}", shown.replace('\r', "").trim());
        Ok(Self { shown, code, popup: picture })
    }

    pub(super) fn scene<'a>(&'a self, caption: Option<&'a str>) -> Scene<'a> {
        Scene::Terminal { shown: &self.shown, code: &self.code, popup: &self.popup, caption }
    }
}
