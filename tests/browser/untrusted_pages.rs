//! Pages that are not Jenkins, or that give false information.

use std::io::Write;

use latchkey_driver::BrowserKind;
use latchkey_standin::{CannedAnswer, JenkinsVersion, Options};

use crate::context::{TestContext, wait_for_identity};
use crate::server::{Server, respond};

in_every_browser! {
    foreign_page_receives_no_request,
    page_that_names_a_root_on_another_origin_receives_no_request,
    endless_reply_is_cut_off_and_rejected,
    markup_in_names_stays_text,
    page_whose_form_shadows_document_head_is_still_read,
    false_crumb_version_and_user_in_a_page_are_corrected_by_jenkins,
    reply_of_unexpected_shape_is_rejected,
    page_cannot_be_read_without_a_click,
    browser_pages_cannot_be_scripted,
}

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json;charset=utf-8";

fn page(head: &str) -> String {
    format!(
        "<!doctype html><html><head {head}><title>Page</title></head><body data-version=\"2.579\">Page</body></html>"
    )
}

fn foreign_page_receives_no_request(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let server = Server::start(|_, stream| respond(stream, HTML, &page("")));
    let tab = context.browser.open(&format!("{}/news/today", server.url)).unwrap();
    let popup = context.press(&tab);
    popup.wait_for_text("alert", "This page does not look like a Jenkins page.").unwrap();
    assert!(!popup.exists("button", "Generate token").unwrap());
    assert_eq!(server.asked(), ["/news/today"]);

    popup.find("button", "Look for Jenkins here").unwrap().click().unwrap();
    popup.wait_for_text("alert", "No Jenkins was found at this address.").unwrap();
    assert_eq!(server.asked(), ["/news/today", "/news/whoAmI/api/json", "/whoAmI/api/json"]);
}

fn page_that_names_a_root_on_another_origin_receives_no_request(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for root in ["//evil.test", "https://evil.test/jenkins", "/../evil", "javascript:alert(1)"] {
        let head = format!(
            "data-rooturl=\"{root}\" data-crumb-header=\"Jenkins-Crumb\" data-crumb-value=\"c0ffee\""
        );
        let server = Server::start(move |_, stream| respond(stream, HTML, &page(&head)));
        let popup = context.press(&context.browser.open(&server.url).unwrap());
        popup.wait_for_text("alert", "claims to belong to a Jenkins at another address").unwrap();
        popup.press_key("Enter").unwrap();
        assert_eq!(server.asked(), ["/"], "{root}");
    }
}

fn endless_reply_is_cut_off_and_rejected(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let server = Server::start(|path, stream| {
        if path == "/" {
            return respond(
                stream,
                HTML,
                &page("data-rooturl=\"\" data-crumb-header=\"C\" data-crumb-value=\"c\""),
            );
        }
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n\r\n{{\"id\":\"");
        let mut sent = stream.write_all(head.as_bytes());
        while sent.is_ok() {
            sent = stream.write_all(&[b'a'; 4096]);
        }
    });
    let popup = context.press(&context.browser.open(&server.url).unwrap());
    popup.wait_for_text("alert", "The answer does not look like one from Jenkins.").unwrap();
    let requests = server.asked().len();
    popup.press_key("Enter").unwrap();
    popup.wait_for_text("alert", "The answer does not look like one from Jenkins.").unwrap();
    let asked = server.asked();
    assert!(asked.len() > requests, "a press asks once more who is signed in: {asked:?}");
    assert!(!asked.iter().any(|path| path.ends_with("generateNewToken")), "{asked:?}");
}

fn markup_in_names_stays_text(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let hostile = r#"<img src=x onerror=document.title='owned'>"#;
    let me = serde_json::json!({ "id": hostile, "fullName": hostile }).to_string();
    let token = serde_json::json!({ "status": "ok", "data": {
        "tokenName": hostile, "tokenUuid": "u", "tokenValue": "11aa", "expirationDate": hostile } });
    let token = token.to_string();
    let server = Server::start(move |path, stream| match path {
        "/" => {
            respond(stream, HTML, &page("data-rooturl=\"\" data-crumb-header=\"C\" data-crumb-value=\"c\""))
        }
        path if path.ends_with("generateNewToken") => respond(stream, JSON, &token),
        _ => respond(stream, JSON, &me),
    });
    let popup = context.press(&context.browser.open(&server.url).unwrap());
    wait_for_identity(&popup, &format!("Signed in as {hostile} ({hostile})"));
    popup.press_key("Enter").unwrap();
    popup.find("region", "New token").unwrap();
    popup.wait_for("document.getElementById('token-works').textContent.startsWith('Works as <img')").unwrap();
    assert_eq!(popup.evaluate("document.images.length").unwrap(), 0);
    assert_eq!(popup.evaluate("document.title").unwrap(), "Latchkey");
}

fn page_whose_form_shadows_document_head_is_still_read(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<form name=head></form><img name=querySelector>')",
    )
    .unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, crate::context::ALICE);
}

fn false_crumb_version_and_user_in_a_page_are_corrected_by_jenkins(kind: BrowserKind) {
    // Tokens of this version never expire, and the page does not say its version.
    let context = TestContext::with(
        kind,
        Options { core: JenkinsVersion::V2_516_3, context: "/jenkins".to_owned(), ..Options::default() },
    );
    let tab = context.signed_in("/");
    tab.evaluate(
        "document.head.dataset.crumbValue = 'f'.repeat(64);
         document.body.dataset.version = '2.579';
         for (const link of document.querySelectorAll('a[href*=\"/user/\"]')) link.href = '/jenkins/user/mallory/';
         true",
    )
    .unwrap();
    let popup = context.press(&tab);
    wait_for_identity(&popup, crate::context::ALICE);
    let token = crate::context::generate(&popup);
    popup.wait_for_text("alert", "Jenkins ignored the expiry: this token never expires.").unwrap();
    popup.wait_for("document.getElementById('token-works').textContent === 'Works as alice'").unwrap();
    assert!(context.standin.token_works(&token));
    assert_eq!(context.generate_requests(), 2, "Jenkins rejects the crumb of the page and accepts its own");
    assert_eq!(context.standin.tokens_of("alice").len(), 1);
}

fn reply_of_unexpected_shape_is_rejected(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    let reply = r#"{"status":"ok","data":{"tokenName":7,"tokenUuid":[],"tokenValue":{}}}"#;
    context
        .standin
        .answer_next("/generateNewToken", CannedAnswer::new(200, reply).with_header("Content-Type", JSON));
    popup.press_key("Enter").unwrap();
    let alert = popup.wait_for_text("alert", "The answer does not look like one from Jenkins.").unwrap();
    assert!(alert.contains("Nothing was created."), "{alert}");
    assert!(context.standin.tokens_of("alice").is_empty());
}

fn page_cannot_be_read_without_a_click(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.browser.open_popup_without_click(&tab).unwrap();
    popup.wait_for_text("alert", "The browser does not let Latchkey read this page.").unwrap();
    assert!(context.sent().is_empty());
}

fn browser_pages_cannot_be_scripted(kind: BrowserKind) {
    let context = TestContext::new(kind);
    // Extensions can access Firefox's blank page like any other.
    let page = match kind {
        BrowserKind::Chromium => "about:blank",
        BrowserKind::Firefox => "about:license",
    };
    let popup = context.press(&context.browser.open(page).unwrap());
    popup.wait_for_text("alert", "Open the Jenkins dashboard").unwrap();
}
