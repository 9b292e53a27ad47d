//! Every view in both themes: a picture of it, nothing out of bounds, nothing that axe-core objects to.
//!
//! The pictures are written to `target/screenshots/THEME-VIEW.png`.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use latchkey_driver::Popup;

use crate::{axe, views};

/// Everything wrong in the views of a walk, so that one run tells all of it.
#[derive(Default)]
struct Findings(RefCell<Vec<String>>);

impl Findings {
    fn look(&self, popup: &Popup, view: &str) {
        // Colours on their way to others would be measured in between.
        popup.set_reduced_motion(true).unwrap();
        for (dark, theme) in [(false, "light"), (true, "dark")] {
            popup.set_color_scheme(dark).unwrap();
            popup.screenshot(&picture(theme, view)).unwrap();
            self.add(axe::violations(popup), &format!("{theme} {view}"));
        }
        self.add(out_of_bounds(popup), view);
    }

    fn add(&self, found: Vec<String>, view: &str) {
        self.0.borrow_mut().extend(found.into_iter().map(|finding| format!("{view}: {finding}")));
    }

    fn none(self) {
        let found = self.0.into_inner();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

fn picture(theme: &str, view: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{theme}-{view}.png"))
}

/// What sticks out sideways as the popup is, from right to left, in half the width (which is what a zoom of
/// 200 % leaves), and with letters twice as large.
fn out_of_bounds(popup: &Popup) -> Vec<String> {
    let found = popup
        .evaluate(
            "(() => {
                const root = document.documentElement;
                const sides = element => element.getBoundingClientRect();
                const isClipped = element => {
                    for (let outer = element.parentElement; outer && outer !== root; outer = outer.parentElement) {
                        if (getComputedStyle(outer).overflowX !== 'visible') return true;
                    }
                    return false;
                };
                const measure = (how, style) => {
                    root.style.cssText = style;
                    const page = sides(root);
                    const out = [...document.body.querySelectorAll('*')].filter(element => {
                        const { left, right, width } = sides(element);
                        return width > 0 && (left < page.left - 0.5 || right > page.right + 0.5)
                            && !isClipped(element) && !element.closest('dialog');
                    });
                    const dialog = document.querySelector('dialog[open]');
                    if (dialog && dialog.scrollWidth > dialog.clientWidth) out.push(dialog);
                    root.style.cssText = '';
                    return out.map(element => `${how}: ${element.outerHTML.slice(0, 120)}`);
                };
                return [
                    ...measure('as it is', ''),
                    ...measure('from right to left', 'direction: rtl'),
                    ...measure('half as wide', 'inline-size: 190px'),
                    ...measure('large letters', 'font-size: 200%; inline-size: 380px'),
                ];
            })()",
        )
        .unwrap();
    found.as_array().unwrap().iter().map(|found| found.as_str().unwrap().to_owned()).collect()
}

/// Walks through views and looks at each.
fn look_at(walk: fn(views::Show<'_>)) {
    let findings = Findings::default();
    walk(&|popup, view| findings.look(popup, view));
    findings.none();
}

#[test]
fn a_token_is_about_to_be_made() {
    look_at(views::create);
}

#[test]
fn a_token_has_just_been_made() {
    look_at(views::token);
}

#[test]
fn tokens_in_every_state() {
    look_at(views::in_every_state);
}

#[test]
fn tokens_are_looked_after() {
    look_at(views::managing);
}

#[test]
fn odd_names() {
    look_at(views::odd_names);
}

#[test]
fn dialogs() {
    look_at(views::dialogs);
}

#[test]
fn pages_on_which_no_token_can_be_made() {
    look_at(views::elsewhere);
}

#[test]
fn trouble_with_the_form() {
    look_at(views::about_the_form);
}

#[test]
fn trouble_with_requests() {
    look_at(views::about_requests);
}

#[test]
fn trouble_with_tokens() {
    look_at(views::about_tokens);
}
