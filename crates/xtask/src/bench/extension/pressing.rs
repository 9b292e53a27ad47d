//! From the press of Enter to the token, beside the same request without an extension.

use anyhow::{Context, Result, bail};
use latchkey_standin::RecordedRequest;
use serde_json::{Map, Value, json};

use super::{Bench, opening};
use crate::reading;

/// Opens the popup, presses Enter, puts the token away and closes the popup again. Gives how long it took from
/// the opening to ready for typing and from the press to the token, in milliseconds.
pub(super) fn measure(bench: &Bench) -> Result<(f64, f64)> {
    bench.standin.clear_requests();
    let popup = bench.latchkey.press_toolbar_button(&bench.latchkey_tab)?;
    let ready = opening::ready(&popup, "filled")?;
    reading::header(&popup)?;
    popup.press_key("Enter")?;
    reading::works_as(&popup)?;
    let shown = popup.evaluate("latchkeyTimes.shown - latchkeyTimes.pressed")?;
    popup.find("button", "Done")?.click()?;
    popup.wait_until_gone("region", "New token")?;
    popup.close()?;
    Ok((ready, shown.as_f64().context("the popup showed no token")?))
}

/// Lets the page itself send what the popup sent last, and gives how long it took to show the token.
pub(super) fn measure_bare_post(bench: &Bench) -> Result<f64> {
    let requests = bench.standin.requests();
    let sent = requests.iter().rfind(|request| is_generate(request)).context("the popup sent no request")?;
    let mut headers = Map::new();
    for name in ["accept", "content-type", "jenkins-crumb"] {
        headers.extend(sent.header(name).map(|value| (name.to_owned(), value.into())));
    }
    let request = json!({
        "method": "POST", "headers": headers, "body": sent.body, "credentials": "same-origin", "cache": "no-store",
    });
    let post = format!(
        "(async () => {{
            const field = document.body.appendChild(document.createElement('input'));
            const began = performance.now();
            const reply = await fetch({path}, {request});
            field.value = JSON.parse(await reply.text()).data.tokenValue;
            return {{ took: performance.now() - began, length: field.value.length }};
        }})()",
        path = Value::from(sent.path.as_str()),
    );
    let posted = bench.latchkey_tab.evaluate(&post)?;
    if posted["length"] != 34 {
        bail!("the page's own request made no token");
    }
    posted["took"].as_f64().context("the page's own request took no time")
}

pub(super) fn is_generate(request: &RecordedRequest) -> bool {
    request.method == "POST" && request.path.ends_with("/generateNewToken")
}
