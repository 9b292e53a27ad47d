//! Both sides of `latchkey login`: what the terminal shows, and the popup with the code.

use std::ffi::OsStr;

use anyhow::Result;
use latchkey_driver::LoginCommand;
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
        let tunnel = Tunnel::to(&site.address)?;
        let proxy = tunnel.url();
        let variables = ["HTTP_PROXY", "http_proxy"].map(|name| (name, OsStr::new(&proxy)));
        let root = &site.root;
        let command =
            LoginCommand::start(&program, root, &file, &["--name", "latchkey on carrara"], &variables)?;
        let code = command.code()?;
        let shown = command.terminal().wait_for("paste it here.")?;

        site.tab.goto(&command.next_address()?)?;
        let popup = site.press()?;
        popup.find("textbox", "Code from the terminal")?.fill(&code)?;
        let picture = look(&popup)?;
        popup.close()?;
        command.kill()?;
        let shown = format!("$ latchkey login {root}\n{}", shown.replace('\r', "").trim());
        Ok(Self { shown, code, popup: picture })
    }

    pub(super) fn scene<'a>(&'a self, caption: Option<&'a str>) -> Scene<'a> {
        Scene::Terminal { shown: &self.shown, code: &self.code, popup: &self.popup, caption }
    }
}
