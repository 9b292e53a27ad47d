//! Pages, frames and workers that pose as the page, as Jenkins or as the extension.

use latchkey_driver::BrowserKind;

use crate::context::{ALICE, TestContext, done, generate, token_in, wait_for_identity, wait_until_received};
use crate::server::{Server, respond, respond_to_everybody};

in_every_browser! {
    page_that_overrides_built_in_functions_learns_nothing,
    reply_from_another_tab_or_frame_is_ignored,
    page_cannot_send_messages_to_the_extension,
}

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json;charset=utf-8";
const SCRIPT: &str = "text/javascript";

/// Overrides the functions that a script in the page's own world would use, and records every call.
const REPLACE: &str = "
    globalThis.called = [];
    const replace = (owner, name) => {
        const original = owner[name];
        owner[name] = function (...given) { called.push(name); return original.apply(this, given); };
    };
    replace(globalThis, 'fetch');
    replace(JSON, 'parse');
    replace(JSON, 'stringify');
    replace(Promise.prototype, 'then');
    replace(Document.prototype, 'querySelector');
    replace(Element.prototype, 'getAttribute');
    replace(Headers.prototype, 'entries');
    replace(TextDecoder.prototype, 'decode');
    globalThis.Promise = class { constructor() { called.push('Promise'); } };
    globalThis.chrome = { runtime: { sendMessage() { called.push('sendMessage'); } } };
    called.length = 0;
    true";

fn page_that_overrides_built_in_functions_learns_nothing(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    tab.evaluate(REPLACE).unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let token = generate(&popup);
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert!(context.standin.token_works(&token));
    done(&popup);
    let called = tab.evaluate("called.join()").unwrap();
    assert_eq!(called, "");
}

/// Forges a reply to the request of one tab from the extension's own scripts in another tab. Only these scripts can
/// send messages at all, so a page that took one over could do no more.
fn reply_from_another_tab_or_frame_is_ignored(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let other = context.signed_in("/job/deploy/");
    let tab = context.browser.open(&context.url("/")).unwrap();
    tab.evaluate("document.body.append(document.createElement('iframe')); true").unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let held = context.standin.hold_next_generate();
    popup.press_key("Enter").unwrap();
    let held = wait_until_received(held);
    let forge = |target: &str| {
        format!(
            "Promise.all([chrome.tabs.query({{ active: true, currentWindow: true }}), chrome.storage.session.get(null)])
                .then(([[tab], kept]) => chrome.scripting.executeScript({{
                    target: {{ tabId: tab.id, {target} }},
                    args: [Object.keys(kept).find((key) => key.startsWith('sent/')).slice('sent/'.length)],
                    func: (id) => {{
                        const data = {{ tokenName: 'forged', tokenUuid: 'u', tokenValue: '11' + '0'.repeat(32) }};
                        const body = JSON.stringify({{ status: 'ok', data }});
                        const reply = {{ status: 200, headers: [['content-type', 'application/json']], body }};
                        chrome.runtime.sendMessage({{ kind: 'reply', id, reply }});
                        return self !== top;
                    }},
                }}))
                .then((results) => results.map(({{ result }}) => result).join())"
        )
    };
    // Only the iframe.
    let frames = popup
        .evaluate(
            "chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => chrome.scripting.executeScript({
                target: { tabId: tab.id, allFrames: true }, func: () => self !== top }))
                .then((results) => results.filter(({ result }) => result).map(({ frameId }) => frameId).join())",
        )
        .unwrap();
    let in_frame = format!("frameIds: [{}]", frames.as_str().unwrap());
    assert_eq!(popup.evaluate(&forge(&in_frame)).unwrap(), "true");
    popup.close().unwrap();
    let elsewhere = context.press(&other);
    assert_eq!(elsewhere.evaluate(&forge("frameIds: [0]")).unwrap(), "false");
    elsewhere.close().unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("status", "Still waiting for Jenkins.").unwrap();
    held.release();
    assert!(context.standin.token_works(&token_in(&popup)));
}

fn page_cannot_send_messages_to_the_extension(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let id = context.browser.extension_id().to_owned();
    let spoken = tab
        .evaluate(&format!(
            "(async () => {{
                try {{ return await chrome.runtime.sendMessage('{id}', {{ kind: 'look', tabId: 1 }}); }}
                catch (error) {{ return 'refused'; }}
            }})()"
        ))
        .unwrap();
    assert_eq!(spoken, "refused");
    for file in ["popup.html", "popup.js", "latchkey_bg.wasm", "background.js"] {
        let address = context.browser.extension_url(file);
        let read = format!("fetch('{address}').then(() => 'read', () => 'refused')");
        assert_eq!(tab.evaluate(&read).unwrap(), "refused", "{file}");
    }
}

/// In Chromium, service workers of the page do not see the extension's requests.
#[test]
fn in_firefox_a_service_workers_reply_from_another_origin_is_rejected() {
    let context = TestContext::new(BrowserKind::Firefox);
    let elsewhere = Server::start(|_, stream| {
        respond_to_everybody(stream, JSON, r#"{"id":"mallory","fullName":"Mallory"}"#);
    });
    let worker = format!(
        "oninstall = () => skipWaiting();
         onactivate = (event) => event.waitUntil(clients.claim());
         onfetch = (event) => event.respondWith(
             event.request.url.includes('/me/api') ? fetch('{}/me') : fetch(event.request));",
        elsewhere.url
    );
    let server = Server::start(move |path, stream| match path {
        "/worker.js" => respond(stream, SCRIPT, &worker),
        _ => respond(
            stream,
            HTML,
            "<!doctype html><html><head data-rooturl=\"\" data-crumb-header=\"C\" data-crumb-value=\"c\"></head>\
             <body data-version=\"2.579\">Page</body></html>",
        ),
    });
    let tab = context.browser.open(&server.url).unwrap();
    tab.evaluate("navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => true)")
        .unwrap();
    tab.wait_for("navigator.serviceWorker.controller !== null").unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "Jenkins did not answer.").unwrap();
    assert_eq!(elsewhere.asked(), ["/me"], "the worker answered with a reply from another origin");
    assert_eq!(popup.evaluate("document.getElementById('identity').textContent").unwrap(), "");
}
