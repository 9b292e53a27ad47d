//! The demo without a person: it presses the keys and reads the outcome from the browser.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use latchkey_core::{CoreVersion, Secret};
use latchkey_driver::{Browser, Tab};
use latchkey_xtask::tools;

use super::basic;
use crate::controller::Controller;
use crate::popup_page;

/// What was read from the browser. `Display` writes the demo's five lines.
pub(super) struct Outcome {
    /// The root URL, with host and path as the popup shows them.
    root: String,
    version: String,
    standin: bool,
    token: Secret,
    token_name: String,
    expiry: String,
    works_as: String,
    screenshot: PathBuf,
}

/// Presses the toolbar button, Enter and `Copy token`, reads the clipboard, and uses the token over HTTP.
pub(super) fn drive(browser: &Browser, tab: &Tab, controller: &Controller) -> Result<Outcome> {
    let scheme = tab.evaluate("location.protocol")?.as_str().unwrap_or_default().to_owned();
    let popup = browser.press_toolbar_button(tab)?;
    popup.set_color_scheme(false)?;
    let header = popup_page::header(&popup)?;
    popup.press_key("Enter")?;
    let token = popup_page::new_token(&popup)?;
    popup.find("button", "Copy token")?.click()?;
    popup.wait_for_text("status", "Copied")?;
    let clipboard = Secret::new(browser.clipboard_text()?);
    ensure!(clipboard == token.value, "the clipboard does not hold the token");

    let works_as = popup_page::works_as(&popup)?;
    let screenshot = tools::workspace().join("target/demo/popup.png");
    let folder = screenshot.parent().context("the screenshot has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    popup.screenshot(&screenshot)?;

    let named = basic::user_of(&controller.root, &header.user, &token.value)?;
    ensure!(
        named == works_as && named == header.user,
        "the popup shows {} and says that the token works as {works_as}, but it works as {named}",
        header.user,
    );
    Ok(Outcome {
        root: format!("{scheme}//{}", header.address),
        version: header.version,
        standin: controller.is_standin(),
        token: token.value,
        token_name: token.name,
        expiry: token.expiry,
        works_as: named,
        screenshot,
    })
}

impl Outcome {
    /// Says how to revoke the token on a real controller.
    pub(super) fn how_to_revoke(&self) -> String {
        let page = CoreVersion::parse(&self.version);
        let page = page.as_ref().map_or("security/", CoreVersion::tokens_page);
        format!("The token is valid until you revoke it at {}/me/{page}", self.root)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let standin = if self.standin { ", stand-in" } else { "" };
        // Two characters say which kind of token it is and nothing about its value.
        let kind: String = self.token.reveal().chars().take(2).collect();
        let length = self.token.reveal().chars().count();
        writeln!(formatter, "controller  {} ({}{standin})", self.root, self.version)?;
        writeln!(
            formatter,
            "token       {kind}…  ({length} characters) \"{}\", {}",
            self.token_name,
            within_a_sentence(&self.expiry)
        )?;
        writeln!(formatter, "works as    {}", self.works_as)?;
        writeln!(formatter, "clipboard   holds the token")?;
        writeln!(formatter, "screenshot  {}", tools::relative(&self.screenshot))
    }
}

/// The text with a lowercase first letter.
fn within_a_sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_lines_without_the_token() {
        let outcome = Outcome {
            root: "http://127.0.0.1:8080/jenkins".to_owned(),
            version: "2.579".to_owned(),
            standin: true,
            token: Secret::new(format!("11{}", "0a".repeat(16))),
            token_name: "deploy".to_owned(),
            expiry: "Expires on 2026-12-24".to_owned(),
            works_as: "alice".to_owned(),
            screenshot: tools::workspace().join("target/demo/popup.png"),
        };
        let expected = "\
controller  http://127.0.0.1:8080/jenkins (2.579, stand-in)
token       11…  (34 characters) \"deploy\", expires on 2026-12-24
works as    alice
clipboard   holds the token
screenshot  target/demo/popup.png
";
        assert_eq!(outcome.to_string(), expected);
        assert!(outcome.how_to_revoke().ends_with("/jenkins/me/security/"));
    }
}
