//! The popup in a browser window. The page and the popup are screenshots; the strip with the address and the toolbar
//! button, which a headless browser does not have, is drawn around them.

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_driver::Tab;
use serde_json::json;

/// The width of a scene, in CSS pixels.
pub(super) const WIDTH: u32 = 800;

const ICON: &[u8] = include_bytes!("../../../../extension/icons/icon-48.png");

const STYLE: &str = "
    * { box-sizing: border-box; margin: 0; }
    body { inline-size: 100vw; block-size: 100vh; position: relative; overflow: hidden; background: #fff;
        font: 15px system-ui, sans-serif; color: #1b2327; }
    #strip { block-size: 44px; display: flex; align-items: center; gap: 12px; padding: 0 12px; background: #dfe5e8; }
    #address { flex: 1; background: #fff; border-radius: 14px; padding: 5px 14px; font-size: 14px; }
    #button { inline-size: 32px; block-size: 32px; padding: 4px; border-radius: 8px; }
    #button.pressed { background: #b4c6cc; outline: 3px solid #0b5a63; }
    #button img { display: block; inline-size: 24px; }
    #page { display: block; }
    #popup { position: absolute; inset-block-start: 50px; inset-inline-end: 10px; border-radius: 8px;
        box-shadow: 0 0 0 1px #9aa7ad; }
    #caption { position: absolute; inset: auto 0 0; padding: 11px; text-align: center; font-size: 17px;
        background: #1b2327; color: #fff; }
";

/// Shows the scene and waits until its pictures are there to be drawn.
const SHOW: &str = "(async scene => {
    const make = (parent, name, properties) =>
        parent.appendChild(Object.assign(document.createElement(name), properties));
    document.body.replaceChildren();
    document.head.replaceChildren();
    make(document.head, 'style', { textContent: scene.style });
    const strip = make(document.body, 'div', { id: 'strip' });
    make(strip, 'div', { id: 'address', textContent: scene.address });
    const button = make(strip, 'div', { id: 'button', className: scene.pressed ? 'pressed' : '' });
    make(button, 'img', { src: scene.icon });
    make(document.body, 'img', { id: 'page', src: scene.page });
    make(document.body, 'img', { id: 'popup', src: scene.popup });
    make(document.body, 'p', { id: 'caption', textContent: scene.caption });
    await Promise.all([...document.images].map(image => image.decode()));
})";

/// One moment of the main job.
pub(super) struct Scene<'a> {
    /// The text in the address bar.
    pub(super) address: &'a str,
    /// The page, as PNG.
    pub(super) page: &'a [u8],
    /// The popup, as PNG.
    pub(super) popup: &'a [u8],
    /// What the person does.
    pub(super) caption: &'a str,
    /// Whether the toolbar button is being pressed.
    pub(super) is_pressed: bool,
}

impl Scene<'_> {
    /// Shows it in a tab.
    pub(super) fn show(&self, tab: &Tab) -> Result<()> {
        let picture = |png: &[u8]| format!("data:image/png;base64,{}", STANDARD.encode(png));
        let scene = json!({
            "style": STYLE,
            "address": self.address,
            "icon": picture(ICON),
            "page": picture(self.page),
            "popup": picture(self.popup),
            "caption": self.caption,
            "pressed": self.is_pressed,
        });
        tab.evaluate(&format!("{SHOW}({scene})"))?;
        Ok(())
    }
}
