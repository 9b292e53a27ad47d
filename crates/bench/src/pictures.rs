//! `cargo xtask pictures`: the pictures of the documents, taken from a real Chromium before the stand-in.

mod animation;
mod scene;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use jiff::{Timestamp, ToSpan, Zoned};
use latchkey_driver::{Browser, BrowserKind, LaunchOptions, Popup, Tab};
use latchkey_standin::{Account, HeldReply, NewToken, Options, Standin};

use self::animation::Frame;
use self::scene::Scene;
use crate::popup_page;
use latchkey_xtask::{browsers, build, tools};

/// Where the pictures show the controller to be.
const HOST: &str = "ci.example.org";
const CONTEXT: &str = "/jenkins";
const PASSWORD: &str = "alice-pass-1";
/// A README that loads slowly is not read, in bytes.
const LARGEST_ANIMATION: u64 = 300_000;
/// The tab is then as wide as the scene.
const WINDOW: (u32, u32) = (scene::WIDTH, 900);

/// Makes a token and looks at the list, in both themes, and puts together the animation of the main job.
///
/// # Errors
///
/// What kept the browser from it, or an animation that is too large.
pub(crate) fn pictures() -> Result<()> {
    eprintln!("Building the extension.");
    let dist = build::build()?;
    browsers::ensure(BrowserKind::Chromium)?;
    let standin = standin()?;
    let address = standin.url().trim_start_matches("http://").trim_end_matches(CONTEXT);
    let options = LaunchOptions {
        host_rules: Some(format!("MAP {HOST} {address}")),
        window: WINDOW,
        ..LaunchOptions::new(dist.join("chromium"))
    };
    let browser = Browser::launch(options)?;
    let tab = browser.open(&format!("http://{HOST}{CONTEXT}/login"))?;
    tab.sign_in("alice", PASSWORD)?;
    let docs = tools::workspace().join("docs");
    let frames = take(&browser, &tab, &standin, &docs)?;
    let animation = docs.join("demo.png");
    fs::write(&animation, animation::encode(&frames)?)?;
    let size = fs::metadata(&animation)?.len();
    ensure!(size < LARGEST_ANIMATION, "docs/demo.png has {size} bytes");
    for name in ["popup-light.png", "popup-dark.png", "tokens-light.png", "tokens-dark.png", "demo.png"] {
        let size = fs::metadata(docs.join(name))?.len();
        println!("{:<22}  {:>6.1} KB", format!("docs/{name}"), size as f64 / 1000.0);
    }
    Ok(())
}

fn standin() -> Result<Standin> {
    let alice = Account { full_name: "Alice Adams".to_owned(), ..Account::new("alice", PASSWORD) };
    let options = Options { context: CONTEXT.to_owned(), accounts: vec![alice], ..Options::default() };
    let standin = Standin::start(options).context("the stand-in does not start")?;
    let ago = |days: i64| Some(Timestamp::now() - (24 * days).hours());
    let on = |days: i64| Some(Zoned::now().date().saturating_add(days.days()));
    let tokens = [
        NewToken {
            expires: on(3),
            uses: 1204,
            last_used: ago(0),
            created: ago(27),
            ..NewToken::new("Nightly deploy")
        },
        NewToken {
            expires: on(48),
            uses: 18,
            last_used: ago(2),
            created: ago(12),
            ..NewToken::new("Renovate")
        },
        NewToken { uses: 52, last_used: ago(1), created: ago(390), ..NewToken::new("Jenkins CLI on laptop") },
    ];
    for token in tokens {
        standin.add_token("alice", token);
    }
    Ok(standin)
}

/// Takes the pictures that stand alone and gives the frames of the animation.
fn take(browser: &Browser, tab: &Tab, standin: &Standin, docs: &Path) -> Result<Vec<Frame>> {
    let folder = tempfile::tempdir()?;
    let keep = |name: &str, look: &dyn Fn(&Path) -> latchkey_driver::Result<()>| {
        let path = folder.path().join(name);
        look(&path)?;
        anyhow::Ok(fs::read(path)?)
    };
    let look = |popup: &Popup| keep("popup.png", &|path| popup.screenshot(path));
    let page = keep("page.png", &|path| tab.screenshot(path))?;

    let popup = browser.press_toolbar_button(tab)?;
    popup.set_reduced_motion(true)?;
    popup.set_color_scheme(false)?;
    // A popup higher than its window is put together of several pictures, in which the bar would be at several places.
    popup.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
    let header = popup_page::header(&popup)?;
    let form = look(&popup)?;
    let held = standin.hold_next_generate();
    popup.press_key("Enter")?;
    let waiting = shown_while_waiting(&popup, &held, &look)?;
    held.release();
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

    let address = format!("{HOST}{CONTEXT}/");
    let scene =
        |popup, caption, is_pressed| Scene { address: &address, page: &page, popup, caption, is_pressed };
    let scenes = [
        (scene(None, "On any page of your Jenkins, press Latchkey’s button …", true), 2000),
        (scene(Some(&form), "… and press Enter.", false), 2200),
        (scene(Some(&waiting), "… and press Enter.", false), 600),
        (scene(Some(&token), "The new token is there, and tried once.", false), 2200),
        (scene(Some(&copied), "Press Copy token, and paste it where it is needed.", false), 3000),
    ];
    let blank = browser.open("about:blank")?;
    scenes
        .iter()
        .map(|(scene, milliseconds)| {
            scene.show(&blank)?;
            Frame::read(&keep("scene.png", &|path| blank.screenshot(path))?, scene::SIZE, *milliseconds)
        })
        .collect()
}

/// The popup after Enter and before the reply.
fn shown_while_waiting(
    popup: &Popup,
    held: &HeldReply,
    look: &dyn Fn(&Popup) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    ensure!(held.wait_for_arrival(latchkey_driver::WAIT_LIMIT), "the popup asked for no token");
    look(popup)
}

fn both_themes(popup: &Popup, docs: &Path, name: &str) -> Result<()> {
    for (dark, theme) in [(true, "dark"), (false, "light")] {
        popup.set_color_scheme(dark)?;
        popup.screenshot(&docs.join(format!("{name}-{theme}.png")))?;
    }
    Ok(())
}
