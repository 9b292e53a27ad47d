//! `cargo xtask pictures`: takes the pictures for the documents, in Chromium and of the command line, on the stand-in.

mod login;
mod scene;
mod tunnel;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use jiff::{Timestamp, ToSpan, Zoned};
use latchkey_driver::{Browser, BrowserKind, LaunchOptions, Popup, Tab};
use latchkey_standin::{Account, NewToken, Options, Standin};

use self::scene::Scene;
use crate::popup_page;
use latchkey_xtask::{browsers, build, tools};

/// The controller's host in the pictures.
const HOST: &str = "ci.example.org";
const CONTEXT: &str = "/jenkins";
const PASSWORD: &str = "alice-pass-1";
/// The tab is then as wide as a scene.
const WINDOW: (u32, u32) = (scene::WIDTH, 800);

/// Takes pictures of a new token, of the list, and of the settings, in both themes, of the three steps of the main job, and
/// of a login.
///
/// # Errors
///
/// If the browser fails, or the popup does not do its job.
pub(crate) fn pictures() -> Result<()> {
    eprintln!("Building the extension and the CLI.");
    let dist = build::build()?;
    tools::run(tools::cargo().args(["build", "--quiet", "--package", "latchkey"]))?;
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
    let mut names = take(&browser, &tab, &docs)?;
    names.push(login::take(&browser, &tab, &format!("http://{HOST}{CONTEXT}"), address, &docs)?);
    for name in names {
        let size = fs::metadata(docs.join(&name))?.len();
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

/// Takes the pictures and gives the names of their files.
fn take(browser: &Browser, tab: &Tab, docs: &Path) -> Result<Vec<String>> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("page.png");
    tab.screenshot(&page)?;
    let look = |popup: &Popup| {
        let path = folder.path().join("popup.png");
        popup.screenshot(&path)?;
        anyhow::Ok(fs::read(path)?)
    };

    let popup = browser.press_toolbar_button(tab)?;
    popup.set_reduced_motion(true)?;
    popup.set_color_scheme(false)?;
    // A tall popup is stitched from several screenshots, each of which would show the scroll bar at another place.
    popup.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
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
    popup.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
    both_themes(&popup, docs, "settings")?;

    let (address, page) = (format!("{HOST}{CONTEXT}/"), fs::read(page)?);
    let captions = [
        "1. On any page of your Jenkins, press Latchkey’s button.",
        "2. Press Enter. The new token has been tried once.",
        "3. Press Copy token, and paste it where you need it.",
    ];
    let blank = browser.open("about:blank")?;
    let mut names =
        ["popup-light", "popup-dark", "tokens-light", "tokens-dark", "settings-light", "settings-dark"]
            .map(|name| format!("{name}.png"))
            .to_vec();
    for ((caption, popup), step) in captions.into_iter().zip([&form, &token, &copied]).zip(1..) {
        let scene = Scene { address: &address, page: &page, popup, caption, is_pressed: step == 1 };
        scene.show(&blank)?;
        names.push(format!("step-{step}.png"));
        blank.screenshot(&docs.join(format!("step-{step}.png")))?;
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
