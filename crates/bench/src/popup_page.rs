//! Reads what the popup shows.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use latchkey_core::Secret;
use latchkey_driver::Popup;
use serde_json::Value;

/// A real controller may be slow; the popup itself says so after ten seconds.
const LIMIT: Duration = Duration::from_secs(60);
const INTERVAL: Duration = Duration::from_millis(20);

/// The popup's header.
pub(crate) struct Header {
    /// Host and context path.
    pub(crate) address: String,
    /// The version of Jenkins core.
    pub(crate) version: String,
    /// The user's id.
    pub(crate) user: String,
}

/// The region `New token`.
pub(crate) struct NewToken {
    pub(crate) name: String,
    pub(crate) value: Secret,
    /// The expiry in the popup's words.
    pub(crate) expiry: String,
}

/// Waits until the header names who is signed in.
pub(crate) fn header(popup: &Popup) -> Result<Header> {
    wait(popup, "the popup to name who is signed in", "document.getElementById('identity').textContent")?;
    Ok(Header {
        address: text(popup, "#controller-address")?,
        version: text(popup, "#controller-version")?,
        user: text(popup, "#identity bdi:last-of-type")?,
    })
}

/// Waits until a token is shown.
pub(crate) fn new_token(popup: &Popup) -> Result<NewToken> {
    wait(popup, "the token to be shown", "!document.getElementById('token').hidden")?;
    Ok(NewToken {
        name: text(popup, "#token-name")?,
        value: Secret::new(popup.find("textbox", "API token")?.value()?),
        expiry: text(popup, "#token-expiry")?,
    })
}

/// Waits until the popup says that a terminal saved the token, and returns its line.
pub(crate) fn saved_by_terminal(popup: &Popup) -> Result<String> {
    wait(popup, "the popup to say that the token is saved", "document.querySelector('#terminal-note.good')")?;
    text(popup, "#terminal-note")
}

/// Waits until the popup has verified the token, and returns the user it works as.
pub(crate) fn works_as(popup: &Popup) -> Result<String> {
    let tried = "document.querySelector('#token-works bdi')";
    wait(popup, "the popup to say who the token works as", tried)?;
    text(popup, "#token-works bdi")
}

/// Waits until the condition holds. An alert is an error with the popup's text.
fn wait(popup: &Popup, awaited: &str, condition: &str) -> Result<()> {
    let alert = "document.querySelector('#alerts .alert')?.innerText.trim() ?? ''";
    let question = format!("({condition}) ? true : {alert}");
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        match popup.evaluate(&question)? {
            Value::Bool(true) => return Ok(()),
            Value::String(alert) if !alert.is_empty() => {
                let sentences: Vec<&str> = alert.lines().filter(|line| line.ends_with('.')).collect();
                bail!("the popup says: {}", sentences.join(" "));
            }
            _ => thread::sleep(INTERVAL),
        }
    }
    bail!("waited {} s for {awaited}", LIMIT.as_secs())
}

fn text(popup: &Popup, css: &str) -> Result<String> {
    let found = popup.evaluate(&format!("document.querySelector({css:?})?.textContent.trim() ?? ''"))?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}
