//! Pages: the attributes of `<head>` and `<body>`, the forms, and the page header.

use std::collections::BTreeMap;

use latchkey_standin::{JenkinsVersion, Options, Standin};
use scraper::{ElementRef, Html, Selector};
use serde::Deserialize;

use super::browser::Browser;
use super::{account, placeholders};

const PAGES: &str = include_str!("../../fixtures/pages.jsonl");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    core: String,
    context: String,
    page: String,
    path: String,
    viewer: Option<String>,
    /// The requested language; English if it is not given.
    language: Option<String>,
    status: u16,
    lang: Option<String>,
    title: Option<String>,
    head: BTreeMap<String, String>,
    body: BTreeMap<String, String>,
    refresh: Option<String>,
    redirect: Option<String>,
    form: Option<BTreeMap<String, String>>,
    inputs: Option<Vec<[Option<String>; 5]>>,
    user_link: Option<String>,
    text: Option<String>,
}

/// The differences on every page.
pub(super) fn failures() -> Vec<String> {
    let pages = PAGES.lines().map(|line| serde_json::from_str::<Page>(line).expect("a page"));
    pages.flat_map(|page| failures_of(&page)).collect()
}

fn failures_of(page: &Page) -> Vec<String> {
    let core: JenkinsVersion = page.core.parse().expect("a core");
    let mut options = Options { core, context: page.context.clone(), ..Options::default() };
    options.accounts.push(account("pat"));
    let standin = Standin::start(options).expect("a stand-in");
    let answer = Browser::new(&standin, core, true).get_in(
        &page.path,
        page.viewer.as_deref(),
        page.language.as_deref().unwrap_or("en"),
    );
    let html = Html::parse_document(&answer.body);
    let mut found = Vec::new();
    let mut check = |what: &str, got: String, wanted: String| {
        if got != wanted {
            found
                .push(format!("{} {} {}: {what} {got} instead of {wanted}", page.core, page.page, page.path));
        }
    };
    check("status", answer.status.to_string(), page.status.to_string());
    check("language", show(&attribute(&html, "html", "lang")), show(&page.lang));
    let title = first(&html, "title").map(|title| title.text().collect::<String>());
    check("title", show(&title), show(&page.title));
    let resources = attribute(&html, "head", "data-resurl").unwrap_or_default();
    let fill = |attributes: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let fill =
            |value: &str| value.replace("{resources}", &resources).replace("{version}", core.version());
        attributes.iter().map(|(name, value)| (name.clone(), fill(value))).collect()
    };
    check("head", show(&attributes(&html, "head")), show(&fill(&page.head)));
    check("body", show(&attributes(&html, "body")), show(&fill(&page.body)));
    check("refresh", show(&attribute(&html, "meta[http-equiv=refresh]", "content")), show(&page.refresh));
    check(
        "redirect",
        show(&attribute(&html, "[data-redirect-url]", "data-redirect-url")),
        show(&page.redirect),
    );
    if let Some(form) = &page.form {
        check("form", show(&attributes(&html, "form")), show(form));
    }
    if let Some(wanted) = &page.inputs {
        check("inputs", show(&inputs(&html)), show(wanted));
    }
    if let Some(link) = &page.user_link {
        let address = format!("header a[href=\"{link}\"]");
        check("link to the user", show(&first(&html, &address).is_some()), show(&true));
    }
    if let Some(wanted) = &page.text {
        let text = first(&html, "#main-panel").map(|main| main.text().collect::<String>());
        check("text", show(&text.unwrap_or_default()), show(wanted));
    }
    found
}

fn show(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

fn first<'a>(html: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).next()
}

fn attribute(html: &Html, selector: &str, name: &str) -> Option<String> {
    first(html, selector)?.attr(name).map(str::to_owned)
}

/// The attributes of an element, with a crumb shown as `{crumb}`.
fn attributes(html: &Html, selector: &str) -> BTreeMap<String, String> {
    let Some(element) = first(html, selector) else { return BTreeMap::new() };
    element.value().attrs().map(|(name, value)| (name.to_owned(), hidden_crumb(value))).collect()
}

fn hidden_crumb(value: &str) -> String {
    if placeholders::matches("{crumb}", value) { "{crumb}".to_owned() } else { value.to_owned() }
}

/// Tag, name, type, value, and ID of every form control.
fn inputs(html: &Html) -> Vec<[Option<String>; 5]> {
    let selector = Selector::parse("form input, form button").expect("a selector");
    html.select(&selector)
        .map(|element| {
            let attribute = |name| element.attr(name).map(hidden_crumb);
            let tag = Some(element.value().name().to_owned());
            [tag, attribute("name"), attribute("type"), attribute("value"), attribute("id")]
        })
        .collect()
}
