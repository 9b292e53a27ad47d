//! Renaming tokens.

use latchkey_driver::BrowserKind;
use latchkey_standin::{JenkinsVersion, Options, Standin};

use crate::context::{TestContext, sign_in};
use crate::list::{names, open_list, used, wait_for_outcomes};

in_every_browser! {
    renaming_is_confirmed_by_the_list,
    nothing_is_sent_for_escape_or_a_blank_name,
    errors_of_renaming_are_shown,
}

fn renaming_is_confirmed_by_the_list(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for core in [JenkinsVersion::V2_303_3, JenkinsVersion::V2_579] {
        let standin = Standin::start(Options { core, ..Options::default() }).unwrap();
        standin.add_token("alice", used("before"));
        let tab = context.browser.open(&format!("{}/login", standin.url())).unwrap();
        sign_in(&tab, "alice");
        let popup = context.press(&tab);
        open_list(&popup, 1);
        popup.find("button", "Rename before").unwrap().click().unwrap();
        let field = popup.find("textbox", "New name").unwrap();
        assert!(field.is_focused().unwrap());
        assert_eq!(field.value().unwrap(), "before");
        field.fill("after \"$1\" <b>").unwrap();
        popup.press_key("Enter").unwrap();
        wait_for_outcomes(&popup, &["“before” is now “after \"$1\" <b>”."]);
        assert_eq!(standin.tokens_of("alice")[0].name, "after \"$1\" <b>", "{core}");
        assert!(popup.find("button", "Rename after \"$1\" <b>").unwrap().is_focused().unwrap());
        popup.close().unwrap();
    }
}

fn nothing_is_sent_for_escape_or_a_blank_name(kind: BrowserKind) {
    let context = TestContext::new(kind);
    context.standin.add_token("alice", used("deploy"));
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 1);
    let rename = popup.find("button", "Rename deploy").unwrap();
    rename.click().unwrap();
    popup.find("textbox", "New name").unwrap().fill("other").unwrap();
    popup.press_key("Escape").unwrap();
    popup.wait_until_gone("textbox", "New name").unwrap();
    assert!(popup.find("button", "Rename deploy").unwrap().is_focused().unwrap());

    popup.find("button", "Rename deploy").unwrap().click().unwrap();
    let field = popup.find("textbox", "New name").unwrap();
    field.fill("   ").unwrap();
    popup.find("button", "Save").unwrap().click().unwrap();
    popup.wait_for_text("alert", "The token needs a name.").unwrap();
    assert!(field.is_focused().unwrap());
    popup.find("button", "Cancel").unwrap().click().unwrap();
    popup.wait_until_gone("alert", "").unwrap();
    assert_eq!(names(&popup), ["deploy"]);
    assert!(context.sent().iter().all(|request| request.method == "GET"));
}

fn errors_of_renaming_are_shown(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let uuid = context.standin.add_token("alice", used("deploy"));
    context.standin.add_token("alice", used("other"));
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 2);
    let rename = |name: &str| {
        popup.find("button", &format!("Rename {name}")).unwrap().click().unwrap();
        popup.find("textbox", "New name").unwrap().fill("new").unwrap();
        popup.press_key("Enter").unwrap();
    };
    context.standin.revoke_token("alice", &uuid);
    rename("deploy");
    wait_for_outcomes(&popup, &["“deploy” no longer exists."]);
    assert_eq!(names(&popup), ["other"]);

    context.standin.end_sessions();
    rename("other");
    popup.wait_for_text("alert", "You are not signed in").unwrap();
    wait_for_outcomes(&popup, &["“other” was not renamed. You are not signed in to this Jenkins."]);
    popup.find("button", "Sign in").unwrap();
    assert_eq!(context.standin.tokens_of("alice")[0].name, "other");
}
