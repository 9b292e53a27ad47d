//! The stand-in's own tokens pages can create a token without Latchkey, in each markup.

use latchkey_driver::{BrowserKind, Tab};
use latchkey_standin::{JenkinsVersion, Options, Standin};

use crate::context::{TestContext, sign_in};

in_every_browser! {
    token_can_be_created_by_hand_on_every_version,
}

fn open(context: &TestContext, standin: &Standin, core: JenkinsVersion) -> Tab {
    let tab = context.browser.open(&format!("{}/login", standin.url())).unwrap();
    sign_in(&tab, "alice");
    let page = if core <= JenkinsVersion::V2_303_3 { "me/configure" } else { "me/security/" };
    tab.goto(&format!("{}/{page}", standin.url())).unwrap();
    tab
}

/// Presses the page's buttons until the token is shown, and returns it.
fn make(tab: &Tab, core: JenkinsVersion, name: &str) -> String {
    let shown = if core < JenkinsVersion::V2_516_3 {
        tab.click(".repeatable-add").unwrap();
        tab.fill(".token-list-new-item [name=tokenName]", name).unwrap();
        tab.click(".token-save button").unwrap();
        ".token-list-fresh-item .new-token-value"
    } else {
        tab.click(
            ":not(.jenkins-hidden) > * > .api-token-property-add, #api-tokens:not(.jenkins-hidden) > button",
        )
        .unwrap();
        let ok = |state: &str| format!("document.querySelector('dialog[open] [data-id=ok]:{state}')");
        tab.wait_for(&ok(if core.tokens_expire() { "is([type=submit])" } else { "disabled" })).unwrap();
        tab.fill("dialog[open] input", name).unwrap();
        tab.wait_for(&ok("enabled")).unwrap();
        tab.click("dialog[open] [data-id=ok]").unwrap();
        "dialog[open] .api-token-new-value"
    };
    tab.wait_for(&format!("document.querySelector('{shown}').textContent.startsWith('11')")).unwrap();
    let value = tab.evaluate(&format!("document.querySelector('{shown}').textContent")).unwrap();
    value.as_str().unwrap().to_owned()
}

fn token_can_be_created_by_hand_on_every_version(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for core in JenkinsVersion::ALL {
        let standin = Standin::start(Options { core, ..Options::default() }).unwrap();
        let tab = open(&context, &standin, core);
        let value = make(&tab, core, "by hand");
        assert!(standin.token_works(&value), "{core}");
        let tokens = standin.tokens_of("alice");
        assert_eq!(tokens.len(), 1, "{core}");
        assert_eq!(
            (&*tokens[0].name, tokens[0].expires.is_some()),
            ("by hand", core.tokens_expire()),
            "{core}"
        );
        tab.click("dialog[open] .copy-button, .token-list-fresh-item .copy-button").unwrap();
        tab.wait_for("document.querySelector('.copy-button[title=Copied]')").unwrap();
        assert_eq!(context.browser.clipboard_text().unwrap(), value, "{core}");
        let listed = format!(
            "document.querySelectorAll('{}').length === 1",
            match core {
                JenkinsVersion::V2_249_3 | JenkinsVersion::V2_303_3 | JenkinsVersion::V2_492_3 => {
                    ".token-list-fresh-item"
                }
                JenkinsVersion::V2_516_3 | JenkinsVersion::V2_579 => "#api-token-list > .token-card",
            }
        );
        tab.wait_for(&listed).unwrap();
    }
}
