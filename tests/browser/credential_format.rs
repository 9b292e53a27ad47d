//! Copying a token in each credential format.

use latchkey_core::credential_format::{CredentialFormat, render};
use latchkey_core::{ControllerUrl, Secret, UserId};
use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::{Account, Options};

use crate::context::{ALICE, TestContext, click, generate, wait_for_identity};

in_every_browser! {
    every_format_reaches_the_clipboard_and_the_choice_is_remembered,
    user_id_with_a_colon_can_only_copy_the_plain_token,
}

const FORMS: [(&str, CredentialFormat); 12] = [
    ("API token", CredentialFormat::Token),
    ("user:token", CredentialFormat::UserToken),
    ("curl command", CredentialFormat::Curl),
    ("Environment variables", CredentialFormat::Environment),
    ("PowerShell variables", CredentialFormat::PowerShell),
    ("fish variables", CredentialFormat::Fish),
    (".env file", CredentialFormat::Dotenv),
    ("Kubernetes Secret", CredentialFormat::KubernetesSecret),
    ("MCP client configuration", CredentialFormat::Mcp),
    (".netrc line", CredentialFormat::Netrc),
    ("Authorization header", CredentialFormat::Header),
    ("jenkins-cli.jar command", CredentialFormat::Cli),
];

fn copy_as(popup: &Popup, form: &str) {
    popup.find("combobox", "Copy as").unwrap().select_option(form).unwrap();
    click(popup, "Copy token");
}

fn chosen(popup: &Popup) -> String {
    popup.find("combobox", "Copy as").unwrap().selected_option().unwrap()
}

fn every_format_reaches_the_clipboard_and_the_choice_is_remembered(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let tab = context.signed_in("/");
    let popup = context.press(&tab);
    wait_for_identity(&popup, ALICE);
    let token = Secret::new(generate(&popup));
    let controller = ControllerUrl::parse(context.standin.url()).unwrap();
    for (form, format) in FORMS {
        copy_as(&popup, form);
        match render(format, &controller, &UserId::new("alice"), &token) {
            Ok(text) => {
                popup.wait_for_text("status", "Copied").unwrap();
                assert!(!popup.exists("alert", "").unwrap(), "{form}");
                assert_eq!(context.browser.clipboard_text().unwrap(), text.reveal(), "{form}");
            }
            Err(_) => {
                assert_eq!(format, CredentialFormat::Netrc, "only this format contains no port");
                let before = context.browser.clipboard_text().unwrap();
                popup.wait_for_text("alert", "A .netrc line cannot name a port").unwrap();
                assert_eq!(context.browser.clipboard_text().unwrap(), before);
            }
        }
    }
    popup.find("combobox", "Copy as").unwrap().select_option("curl command").unwrap();
    popup.wait_for("chrome.storage.local.get('copyAs').then(all => all.copyAs === 'curl')").unwrap();
    popup.close().unwrap();
    let popup = context.press(&tab);
    assert_eq!(chosen(&popup), "curl command");

    let context = TestContext { browser: context.browser.restart().unwrap(), ..context };
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    generate(&popup);
    assert_eq!(chosen(&popup), "curl command");
}

fn user_id_with_a_colon_can_only_copy_the_plain_token(kind: BrowserKind) {
    let mut options = Options::default();
    options.accounts.push(Account::new("team:alice", "team:alice-pass-1"));
    let context = TestContext::with(kind, options);
    let popup = context.press(&context.signed_in_as("team:alice", "/"));
    wait_for_identity(&popup, "Signed in as team:alice (team:alice)");
    let token = generate(&popup);
    popup
        .wait_for("document.getElementById('token-works').textContent.startsWith('The token could not be')")
        .unwrap();
    copy_as(&popup, "Authorization header");
    popup.wait_for_text("alert", "The user ID contains a colon").unwrap();
    copy_as(&popup, "API token");
    popup.wait_for_text("status", "Copied").unwrap();
    assert_eq!(context.browser.clipboard_text().unwrap(), token);
}
