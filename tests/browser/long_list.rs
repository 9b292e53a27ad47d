//! Lists that are longer than the popup is high.

use latchkey_driver::{BrowserKind, Popup};
use latchkey_standin::{Date, NewToken};
use serde_json::{Value, json};

use crate::context::TestContext;
use crate::list::{names, open_list, used, wait_for_count, wait_for_outcomes};

in_every_browser! {
    seven_tokens_with_their_facts_are_in_view,
    every_control_of_a_long_list_is_reached_by_the_tab_key,
    arrow_keys_lead_from_row_to_row,
    only_rows_near_the_view_are_in_the_document,
    a_row_that_is_renamed_stays_and_is_found_again,
    parts_of_the_summary_filter_the_list,
}

fn in_days(days: i32) -> Option<Date> {
    Some(jiff::Zoned::now().date().saturating_add(jiff::Span::new().days(days)))
}

/// A popup that lists this number of tokens.
fn popup_with(context: &TestContext, count: usize) -> Popup {
    for number in 0..count {
        context.standin.add_token("alice", used(&format!("token {number:03}")));
    }
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, count);
    popup
}

fn number(value: Value) -> f64 {
    value.as_f64().unwrap()
}

fn scroll_to(popup: &Popup, offset: &str) {
    popup.evaluate(&format!("scrollTo(0, {offset})")).unwrap();
}

/// The names of the tokens that are in view as a whole.
fn in_view(popup: &Popup) -> Vec<String> {
    let names = popup
        .evaluate(
            "[...document.querySelectorAll('#list > li')].filter(row => {
                 const { top, bottom } = row.getBoundingClientRect();
                 return top >= 0 && bottom <= innerHeight;
             }).map(row => row.querySelector('.name').textContent)",
        )
        .unwrap();
    serde_json::from_value(names).unwrap()
}

/// The control that has the focus: its class and the name of its token.
fn focused(popup: &Popup) -> (String, String) {
    let focused = popup
        .evaluate(
            "(control => [control.classList[0] ?? control.id,
                          control.closest('#list > li')?.querySelector('.name').textContent ?? ''])
             (document.activeElement)",
        )
        .unwrap();
    serde_json::from_value(focused).unwrap()
}

/// As many characters as a name may have uncut, as wide as those of ordinary names.
fn name_of_40_characters(number: usize) -> String {
    format!("deploy-to-production-cluster-europe-{number:04}")
}

fn seven_tokens_with_their_facts_are_in_view(kind: BrowserKind) {
    let context = TestContext::new(kind);
    for number in 0..12 {
        let name = name_of_40_characters(number);
        assert_eq!(name.len(), 40);
        context.standin.add_token("alice", NewToken { expires: in_days(60), ..used(&name) });
    }
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 12);
    // As high as a popup of Chromium is at most.
    let in_view = "[...document.querySelectorAll('#list > li')]
                       .filter(row => row.getBoundingClientRect().bottom <= 600).length";
    let in_view = number(popup.evaluate(in_view).unwrap());
    assert!(in_view >= 7.0, "{in_view} tokens");
    let cut =
        "[...document.querySelectorAll('.name, .fact')].filter(text => text.scrollWidth > text.clientWidth)
                   .filter(text => text.clientWidth > 0).map(text => text.textContent)";
    assert_eq!(popup.evaluate(cut).unwrap(), json!([]), "names and facts are uncut");
    let lines = "[...document.querySelectorAll('.facts')].map(facts => facts.getClientRects()[0].height)
                     .filter(height => height > 20).length";
    assert_eq!(popup.evaluate(lines).unwrap(), 0, "expiry and last use are on one line");
    let small =
        "[...document.querySelectorAll('#panel-tokens :is(button, input, summary)')].filter(control => {
                     const { width, height } = control.getBoundingClientRect();
                     return width > 0 && (width < 24 || height < 24);
                 }).map(control => control.outerHTML)";
    assert_eq!(popup.evaluate(small).unwrap(), json!([]), "targets are 24 px large");
    popup.find("button", &format!("Revoke {}", name_of_40_characters(3))).unwrap().click().unwrap();
    popup.find("alertdialog", &format!("Revoke “{}”?", name_of_40_characters(3))).unwrap();
}

fn every_control_of_a_long_list_is_reached_by_the_tab_key(kind: BrowserKind) {
    const ROWS: usize = 200;
    let context = TestContext::new(kind);
    let popup = popup_with(&context, ROWS);
    popup.find("searchbox", "Filter by name").unwrap().click().unwrap();
    let controls = ["choose", "rename", "replace", "revoke"];
    for row in 0..ROWS {
        for control in controls {
            popup.press_key("Tab").unwrap();
            assert_eq!(focused(&popup), (control.to_owned(), format!("token {row:03}")));
        }
        if row % 25 == 0 {
            assert!(in_view(&popup).contains(&format!("token {row:03}")), "row {row} is in view");
        }
    }
    popup.press_key("Tab").unwrap();
    assert_eq!(focused(&popup).0, "remember");
    for control in controls.iter().rev() {
        popup.press_key("Shift+Tab").unwrap();
        assert_eq!(focused(&popup), ((*control).to_owned(), "token 199".to_owned()));
    }
    popup.press_key("Shift+Tab").unwrap();
    assert_eq!(focused(&popup), ("revoke".to_owned(), "token 198".to_owned()));
}

fn arrow_keys_lead_from_row_to_row(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = popup_with(&context, 100);
    popup.find("button", "Revoke token 000").unwrap();
    popup.evaluate("document.querySelector('#list .replace').focus()").unwrap();
    for (key, row) in [
        ("ArrowDown", "token 001"),
        ("ArrowDown", "token 002"),
        ("ArrowUp", "token 001"),
        ("End", "token 099"),
        ("ArrowDown", "token 099"),
        ("ArrowUp", "token 098"),
        ("Home", "token 000"),
        ("ArrowUp", "token 000"),
    ] {
        popup.press_key(key).unwrap();
        assert_eq!(focused(&popup), ("replace".to_owned(), row.to_owned()), "{key}");
        popup
            .wait_for(
                "(({ top, bottom }) => top >= 0 && bottom <= innerHeight)(document.activeElement.getBoundingClientRect())",
            )
            .unwrap();
    }
}

fn only_rows_near_the_view_are_in_the_document(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = popup_with(&context, 1_000);
    let drawn = "document.querySelectorAll('#list > li').length";
    assert!(number(popup.evaluate(drawn).unwrap()) < 60.0);
    let height = number(popup.evaluate("document.getElementById('list').offsetHeight").unwrap());
    assert!((40_000.0..60_000.0).contains(&height), "{height} px");
    assert_eq!(in_view(&popup)[0], "token 000");
    for (offset, row) in
        [("document.getElementById('list').offsetHeight / 2", "token 500"), ("1e6", "token 999")]
    {
        scroll_to(&popup, offset);
        popup
            .wait_for(&format!(
                "[...document.querySelectorAll('#list > li')].some(row => {{
                     const {{ top, bottom }} = row.getBoundingClientRect();
                     return top >= 0 && bottom <= innerHeight && row.querySelector('.name').textContent === '{row}';
                 }})"
            ))
            .unwrap();
        assert!(number(popup.evaluate(drawn).unwrap()) < 60.0);
        let row = in_view(&popup);
        let position = format!(
            "(row => [row.ariaPosInSet, row.ariaSetSize])([...document.querySelectorAll('#list > li')]
                 .find(row => row.querySelector('.name').textContent === '{}'))",
            row[0]
        );
        let place: usize = row[0].trim_start_matches("token ").parse().unwrap();
        assert_eq!(popup.evaluate(&position).unwrap(), json!([(place + 1).to_string(), "1000"]));
    }
    scroll_to(&popup, "0");
    popup.find("searchbox", "Filter by name").unwrap().fill("99").unwrap();
    wait_for_count(&popup, 19);
    assert!(names(&popup).iter().all(|name| name.contains("99")), "{:?}", names(&popup));
    popup.wait_for_text("status", "Shown: 19 of 1,000").unwrap();
    popup.find("searchbox", "Filter by name").unwrap().fill("no such token").unwrap();
    popup.wait_for_text("status", "No token matches.").unwrap();
}

fn a_row_that_is_renamed_stays_and_is_found_again(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = popup_with(&context, 100);
    popup.find("button", "Rename token 001").unwrap().click().unwrap();
    let field = popup.find("textbox", "New name").unwrap();
    field.fill("zulu").unwrap();
    // Firefox scrolls to what was typed in one of the next frames.
    popup
        .evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => go(true))))")
        .unwrap();
    scroll_to(&popup, "1e6");
    popup.wait_for("document.querySelector('#list > li:nth-last-child(2)').ariaPosInSet === '99'").unwrap();
    assert!(field.is_focused().unwrap());
    assert_eq!(field.value().unwrap(), "zulu");
    popup.press_key("Enter").unwrap();
    wait_for_outcomes(&popup, &["“token 001” is now “zulu”."]);
    let renamed = popup.find("button", "Rename zulu").unwrap();
    assert!(renamed.is_focused().unwrap(), "the last row by now");
}

fn parts_of_the_summary_filter_the_list(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let add = |token| context.standin.add_token("alice", token);
    add(NewToken { expires: in_days(3), ..used("soon") });
    add(NewToken { expires: in_days(60), ..NewToken::new("fresh") });
    add(NewToken { expires: in_days(-3), ..NewToken::new("over") });
    add(used("forever"));
    let popup = context.press(&context.signed_in("/"));
    open_list(&popup, 4);
    let all = popup.find("button", "4 tokens").unwrap();
    assert_eq!(all.attribute("aria-pressed").unwrap().as_deref(), Some("true"));
    for (part, shown) in [
        ("1 expired", vec!["over"]),
        ("1 expiring within a week", vec!["soon"]),
        ("2 never used", vec!["over", "fresh"]),
        ("1 without expiry", vec!["forever"]),
    ] {
        let part = popup.find("button", part).unwrap();
        part.click().unwrap();
        wait_for_count(&popup, shown.len());
        assert_eq!(names(&popup), shown);
        assert_eq!(part.attribute("aria-pressed").unwrap().as_deref(), Some("true"));
        popup.wait_for_text("status", &format!("Shown: {} of 4", shown.len())).unwrap();
    }
    assert!(popup.evaluate("document.getElementById('summary-legacy').hidden").unwrap() == true);
    // The last of a part is gone: so is what would hide all others.
    popup.find("button", "Revoke forever").unwrap().click().unwrap();
    popup.find("button", "Revoke").unwrap().click().unwrap();
    wait_for_outcomes(&popup, &["“forever” was revoked."]);
    assert_eq!(names(&popup), ["over", "soon", "fresh"]);
    popup.find("button", "2 never used").unwrap().click().unwrap();
    wait_for_count(&popup, 2);
    popup.find("button", "2 never used").unwrap().click().unwrap();
    wait_for_count(&popup, 3);
}
