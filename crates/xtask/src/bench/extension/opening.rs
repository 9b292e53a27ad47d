//! From the opening of a popup to the moment when a person can type into it.

use anyhow::{Context, Result};
use latchkey_driver::Popup;

use super::Bench;

/// How long the empty popup took, in milliseconds.
pub(super) fn measure_empty(bench: &Bench<'_>) -> Result<f64> {
    let popup = bench.empty.press_toolbar_button(&bench.empty_tab)?;
    let ready = ready(&popup, "parsed");
    popup.close()?;
    ready
}

/// The moment when both the keyboard and the page were there.
pub(super) fn ready(popup: &Popup, page_is_there: &str) -> Result<f64> {
    popup.wait_for(&format!("latchkeyTimes.keyboard && latchkeyTimes.{page_is_there}"))?;
    let ready =
        popup.evaluate(&format!("Math.max(latchkeyTimes.keyboard, latchkeyTimes.{page_is_there})"))?;
    ready.as_f64().context("the popup took no time")
}
