//! Every view in both themes: takes a screenshot and finds no overflow, nothing cut off, and no violation by axe-core.
//!
//! The screenshots are written to `target/screenshots/BROWSER/THEME-VIEW.png`, those in other languages than English to
//! `target/screenshots/BROWSER-LANGUAGE/THEME-VIEW.png`.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use latchkey_driver::{BrowserKind, Popup};

use crate::localized::{self, in_language};
use crate::{axe, views};

in_every_browser! {
    create_form_views,
    new_token_views,
    token_list_views,
    rename_and_revoke_views,
    odd_name_views,
    dialogs,
    reminder_views,
    unsupported_page_views,
    form_error_views,
    request_error_views,
    token_error_views,
    settings_views,
}

mod managed {
    use latchkey_driver::BrowserKind;

    long_in_every_browser! {
        managed_views,
    }

    fn managed_views(kind: BrowserKind) {
        super::look_at(kind, crate::views::managed);
    }
}

/// All problems of one walk through views, so that one run reports every one.
struct Findings {
    kind: BrowserKind,
    found: RefCell<Vec<String>>,
}

impl Findings {
    fn look(&self, popup: &Popup, view: &str) {
        // During a color transition, axe-core would measure an intermediate color.
        popup.set_reduced_motion(true).unwrap();
        // One theme is enough to see what a language changes.
        let themes: &[(bool, &str)] = match localized::language() {
            None => &[(false, "light"), (true, "dark")],
            Some(_) => &[(false, "light")],
        };
        for &(dark, theme) in themes {
            popup.set_color_scheme(dark).unwrap();
            popup.screenshot(&picture(self.kind, theme, view)).unwrap();
            self.add(axe::violations(popup), &format!("{theme} {view}"));
        }
        self.add(out_of_bounds(popup), view);
        self.add(cut_off(popup), view);
    }

    fn add(&self, found: Vec<String>, view: &str) {
        self.found.borrow_mut().extend(found.into_iter().map(|finding| format!("{view}: {finding}")));
    }

    fn none(self) {
        let found = self.found.into_inner();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// Where the screenshot of a view goes.
pub(crate) fn picture(kind: BrowserKind, theme: &str, view: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    let language = localized::language().map(|language| format!("-{language}")).unwrap_or_default();
    let folder = folder.join(format!("{kind}{language}"));
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{theme}-{view}.png"))
}

/// Elements that overflow sideways in the popup as it is, from right to left, at half the width (a zoom of 200 %), and
/// with letters twice as large.
fn out_of_bounds(popup: &Popup) -> Vec<String> {
    let found = popup
        .evaluate(
            "(() => {
                const root = document.body;
                const sides = element => element.getBoundingClientRect();
                const isClipped = element => {
                    for (let outer = element.parentElement; outer && outer !== root; outer = outer.parentElement) {
                        if (getComputedStyle(outer).overflowX !== 'visible') return true;
                    }
                    return false;
                };
                const measure = (how, style) => {
                    document.documentElement.style.fontSize = how === 'large letters' ? '200%' : '';
                    root.style.cssText = style;
                    const page = sides(root);
                    const out = [...document.body.querySelectorAll('*')].filter(element => {
                        const { left, right, width } = sides(element);
                        return width > 0 && (left < page.left - 0.5 || right > page.right + 0.5)
                            && !isClipped(element) && !element.closest('dialog');
                    });
                    const dialog = document.querySelector('dialog[open]');
                    if (dialog && dialog.scrollWidth > dialog.clientWidth) out.push(dialog);
                    root.style.cssText = document.documentElement.style.cssText = '';
                    return out.map(element => `${how}: ${element.outerHTML.slice(0, 120)}`);
                };
                return [
                    ...measure('as it is', ''),
                    ...measure('from right to left', 'direction: rtl'),
                    ...measure('half as wide', 'inline-size: 190px'),
                    ...measure('large letters', 'inline-size: 380px'),
                ];
            })()",
        )
        .unwrap();
    found.as_array().unwrap().iter().map(|found| found.as_str().unwrap().to_owned()).collect()
}

/// Texts that do not fit their elements, because a language has longer words. The lines of the header and long names
/// are cut off on purpose, with the full text in a tooltip.
fn cut_off(popup: &Popup) -> Vec<String> {
    let found = popup
        .evaluate(
            "(() => {
                const meant = '#controller *, #identity, #token-name, .name, #dialog-title, #dialog-names *, #script, input, .spoken';
                const cut = [...document.querySelectorAll('body *')].filter(element =>
                    element.clientWidth > 0 && !element.matches(meant) && !element.closest('.spoken')
                        && element.scrollWidth > element.clientWidth + 1);
                // No property of a select element gives the width that its selected option needs.
                const context = document.createElement('canvas').getContext('2d');
                const choices = [...document.querySelectorAll('select')].filter(select => {
                    const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(select);
                    context.font = font;
                    const arrow = 24;
                    const room = select.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd) - arrow;
                    const widths = [...select.options].map(option => context.measureText(option.text).width);
                    return select.clientWidth > 0 && Math.max(...widths) > room;
                });
                // In a tab, the settings page has more room.
                const widest = document.getElementById('settings-form') ? 640 : 380;
                const wide = document.documentElement.scrollWidth > widest ? [document.documentElement] : [];
                return [...cut, ...choices, ...wide].map(element =>
                    `cut off, ${element.scrollWidth} in ${element.clientWidth} px: ${element.outerHTML.slice(0, 200)}`);
            })()",
        )
        .unwrap();
    found.as_array().unwrap().iter().map(|found| found.as_str().unwrap().to_owned()).collect()
}

/// Walks through views and checks each.
fn look_at(kind: BrowserKind, walk: fn(BrowserKind, views::Show<'_>)) {
    let findings = Findings { kind, found: RefCell::default() };
    walk(kind, &|popup, view| findings.look(popup, view));
    findings.none();
}

fn create_form_views(kind: BrowserKind) {
    look_at(kind, views::create);
}

fn new_token_views(kind: BrowserKind) {
    look_at(kind, views::token);
}

fn token_list_views(kind: BrowserKind) {
    look_at(kind, views::in_every_state);
}

fn rename_and_revoke_views(kind: BrowserKind) {
    look_at(kind, views::rename_and_revoke);
}

fn odd_name_views(kind: BrowserKind) {
    look_at(kind, views::odd_names);
}

fn reminder_views(kind: BrowserKind) {
    look_at(kind, views::reminders);
}

fn dialogs(kind: BrowserKind) {
    look_at(kind, views::dialogs);
}

fn unsupported_page_views(kind: BrowserKind) {
    look_at(kind, views::unsupported_pages);
}

fn form_error_views(kind: BrowserKind) {
    look_at(kind, views::form_errors);
}

fn request_error_views(kind: BrowserKind) {
    look_at(kind, views::request_errors);
}

fn token_error_views(kind: BrowserKind) {
    look_at(kind, views::token_errors);
}

fn settings_views(kind: BrowserKind) {
    look_at(kind, views::settings);
}

const WALKS: &[fn(BrowserKind, views::Show<'_>)] = &[
    views::create,
    views::token,
    views::in_every_state,
    views::rename_and_revoke,
    views::odd_names,
    views::dialogs,
    views::reminders,
    views::unsupported_pages,
    views::form_errors,
    views::request_errors,
    views::token_errors,
    views::settings,
    views::managed,
];

/// Makes one test of all views for each language, in Chromium: the words are the same in both browsers.
macro_rules! in_every_language {
    ($($name:ident: $language:literal),* $(,)?) => {
        mod languages {
            $(
                #[test]
                #[ignore = "a minute for each language"]
                fn $name() {
                    super::look_at_all_in($language);
                }
            )*
        }
    };
}

in_every_language! {
    arabic: "ar",
    german: "de",
    spanish: "es",
    french: "fr",
    japanese: "ja",
    portuguese_of_brazil: "pt-BR",
    simplified_chinese: "zh-CN",
}

fn look_at_all_in(language: &str) {
    let findings = Findings { kind: BrowserKind::Chromium, found: RefCell::default() };
    in_language(language, || {
        for walk in WALKS {
            walk(BrowserKind::Chromium, &|popup, view| findings.look(popup, view));
        }
    });
    findings.none();
}
