//! Both sides of `latchkey login`: what the terminal shows, and the popup with the code. The popup is a screenshot; the
//! terminal, which a headless browser does not have, is drawn around what the program wrote.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_driver::{Browser, OpenedAddresses, Tab, Terminal};
use latchkey_xtask::tools;
use serde_json::json;

use super::tunnel::Tunnel;

const NAME: &str = "login.png";

const STYLE: &str = "
    * { box-sizing: border-box; margin: 0; }
    body { inline-size: 100vw; block-size: 100vh; overflow: hidden; display: flex; align-items: center; gap: 20px;
        padding: 20px; background: #dfe5e8; }
    pre { flex: 1; align-self: stretch; padding: 16px; border-radius: 8px; background: #1b2327; color: #e6ecef;
        font: 14px/1.6 'DejaVu Sans Mono', monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
    b { color: #ffd479; font-size: 16px; }
    img { border-radius: 8px; box-shadow: 0 0 0 1px #9aa7ad; }
";

/// Shows both sides and waits until the picture is there to be drawn.
const SHOW: &str = "(async scene => {
    const make = (parent, name, properties) =>
        parent.appendChild(Object.assign(document.createElement(name), properties));
    document.body.replaceChildren();
    document.head.replaceChildren();
    make(document.head, 'style', { textContent: scene.style });
    const terminal = make(document.body, 'pre', {});
    const [before, after] = scene.terminal.split(scene.code);
    terminal.append(before);
    make(terminal, 'b', { textContent: scene.code });
    terminal.append(after);
    await make(document.body, 'img', { src: scene.popup }).decode();
})";

/// Takes the picture and gives the name of its file. The tab is signed in to the controller at `root`, whose host the command
/// line finds at `address`.
pub(super) fn take(browser: &Browser, tab: &Tab, root: &str, address: &str, docs: &Path) -> Result<String> {
    let program = tools::target_directory().join("debug/latchkey");
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("token");
    let opened = OpenedAddresses::catch()?;
    let tunnel = Tunnel::to(address)?;
    let proxy = tunnel.url();
    let variables = [
        ("HOME", folder.path().as_os_str()),
        ("BROWSER", opened.program().as_os_str()),
        ("HTTP_PROXY", OsStr::new(&proxy)),
        ("http_proxy", OsStr::new(&proxy)),
    ];
    let path = file.to_str().context("the file's name is not UTF-8")?;
    let arguments = ["login", root, "--name", "latchkey on carrara", "--save-to", path];
    let terminal = Terminal::open(&program, &arguments, variables)?;
    let code = terminal.wait_for_rest_of_line("type this code:")?.trim().to_owned();
    let shown = terminal.wait_for("paste it here.")?;

    tab.goto(&opened.next_address()?)?;
    let popup = browser.press_toolbar_button(tab)?;
    popup.set_reduced_motion(true)?;
    popup.set_color_scheme(false)?;
    popup.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
    popup.find("textbox", "Code from the terminal")?.fill(&code)?;
    let picture = folder.path().join("popup.png");
    popup.screenshot(&picture)?;
    terminal.kill()?;

    let scene = json!({
        "style": STYLE,
        "terminal": format!("$ latchkey login {root}\n{}", shown.replace('\r', "").trim()),
        "code": code,
        "popup": format!("data:image/png;base64,{}", STANDARD.encode(fs::read(picture)?)),
    });
    let blank = browser.open("about:blank")?;
    blank.evaluate(&format!("{SHOW}({scene})"))?;
    blank.screenshot(&docs.join(NAME))?;
    Ok(NAME.to_owned())
}
