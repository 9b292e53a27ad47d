//! With forced colors, nothing is conveyed by color alone, and nothing moves for people who prefer reduced motion.

use latchkey_driver::{BrowserKind, Popup};

use crate::context::{ALICE, TestContext, wait_for_identity};
use crate::layout_and_a11y::picture;
use crate::views;

in_every_browser! {
    states_of_the_list_stay_apart,
    primary_and_disabled_buttons_stay_apart,
    settings_stay_apart,
    reminders_stay_apart,
    focus_is_visible,
    nothing_moves_with_reduced_motion,
}

/// Colors of the system, and what every visible control must be drawn with.
const LOOK: &str = "
    const system = (color) => {
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.cssText = `forced-color-adjust: none; color: ${color}`;
        const found = getComputedStyle(probe).color;
        probe.remove();
        return found;
    };
    const [canvas, highlight, gray] = ['Canvas', 'Highlight', 'GrayText'].map(system);
    const style = (element, part) => getComputedStyle(element, part);
    const visible = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    const found = [];
    const check = (selector, what, holds) => {
        for (const element of visible(selector)) {
            if (!holds(element)) found.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
        }
    };
    const hasBorder = (element, part) => {
        const { borderTopWidth, borderTopStyle, borderTopColor } = style(element, part);
        const alpha = borderTopColor.match(/^rgba.*, 0\\)$/);
        return parseFloat(borderTopWidth) >= 1 && borderTopStyle === 'solid' && borderTopColor !== canvas && !alpha;
    };
    check('button:not([role=tab]), input:not([type=checkbox]), select, textarea', 'without a border', (element) => hasBorder(element));
    check('.badge, .alert, #reminders, #outcomes > li', 'without a border', (element) => hasBorder(element));
    check('input[type=checkbox]', 'without a border', (box) => hasBorder(box, '::before'));
    check('input:checked', 'without a check mark', (box) =>
        style(box, '::before').content.includes('✓') && style(box, '::before').color !== style(box, '::before').backgroundColor);
    check('[role=tab]', 'selected or not', (tab) =>
        (style(tab).borderBottomColor === highlight) === (tab.ariaSelected === 'true'));
    const line = document.querySelector('header').getBoundingClientRect().bottom - 1;
    check('[role=tab]:not([aria-selected=true])', 'over the line of the header', (tab) =>
        tab.getBoundingClientRect().bottom <= line + 0.01);
    check('[aria-pressed]', 'pressed or not', (chip) =>
        (style(chip).backgroundColor === highlight) === (chip.ariaPressed === 'true'));
    check('.row', 'chosen or not', (row) =>
        (style(row).outlineStyle === 'solid' && style(row).outlineColor === highlight) === row.querySelector('.choose').checked);
    check('.row svg', 'an icon in a color of its own', (icon) =>
        style(icon).stroke === style(icon.parentElement).color && style(icon).stroke !== style(icon.parentElement).backgroundColor);
    check('.primary', 'primary or not', (button) =>
        (style(button).backgroundColor === highlight) === (button.ariaDisabled !== 'true'));
    check(':disabled, [aria-disabled=true]', 'not grayed', (control) => style(control).color === gray);
";

fn findings(kind: BrowserKind, popup: &Popup, view: &str) -> Vec<String> {
    popup.set_reduced_motion(true).unwrap();
    popup.set_forced_colors(true).unwrap();
    let found = popup.evaluate(&format!("(() => {{ {LOOK} return found; }})()")).unwrap();
    popup.screenshot(&picture(kind, "forced", view)).unwrap();
    popup.set_forced_colors(false).unwrap();
    serde_json::from_value(found).unwrap()
}

fn assert_apart(kind: BrowserKind, popup: &Popup, view: &str) {
    let found = findings(kind, popup, view);
    assert!(found.is_empty(), "{view}:\n{}", found.join("\n"));
}

fn count(popup: &Popup, selector: &str) -> u64 {
    popup.evaluate(&format!("document.querySelectorAll({selector:?}).length")).unwrap().as_u64().unwrap()
}

fn states_of_the_list_stay_apart(kind: BrowserKind) {
    views::rename_and_revoke(kind, &|popup, view| {
        assert_apart(kind, popup, view);
        if view == "tokens-chosen" {
            // What is looked at is there.
            for selector in
                [".row .choose:checked", ".badge.trouble", "[aria-pressed=true]", "#outcomes > li"]
            {
                assert!(count(popup, selector) > 0, "{selector}");
            }
        }
    });
}

fn primary_and_disabled_buttons_stay_apart(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.browser.open(&context.url("/login")).unwrap());
    popup.wait_for_text("alert", "You are not signed in").unwrap();
    assert_eq!(count(&popup, "#generate[aria-disabled=true]"), 1);
    assert_eq!(count(&popup, ".alert .primary"), 1);
    assert_apart(kind, &popup, "signed-out");
    popup.close().unwrap();
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    assert_apart(kind, &popup, "create");
}

fn settings_stay_apart(kind: BrowserKind) {
    views::settings(kind, &|popup, view| assert_apart(kind, popup, view));
}

fn reminders_stay_apart(kind: BrowserKind) {
    views::reminders(kind, &|popup, view| assert_apart(kind, popup, view));
}

/// The outline of what has the focus.
const OUTLINE: &str = "(() => {
    const element = document.activeElement;
    const outline = () => {
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
        return `${outlineStyle} ${outlineWidth} ${outlineColor}`;
    };
    const focused = outline();
    element.blur();
    const blurred = outline();
    element.focus({ focusVisible: true });
    return [element.outerHTML.slice(0, 160), focused, blurred];
})()";

fn focus_is_visible(kind: BrowserKind) {
    views::form_errors(kind, &|popup, view| {
        popup.set_reduced_motion(true).unwrap();
        popup.set_forced_colors(true).unwrap();
        for _ in 0..8 {
            popup.press_key("Tab").unwrap();
            let [element, focused, blurred]: [String; 3] =
                serde_json::from_value(popup.evaluate(OUTLINE).unwrap()).unwrap();
            assert!(focused.starts_with("solid 2px"), "{view}: {focused}: {element}");
            assert_ne!(focused, blurred, "{view}: {element}");
        }
        popup.set_forced_colors(false).unwrap();
        popup.find("textbox", "Token name").unwrap().click().unwrap();
    });
}

/// How many elements take time to change, or go on changing.
const MOVING: &str =
    "[...document.querySelectorAll('*')].flatMap((element) => [null, '::before', '::after'].map((part) => {
    const { transitionDuration, animationName } = getComputedStyle(element, part);
    return transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || animationName !== 'none';
})).filter(Boolean).length";

fn nothing_moves_with_reduced_motion(kind: BrowserKind) {
    let context = TestContext::new(kind);
    let popup = context.press(&context.signed_in("/"));
    wait_for_identity(&popup, ALICE);
    // Firefox answers a media query before it applies the styles.
    popup.set_reduced_motion(false).unwrap();
    popup.wait_for(&format!("{MOVING} > 0")).unwrap();
    popup.set_reduced_motion(true).unwrap();
    popup.wait_for(&format!("{MOVING} === 0")).unwrap();
}
