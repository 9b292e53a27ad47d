//! `cargo xtask pictures`: takes the pictures for the documents and the stores, in Chromium and of the command line, on the
//! stand-in.

mod login;
mod scene;
mod site;
mod store;
mod tunnel;

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use latchkey_driver::{BrowserKind, Popup};
use latchkey_xtask::{browsers, build, tools};

use self::login::Login;
use self::scene::{Scene, Stage};
use self::site::{Site, hide_scroll_bar, look};
use crate::popup_page;

/// The size of the pictures of the three steps and of a login.
const SIZE: (u32, u32) = (800, 713);

/// The tab is then wider and higher than the page in a picture.
const WINDOW: (u32, u32) = (800, 800);

/// Takes pictures of a new token, of the list, and of the settings, in both themes, of the three steps of the main job, and
/// of a login; then those for the stores.
///
/// # Errors
///
/// If the browser fails, or the popup does not do its job.
pub(crate) fn pictures() -> Result<()> {
    eprintln!("Building the extension and the CLI.");
    let dist = build::build()?;
    tools::run(tools::cargo().args(["build", "--quiet", "--package", "latchkey"]))?;
    browsers::ensure(BrowserKind::Chromium)?;
    let docs = tools::workspace().join("docs");
    let site = Site::open(&dist, WINDOW, 1.0)?;
    let mut names = take(&site, &docs)?;
    names.push("login.png".to_owned());
    let login = Login::begin(&site)?;
    Stage::open(&site.browser)?.take(&login.scene(None), SIZE, &docs.join("login.png"))?;
    drop(site);
    let store = store::take(&dist, &docs.join("store"))?;
    names.extend(store.into_iter().map(|name| format!("store/{name}")));
    for name in names {
        let size = fs::metadata(docs.join(&name))?.len();
        println!("{:<26}  {:>6.1} KB", format!("docs/{name}"), size as f64 / 1000.0);
    }
    Ok(())
}

/// Takes the pictures of the popup and of the three steps, and gives the names of their files.
fn take(site: &Site, docs: &Path) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("page.png");
    site.tab.screenshot(&page)?;

    let popup = site.press()?;
    let header = popup_page::header(&popup)?;
    let form = look(&popup)?;
    popup.press_key("Enter")?;
    let works_as = popup_page::works_as(&popup)?;
    ensure!(works_as == header.user, "the token works as {works_as}");
    let token = look(&popup)?;
    both_themes(&popup, docs, "popup")?;
    popup.find("button", "Copy token")?.click()?;
    popup.wait_for_text("status", "Copied")?;
    let copied = look(&popup)?;
    popup.find("button", "Done")?.click()?;
    popup.wait_until_gone("region", "New token")?;
    popup.find("tab", "Tokens")?.click()?;
    popup.wait_for("document.querySelectorAll('#list > li').length === 4")?;
    both_themes(&popup, docs, "tokens")?;
    popup.evaluate("void (location.href = 'settings.html')")?;
    popup.wait_for("document.getElementById('details')?.value")?;
    hide_scroll_bar(&popup)?;
    both_themes(&popup, docs, "settings")?;

    let (address, page) = (site.shown_address(), fs::read(page)?);
    let captions = [
        "1. On any page of your Jenkins, press Latchkey’s button.",
        "2. Press Enter. The new token has been tried once.",
        "3. Press Copy token, and paste it where you need it.",
    ];
    let stage = Stage::open(&site.browser)?;
    let mut names =
        ["popup-light", "popup-dark", "tokens-light", "tokens-dark", "settings-light", "settings-dark"]
            .map(|name| format!("{name}.png"))
            .to_vec();
    for ((caption, popup), step) in captions.into_iter().zip([&form, &token, &copied]).zip(1..) {
        let scene = Scene::Window { address: &address, page: &page, popup, caption, is_pressed: step == 1 };
        let name = format!("step-{step}.png");
        stage.take(&scene, SIZE, &docs.join(&name))?;
        names.push(name);
    }
    Ok(names)
}

fn both_themes(popup: &Popup, docs: &Path, name: &str) -> Result<()> {
    for (dark, theme) in [(true, "dark"), (false, "light")] {
        popup.set_color_scheme(dark)?;
        popup.screenshot(&docs.join(format!("{name}-{theme}.png")))?;
    }
    Ok(())
}
