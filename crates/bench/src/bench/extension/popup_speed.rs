//! Measures from opening the popup until a person can type and until its WebAssembly runs, and from Enter until the token is
//! shown, next to the same request without an extension.

use anyhow::{Context, Result, bail, ensure};
use form_urlencoded::Serializer;
use latchkey_driver::Popup;
use latchkey_standin::RecordedRequest;
use serde_json::Value;

use super::super::GENERATE;
use super::Bench;
use crate::popup_page;

/// The headers that must be the same.
const ALIKE: [&str; 3] = ["accept", "content-type", "jenkins-crumb"];

/// Milliseconds of one popup.
pub(super) struct Times {
    /// From opening until the name can be typed over.
    pub(super) filled: f64,
    /// From opening until the WebAssembly runs.
    pub(super) running: f64,
    /// From Enter to the token.
    pub(super) shown: f64,
}

/// Opens the popup, presses Enter and `Done`, and closes it.
pub(super) fn measure(bench: &Bench<'_>) -> Result<Times> {
    if let Some(standin) = bench.target.controller.as_standin() {
        standin.clear_requests();
    }
    let popup = bench.latchkey.press_toolbar_button(&bench.latchkey_tab)?;
    let (filled, running) = (ready(&popup, "filled")?, ready(&popup, "running")?);
    popup_page::header(&popup)?;
    popup.find("textbox", "Token name")?.fill(&bench.target.token_name)?;
    popup.press_key("Enter")?;
    popup_page::works_as(&popup)?;
    let shown = popup.evaluate("latchkeyTimes.shown - latchkeyTimes.pressed")?;
    put_away(&popup)?;
    Ok(Times { filled, running, shown: shown.as_f64().context("the popup showed no token")? })
}

/// Presses `Done` and waits for its effect before it closes the popup.
pub(super) fn put_away(popup: &Popup) -> Result<()> {
    popup.find("button", "Done")?.click()?;
    popup.wait_until_gone("region", "New token")?;
    popup.close()?;
    Ok(())
}

/// Lets the page itself request a token as the popup does, and returns how long it took to show it.
pub(super) fn measure_bare_post(bench: &Bench<'_>) -> Result<f64> {
    let fields = Serializer::new(String::new()).extend_pairs(bench.target.token_fields()).finish();
    let post = format!(
        "(async (body) => {{
            const {{ rooturl, crumbHeader, crumbValue }} = document.head.dataset;
            const form = 'application/x-www-form-urlencoded; charset=UTF-8';
            const headers = {{ Accept: 'application/json', 'Content-Type': form }};
            if (crumbHeader) headers[crumbHeader] = crumbValue;
            const field = document.body.appendChild(document.createElement('input'));
            const request = {{ method: 'POST', headers, body, credentials: 'same-origin', cache: 'no-store' }};
            const began = performance.now();
            const reply = await fetch(rooturl + '{GENERATE}', request);
            field.value = JSON.parse(await reply.text()).data.tokenValue;
            const shown = {{ took: performance.now() - began, length: field.value.length }};
            field.remove();
            return shown;
        }})({})",
        Value::from(fields)
    );
    let posted = bench.latchkey_tab.evaluate(&post)?;
    if posted["length"] != 34 {
        bail!("the page's own request created no token");
    }
    if let Some(standin) = bench.target.controller.as_standin() {
        ensure_alike(&standin.requests())?;
    }
    posted["took"].as_f64().context("the page did not measure its own request")
}

/// Checks that popup and page sent the same request.
fn ensure_alike(requests: &[RecordedRequest]) -> Result<()> {
    let asked: Vec<_> = requests
        .iter()
        .filter(|request| request.method == "POST" && request.path.ends_with(GENERATE))
        .map(|request| (&request.path, &request.body, ALIKE.map(|name| request.header(name))))
        .collect();
    ensure!(asked.len() == 2 && asked[0] == asked[1], "popup and page did not send the same request");
    Ok(())
}

/// How long the empty popup took, in milliseconds.
pub(super) fn measure_empty(bench: &Bench<'_>) -> Result<f64> {
    let popup = bench.empty.press_toolbar_button(&bench.empty_tab)?;
    let ready = ready(&popup, "parsed");
    popup.close()?;
    ready
}

/// When the popup had both the keyboard and the page.
fn ready(popup: &Popup, page_is_there: &str) -> Result<f64> {
    popup.wait_for(&format!("latchkeyTimes.keyboard && latchkeyTimes.{page_is_there}"))?;
    let ready =
        popup.evaluate(&format!("Math.max(latchkeyTimes.keyboard, latchkeyTimes.{page_is_there})"))?;
    ready.as_f64().context("the popup did not measure when it was ready")
}
