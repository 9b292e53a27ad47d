//! A browser on a stand-in that has some tokens.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use jiff::{Timestamp, ToSpan, Zoned};
use latchkey_driver::{Browser, LaunchOptions, Popup, Tab};
use latchkey_standin::{Account, NewToken, Options, Standin};

/// The controller's host in the pictures.
const HOST: &str = "ci.example.org";
const CONTEXT: &str = "/jenkins";
const PASSWORD: &str = "alice-pass-1";

/// Alice, who is signed in.
pub(super) struct Site {
    pub(super) browser: Browser,
    pub(super) tab: Tab,
    /// The root URL as the browser knows it.
    pub(super) root: String,
    /// Host and port of the stand-in.
    pub(super) address: String,
    _standin: Standin,
}

impl Site {
    /// Starts a stand-in, and a browser with this window, whose CSS pixels take `scale` pixels.
    pub(super) fn open(dist: &Path, window: (u32, u32), scale: f64) -> Result<Self> {
        let standin = standin()?;
        let address = standin.url().trim_start_matches("http://").trim_end_matches(CONTEXT).to_owned();
        let options = LaunchOptions {
            host_rules: Some(format!("MAP {HOST} {address}")),
            window,
            scale: Some(scale),
            ..LaunchOptions::new(dist.join("chromium"))
        };
        let browser = Browser::launch(options)?;
        let root = format!("http://{HOST}{CONTEXT}");
        let tab = browser.open(&format!("{root}/login"))?;
        tab.sign_in("alice", PASSWORD)?;
        Ok(Self { browser, tab, root, address, _standin: standin })
    }

    /// What the address bar shows of the first page.
    pub(super) fn shown_address(&self) -> String {
        format!("{HOST}{CONTEXT}/")
    }

    /// Presses the toolbar button, and makes the popup light and still.
    pub(super) fn press(&self) -> Result<Popup> {
        let popup = self.browser.press_toolbar_button(&self.tab)?;
        popup.set_reduced_motion(true)?;
        popup.set_color_scheme(false)?;
        hide_scroll_bar(&popup)?;
        Ok(popup)
    }
}

/// A tall popup is stitched from several screenshots, each of which would show the scroll bar at another place.
pub(super) fn hide_scroll_bar(popup: &Popup) -> Result<()> {
    popup.evaluate("document.documentElement.style.scrollbarWidth = 'none'")?;
    Ok(())
}

/// A picture of the popup, as PNG.
pub(super) fn look(popup: &Popup) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("popup.png");
    popup.screenshot(&file)?;
    Ok(fs::read(file)?)
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
