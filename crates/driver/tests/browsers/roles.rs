//! What assistive technology sees, in names that do not depend on the browser.

use latchkey_driver::BrowserKind;
use serde_json::json;

use crate::support::{launch, serve};

in_every_browser! {
    roles_names_and_states_are_the_same_in_every_browser,
}

fn roles_names_and_states_are_the_same_in_every_browser(kind: BrowserKind) {
    const PAGE: &str = "<h1 id='title'>Title</h1><a href='#x'>Link</a><div role='alert'>Beware</div>
        <section aria-label='Part'>In part</section>
        <div role='alertdialog' aria-label='Sure?' aria-describedby='title'><button>Yes</button></div>
        <div role='tablist'><button role='tab' aria-selected='true'>One</button></div>
        <div role='tabpanel' aria-label='Panel'>Panel</div><dialog open aria-label='Box'>Text</dialog>
        <input aria-label='Field' required aria-invalid='true' readonly value='word'>
        <input type='password' aria-label='Secret'><input type='checkbox' checked aria-label='Tick'>
        <input type='date' aria-label='When' value='2027-01-31'><progress aria-label='Part of it' value='3' max='9'>
        </progress><ul aria-label='Things'><li>Unnamed</li><li aria-label='Named'>Text</li></ul>
        <button aria-expanded='true'>Opened</button><select aria-label='Choice'><option>First</option></select>
        <svg role='img' aria-label='Picture'></svg><details><summary>More</summary>Text</details>";
    let browser = launch(kind);
    let tab = browser.open(&serve()).unwrap();
    let popup = browser.press_toolbar_button(&tab).unwrap();
    popup.evaluate(&format!("document.body.innerHTML = {}", json!(PAGE))).unwrap();
    popup.wait_until_gone("button", "Send").unwrap();
    let tree = popup.accessibility_tree().unwrap();
    let exposed: Vec<String> = tree
        .iter()
        .filter(|node| !matches!(node.role.as_str(), "text" | "generic" | "ListMarker"))
        // The parts of a date field have names of each browser's own.
        .filter(|node| node.role != "spinbutton" && !(node.role == "button" && node.name.contains("a")))
        .map(|node| {
            let value = node.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
            format!("{} {}{value}", node.role, node.name).trim_end().to_owned()
        })
        .collect();
    let expected = [
        "document Driver fixture",
        "heading Title",
        "link Link",
        "alert",
        "region Part",
        "alertdialog Sure?",
        "button Yes",
        "tablist",
        "tab One",
        "tabpanel Panel",
        "dialog Box",
        "textbox Field=word",
        "textbox Secret",
        "checkbox Tick",
        "date When=2027-01-31",
        "progressbar Part of it=3",
        "list Things",
        "listitem",
        "listitem Named",
        "button Opened",
        "combobox Choice=First",
        "listbox",
        "option First",
        "img Picture",
        "group",
        "summary More",
    ];
    assert_eq!(exposed, expected);

    let node = |role: &str| tree.iter().find(|node| node.role == role).unwrap();
    assert_eq!(node("alert").live.as_deref(), Some("assertive"));
    assert_eq!(node("alertdialog").description, "Title");
    assert_eq!(node("tab").selected, Some(true));
    assert_eq!(node("checkbox").checked.as_deref(), Some("true"));
    assert_eq!(node("summary").expanded, Some(false));
    let field = node("textbox");
    assert!(field.required && field.invalid && field.readonly && !field.disabled);
}
