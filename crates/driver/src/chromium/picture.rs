//! Pictures of tabs and popups. The browser captures only the part of a popup that is in view, whatever it is asked for. So a
//! taller popup is scrolled, captured part by part, and put together by a script in the popup.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::chromium::session::Session;
use crate::error::{DriverError, Result};

/// Fixes the elements that would move along with the scrolling, and returns how far to scroll; null if all of the document is in
/// view or a modal dialog covers it.
const BEGIN: &str = "(() => {
    const root = document.documentElement;
    if (root.scrollHeight <= innerHeight || document.querySelector(':modal')) return null;
    globalThis.latchkeyDriver = { before: scrollY, held: [] };
    for (const element of document.body.querySelectorAll('*')) {
        if (['sticky', 'fixed'].includes(getComputedStyle(element).position)) {
            latchkeyDriver.held.push([element, element.style.position]);
            element.style.position = 'static';
        }
    }
    return { document: root.scrollHeight, view: innerHeight };
})()";

/// Scrolls, waits until that is drawn, and says how far it got.
const SCROLL: &str = "(async () => {
    scrollTo({ top: TOP, behavior: 'instant' });
    await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return scrollY;
})()";

const END: &str = "(() => {
    for (const [element, position] of latchkeyDriver.held) element.style.position = position;
    scrollTo({ top: latchkeyDriver.before, behavior: 'instant' });
    delete globalThis.latchkeyDriver;
})()";

/// Puts pictures together, each from its distance to the top on.
const JOIN: &str = "(async pictures => {
    const parts = await Promise.all(pictures.map(async ([top, picture]) => {
        const bytes = Uint8Array.from(atob(picture), character => character.charCodeAt(0));
        return [top * devicePixelRatio, await createImageBitmap(new Blob([bytes]))];
    }));
    const height = Math.max(...parts.map(([top, part]) => top + part.height));
    const canvas = new OffscreenCanvas(parts[0][1].width, height);
    for (const [top, part] of parts) canvas.getContext('2d').drawImage(part, 0, top);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
})";

/// What is in view, as PNG.
pub(crate) fn of_view(session: &Session) -> Result<Vec<u8>> {
    decode(&session.capture(json!({}))?)
}

/// This many CSS pixels of a tab's page from its upper left corner on, as PNG.
pub(crate) fn of_size(session: &Session, width: u32, height: u32) -> Result<Vec<u8>> {
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
    decode(&session.capture(json!({ "clip": clip, "captureBeyondViewport": true }))?)
}

/// The whole document of a popup, as PNG.
pub(crate) fn of_document(session: &Session) -> Result<Vec<u8>> {
    let size = session.evaluate(BEGIN)?;
    let (Some(document), Some(view)) = (size["document"].as_u64(), size["view"].as_u64()) else {
        return of_view(session);
    };
    let pictures = pictures(session, document, view);
    session.evaluate(END)?;
    let joined = session.evaluate(&format!("{JOIN}({})", json!(pictures?)))?;
    decode(joined.as_str().unwrap_or_default())
}

/// Pictures from top to bottom, each with its distance to the top.
fn pictures(session: &Session, document: u64, view: u64) -> Result<Vec<(Value, String)>> {
    let tops = (0..document).step_by(usize::try_from(view.max(1)).unwrap_or(usize::MAX));
    tops.map(|top| {
        Ok((session.evaluate(&SCROLL.replace("TOP", &top.to_string()))?, session.capture(json!({}))?))
    })
    .collect()
}

fn decode(picture: &str) -> Result<Vec<u8>> {
    STANDARD.decode(picture).map_err(|error| {
        DriverError::unexpected("Page.captureScreenshot", &format!("a picture in Base64 ({error})"))
    })
}
