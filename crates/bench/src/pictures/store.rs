//! The pictures that stores show of the extension, in `docs/store`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::login::Login;
use super::scene::{self, Scene, Stage};
use super::site::{Site, look};
use crate::popup_page;

/// How many pixels of a picture a CSS pixel takes, so that the popup is as large as a picture allows.
const SCALE: f64 = 1.25;

/// The tab is then wider and higher than the page in a picture.
const WINDOW: (u32, u32) = (1024, 800);

/// What the Chrome Web Store, Microsoft Edge Add-ons, and addons.mozilla.org ask for, in pixels: screenshots of 1280 by 800;
/// promotional images of 440 by 280 and 1400 by 560, in 24 bits without transparency (Chrome Web Store); a logo of 300 by
/// 300 (Edge); an icon of 128 by 128 with 16 transparent pixels on each side (Chrome Web Store).
const SCREENSHOT: (u32, u32) = (1280, 800);
const TILE: (u32, u32) = (440, 280);
const MARQUEE: (u32, u32) = (1400, 560);
const LOGO: u32 = 300;
const ICON: u32 = 128;

/// The drawing of the icon has 4 transparent units on each side of 120, so 16 pixels on each side of 96 are 12.8 more.
const ICON_MARGIN: f64 = 12.8;

/// The names of the opaque pictures, and their sizes.
const OPAQUE: [(&str, (u32, u32)); 7] = [
    ("tile.png", TILE),
    ("marquee.png", MARQUEE),
    ("screenshot-1.png", SCREENSHOT),
    ("screenshot-2.png", SCREENSHOT),
    ("screenshot-3.png", SCREENSHOT),
    ("screenshot-4.png", SCREENSHOT),
    ("screenshot-5.png", SCREENSHOT),
];

/// Draws the icon on a transparent square, and gives the PNG in Base64.
const DRAW: &str = "(async ({ icon, size, margin }) => {
    const image = Object.assign(new Image(), { src: icon });
    await image.decode();
    const canvas = new OffscreenCanvas(size, size);
    canvas.getContext('2d').drawImage(image, margin, margin, size - 2 * margin, size - 2 * margin);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
})";

/// Takes the pictures and gives their names.
pub(super) fn take(dist: &Path, folder: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let site = Site::open(dist, WINDOW, SCALE)?;
    let popups = Popups::take(&site)?;
    let login = Login::begin(&site)?;
    let address = site.shown_address();
    let stage = Stage::open(&site.browser)?;
    let window = |popup, caption, is_pressed| Scene::Window {
        address: &address,
        page: &popups.page,
        popup,
        caption,
        is_pressed,
    };
    let scenes = [
        Scene::Tile,
        Scene::Marquee { popup: &popups.token },
        window(&popups.form, "Press the button on any page of your Jenkins, then press Enter.", true),
        window(
            &popups.token,
            "The new token has been tried once. Copy it, bare or ready for curl and others.",
            false,
        ),
        window(
            &popups.list,
            "See which tokens expire or were never used; rename, replace, or revoke them.",
            false,
        ),
        login.scene(Some("“latchkey login” gets a token for the terminal, without a password.")),
        window(&popups.reminder, "From seven days before a token expires, the popup reminds you.", false),
    ];
    for ((name, size), scene) in OPAQUE.into_iter().zip(&scenes) {
        let file = folder.join(name);
        stage.take(scene, in_css_pixels(size), &file)?;
        ensure!(is_opaque(&fs::read(&file)?, size), "{name} has another size, or transparency");
    }
    let logos = [("logo.png", LOGO, 0.0), ("icon.png", ICON, ICON_MARGIN)];
    for (name, size, margin) in logos {
        let drawing = json!({ "icon": scene::svg(scene::ICON), "size": size, "margin": margin });
        let drawn = site.tab.evaluate(&format!("{DRAW}({drawing})"))?;
        let png = STANDARD.decode(drawn.as_str().context("no logo was drawn")?)?;
        fs::write(folder.join(name), png)?;
    }
    Ok(OPAQUE.iter().map(|(name, _)| *name).chain(logos.map(|(name, ..)| name)).map(str::to_owned).collect())
}

/// What the popup shows, as PNGs.
struct Popups {
    page: Vec<u8>,
    form: Vec<u8>,
    token: Vec<u8>,
    list: Vec<u8>,
    reminder: Vec<u8>,
}

impl Popups {
    fn take(site: &Site) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("page.png");
        site.tab.screenshot(&file)?;
        let page = fs::read(file)?;

        let popup = site.press()?;
        popup_page::header(&popup)?;
        let form = look(&popup)?;
        popup.press_key("Enter")?;
        popup_page::works_as(&popup)?;
        let token = look(&popup)?;
        popup.find("button", "Done")?.click()?;
        popup.find("tab", "Tokens")?.click()?;
        popup.wait_for("document.querySelectorAll('#list > li').length === 4")?;
        let list = look(&popup)?;

        popup.find("tab", "Create")?.click()?;
        popup.find("textbox", "Token name")?.fill("Release pipeline")?;
        popup.find("combobox", "Expires")?.select_option("7 days")?;
        popup.find("button", "Generate token")?.click()?;
        popup_page::works_as(&popup)?;
        popup.find("button", "Done")?.click()?;
        popup.close()?;
        let popup = site.press()?;
        popup_page::header(&popup)?;
        popup.wait_for("!document.getElementById('reminders').hidden")?;
        popup.set_color_scheme(true)?;
        let reminder = look(&popup)?;
        popup.close()?;
        Ok(Self { page, form, token, list, reminder })
    }
}

/// The sizes in this file are multiples of five.
fn in_css_pixels((width, height): (u32, u32)) -> (u32, u32) {
    (width * 4 / 5, height * 4 / 5)
}

/// Whether a PNG has this size, and 8 bits each of red, green, and blue, by its first chunk.
fn is_opaque(png: &[u8], (width, height): (u32, u32)) -> bool {
    let header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    png.get(16..26) == Some(&[&header[..], &[8, 2]].concat())
}

#[cfg(test)]
mod tests {
    use latchkey_xtask::tools;

    use super::*;

    #[test]
    fn the_pictures_are_as_the_stores_ask() {
        let folder = tools::workspace().join("docs/store");
        for (name, size) in OPAQUE {
            assert!(is_opaque(&fs::read(folder.join(name)).unwrap(), size), "{name}");
        }
        for (name, size) in [("logo.png", LOGO), ("icon.png", ICON)] {
            let png = fs::read(folder.join(name)).unwrap();
            assert_eq!(png[16..24], [size.to_be_bytes(), size.to_be_bytes()].concat(), "{name}");
        }
    }

    #[test]
    fn transparency_and_another_size_are_noticed() {
        let png = fs::read(tools::workspace().join("docs/store/logo.png")).unwrap();
        assert!(!is_opaque(&png, (LOGO, LOGO)));
        assert!(!is_opaque(&fs::read(tools::workspace().join("docs/store/tile.png")).unwrap(), MARQUEE));
    }
}
