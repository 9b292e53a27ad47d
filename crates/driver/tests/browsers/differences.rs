//! What only one of the browsers can do, and what the other says instead.

use std::path::Path;

use latchkey_driver::{Browser, BrowserKind, DriverError, LaunchOptions, NetworkEvent};
use serde_json::json;

use crate::support::{launch, launch_with, options, png_size, serve};

#[test]
fn a_container_has_cookies_of_its_own() {
    let browser = launch(BrowserKind::Firefox);
    let address = serve();
    let tab = browser.open(&address).unwrap();
    tab.evaluate("document.cookie = 'word=regular'").unwrap();
    let first = browser.open_in_container(&address).unwrap();
    assert_eq!(first.evaluate("document.cookie").unwrap(), "");
    first.evaluate("document.cookie = 'word=first'").unwrap();
    let second = browser.open_in_container(&address).unwrap();
    assert_eq!(second.evaluate("document.cookie").unwrap(), "");
    assert_eq!(tab.evaluate("document.cookie").unwrap(), "word=regular");

    let popup = browser.press_toolbar_button(&first).unwrap();
    let read = "chrome.tabs.query({ active: true, currentWindow: true })
        .then(([tab]) => chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.cookie }))
        .then(([{ result }]) => result)";
    assert_eq!(popup.evaluate(read).unwrap(), "word=first");
}

#[test]
fn the_question_about_permissions_is_answered_and_the_popup_stays_open() {
    let browser = launch(BrowserKind::Firefox);
    let tab = browser.open(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    for accept in [false, true] {
        popup.find("button", "Ask").unwrap().click().unwrap();
        browser.answer_permission_prompt(accept).unwrap();
        popup.wait_for_text("status", &format!("granted {accept}")).unwrap();
    }
    let granted = popup.evaluate("chrome.permissions.contains({ origins: ['http://127.0.0.1/*'] })").unwrap();
    assert_eq!(granted, json!(true));
}

#[test]
fn chromium_refuses_what_only_firefox_can_do() {
    let browser = launch(BrowserKind::Chromium);
    let error = browser.open_in_container("about:blank").unwrap_err();
    assert_eq!(error.to_string(), "Chromium has no containers");
    assert!(matches!(browser.answer_permission_prompt(true), Err(DriverError::Unsupported { .. })));
}

#[test]
fn firefox_says_which_extensions_and_host_rules_it_takes() {
    let for_chromium = options(BrowserKind::Chromium).extension;
    let error = Browser::launch(LaunchOptions::for_browser(BrowserKind::Firefox, for_chromium)).unwrap_err();
    assert!(error.to_string().contains("browser_specific_settings.gecko.id"), "{error}");

    let mut options = options(BrowserKind::Firefox);
    options.host_rules = Some("MAP * 192.0.2.1".to_owned());
    let error = Browser::launch(options).unwrap_err();
    assert!(error.to_string().contains("192.0.2.1"), "{error}");
}

#[test]
fn pages_of_the_extension_have_the_address_that_the_browser_gives_them() {
    for (kind, scheme) in
        [(BrowserKind::Chromium, "chrome-extension"), (BrowserKind::Firefox, "moz-extension")]
    {
        let browser = launch_with(options(kind));
        let address = browser.extension_url("popup.html");
        assert_eq!(address, format!("{scheme}://{}/popup.html", browser.extension_id()));
        let tab = browser.open(&address).unwrap();
        assert_eq!(tab.evaluate("chrome.runtime.getURL('popup.html')").unwrap(), address.as_str());
    }
}

#[test]
fn chromium_runs_a_script_before_those_of_the_page_and_tells_what_the_page_sends() {
    let browser = launch(BrowserKind::Chromium);
    let address = serve();
    let tab = browser.open(&address).unwrap();
    let state = "globalThis.stateOnceRun = document.readyState";
    tab.goto_with_script(&address, state).unwrap();
    assert_eq!(tab.evaluate("stateOnceRun").unwrap(), "loading");
    tab.reload().unwrap();
    assert_eq!(tab.evaluate("typeof stateOnceRun").unwrap(), "undefined", "it runs once");

    assert!(matches!(tab.network_events(), Err(DriverError::Unsupported { .. })));
    tab.record_network().unwrap();
    tab.evaluate("fetch('?asked').then((reply) => reply.text()).then(() => true)").unwrap();
    let url = format!("{}?asked", tab.url().unwrap());
    let events = tab.network_events().unwrap();
    assert_eq!(events[0], NetworkEvent::Sent { url, injected: true });
    tab.end_network_record().unwrap();
    assert!(matches!(tab.network_events(), Err(DriverError::Unsupported { .. })));
    tab.clear_cache().unwrap();
}

#[test]
fn chromium_takes_a_picture_of_the_size_asked_for() {
    let browser = launch_with(LaunchOptions { scale: Some(1.25), ..options(BrowserKind::Chromium) });
    let tab = browser.open(&serve()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tab.png");
    for (size, expected) in [((352, 224), (440, 280)), ((1120, 2000), (1400, 2500))] {
        tab.screenshot_of_size(size, &path).unwrap();
        assert_eq!(png_size(&path), expected);
    }
}

#[test]
fn a_css_pixel_takes_as_many_pixels_as_asked_for() {
    for kind in [BrowserKind::Chromium, BrowserKind::Firefox] {
        let browser = launch_with(LaunchOptions { scale: Some(1.5), ..options(kind) });
        let tab = browser.open(&serve()).unwrap();
        assert_eq!(tab.evaluate("devicePixelRatio").unwrap(), 1.5, "{kind}");
        let popup = browser.press_toolbar_button(&tab).unwrap();
        assert_eq!(popup.evaluate("devicePixelRatio").unwrap(), 1.5, "{kind}");
    }
}

#[test]
fn firefox_refuses_what_only_chromium_can_do() {
    let browser = launch(BrowserKind::Firefox);
    let tab = browser.open(&serve()).unwrap();
    let nowhere = Path::new("/nowhere/picture.png");
    for refused in [
        tab.goto_with_script("about:blank", ""),
        tab.clear_cache(),
        tab.record_network(),
        tab.screenshot_of_size((1, 1), nowhere),
    ] {
        assert!(matches!(refused, Err(DriverError::Unsupported { .. })));
    }
}
