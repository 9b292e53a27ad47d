//! Screenshots and what is drawn around them, which a headless browser does not have: the strip with the address and the
//! toolbar button, a terminal, the name. `scenes.html` has it all.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_driver::{Browser, Tab};
use serde_json::{Value, json};

/// The icon as the toolbar shows it, and as large as one likes.
const TOOLBAR_ICON: &[u8] = include_bytes!("../../../../extension/icons/icon-48.png");
pub(super) const ICON: &[u8] = include_bytes!("../../../../extension/icons/latchkey.svg");

const SCENES: &str = include_str!("scenes.html");

/// Shows a section and waits until its pictures are there to be drawn.
const SHOW: &str = "(async ({ section, width, height, pressed, texts, pictures }) => {
    for (const other of document.querySelectorAll('section')) other.hidden = other.id !== section;
    const shown = document.getElementById(section);
    Object.assign(shown.style, { width: `${width}px`, height: `${height}px` });
    shown.classList.toggle('pressed', pressed);
    for (const element of shown.querySelectorAll('[data-text]')) {
        element.textContent = texts[element.dataset.text] ?? '';
        element.hidden = !element.textContent;
    }
    const images = [...shown.querySelectorAll('[data-picture]')];
    for (const image of images) image.src = pictures[image.dataset.picture];
    await Promise.all(images.map(image => image.decode()));
})";

/// What a picture shows. The screenshots in it are PNGs.
pub(super) enum Scene<'a> {
    /// One moment of the main job.
    Window {
        /// The text in the address bar.
        address: &'a str,
        page: &'a [u8],
        popup: &'a [u8],
        /// What the person does.
        caption: &'a str,
        /// Whether the toolbar button is being pressed.
        is_pressed: bool,
    },
    /// Both sides of `latchkey login`.
    Terminal {
        /// Everything that the terminal shows.
        shown: &'a str,
        /// The code in it, which stands out.
        code: &'a str,
        popup: &'a [u8],
        caption: Option<&'a str>,
    },
    /// Icon, name, and a line.
    Tile,
    /// The same beside the popup.
    Marquee { popup: &'a [u8] },
}

impl Scene<'_> {
    /// The section of `scenes.html`, and what is filled in.
    fn content(&self) -> Value {
        match *self {
            Self::Window { address, page, popup, caption, is_pressed } => json!({
                "section": "window",
                "pressed": is_pressed,
                "texts": { "address": address, "caption": caption },
                "pictures": { "icon": png(TOOLBAR_ICON), "page": png(page), "popup": png(popup) },
            }),
            Self::Terminal { shown, code, popup, caption } => {
                let (before, after) = shown.split_once(code).unwrap_or((shown, ""));
                json!({
                    "section": "terminal",
                    "texts": { "before": before, "code": code, "after": after, "caption": caption },
                    "pictures": { "popup": png(popup) },
                })
            }
            Self::Tile => json!({ "section": "tile", "texts": {}, "pictures": { "icon": svg(ICON) } }),
            Self::Marquee { popup } => json!({
                "section": "marquee",
                "texts": {},
                "pictures": { "icon": svg(ICON), "popup": png(popup) },
            }),
        }
    }
}

/// A tab that shows scenes.
pub(super) struct Stage {
    tab: Tab,
}

impl Stage {
    pub(super) fn open(browser: &Browser) -> Result<Self> {
        let tab = browser.open("about:blank")?;
        tab.evaluate(&format!("void (document.documentElement.innerHTML = {})", json!(SCENES)))?;
        Ok(Self { tab })
    }

    /// Writes a picture of this many CSS pixels.
    pub(super) fn take(&self, scene: &Scene<'_>, (width, height): (u32, u32), file: &Path) -> Result<()> {
        let mut content = scene.content();
        (content["width"], content["height"]) = (width.into(), height.into());
        self.tab.evaluate(&format!("{SHOW}({content})"))?;
        self.tab.screenshot_of_size((width, height), file)?;
        Ok(())
    }
}

fn png(picture: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(picture))
}

/// The address of a drawing.
pub(super) fn svg(drawing: &[u8]) -> String {
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawing))
}
