//! The tokens pages: the tokens of the recorded controllers result in the recorded trees.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use latchkey_standin::{JenkinsVersion, NewToken, Options, Standin};
use scraper::{Html, Selector};
use serde::Deserialize;
use serde_json::Value;

use super::account;
use super::browser::Browser;
use super::placeholders;
use super::tree::Node;

const PAGES: &str = include_str!("../../fixtures/token_pages.jsonl");
const STATES: &str = include_str!("../../fixtures/token_states.jsonl");

/// A token that was set up. Times are in days from now.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    case: String,
    owner: String,
    state: String,
    name: String,
    created: Option<i64>,
    last_used: Option<i64>,
    uses: u32,
    expires: Option<i64>,
    legacy: bool,
    /// Whether it only exists on versions whose tokens expire.
    expiring: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    core: String,
    path: String,
    viewer: String,
    case: String,
    statistics: bool,
    languages: Vec<String>,
    titles: BTreeMap<String, String>,
    model: String,
    legacy_field: Option<BTreeMap<String, String>>,
    list: Option<Value>,
    #[serde(default)]
    templates: Vec<Value>,
    rows: Option<Vec<(String, Vec<Value>)>>,
}

/// The recorded pages and the trees that they share.
fn recorded() -> (Vec<Page>, BTreeMap<String, Value>) {
    let (mut pages, mut parts) = (Vec::new(), BTreeMap::new());
    for line in PAGES.lines() {
        let value: Value = serde_json::from_str(line).expect("JSON");
        match value["part"].as_str() {
            Some(name) => drop(parts.insert(name.to_owned(), value["tree"].clone())),
            None => pages.push(serde_json::from_value(value).expect("a page")),
        }
    }
    (pages, parts)
}

/// The differences on the pages of a version.
pub(super) fn failures(core: JenkinsVersion) -> Vec<String> {
    let (pages, parts) = recorded();
    let of_core = pages.iter().filter(|page| page.core == core.to_string());
    let found: Vec<_> = of_core.map(|page| TestContext::new(core, page).failures(page, &parts)).collect();
    assert!(found.len() >= 6, "{} pages were recorded of {core}", found.len());
    found.concat()
}

/// The same for a version that was not recorded: it has the list of 2.303.3, since 2.468 on the page of 2.516.3.
pub(super) fn failures_as_on_2_303_3(core: JenkinsVersion) -> Vec<String> {
    let (pages, parts) = recorded();
    let mut found = Vec::new();
    for mut page in pages.into_iter().filter(|page| page.core == JenkinsVersion::V2_303_3.to_string()) {
        if core > JenkinsVersion::V2_303_3 {
            page.path = page.path.replace("/configure", "/security/");
            page.model = "hudson.model.userproperty.UserPropertyCategorySecurityAction".to_owned();
            page.titles.values_mut().for_each(|title| "Security - Jenkins".clone_into(title));
        }
        found.extend(TestContext::new(core, &page).failures(&page, &parts));
    }
    found
}

/// A stand-in with the tokens of a case.
struct TestContext {
    core: JenkinsVersion,
    standin: Standin,
    now: Timestamp,
    uuids: BTreeMap<String, String>,
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl TestContext {
    fn new(core: JenkinsVersion, page: &Page) -> Self {
        let context = "/jenkins".to_owned();
        let mut options = Options { core, context, usage_statistics: page.statistics, ..Options::default() };
        options.accounts.extend(["pat", "nell", "ages", "olga"].map(account));
        let standin = Standin::start(options).expect("a stand-in");
        let mut context = Self { core, standin, now: Timestamp::now(), uuids: BTreeMap::new() };
        let states = STATES.lines().map(|line| serde_json::from_str::<State>(line).expect("a state"));
        for state in states.filter(|state| state.case == page.case) {
            if state.expiring && !core.tokens_expire() {
                continue;
            }
            let token = NewToken {
                created: state.created.map(|days| context.instant(days)),
                expires: state.expires.map(|days| context.date(days)),
                uses: state.uses,
                last_used: state.last_used.map(|days| context.instant(days)),
                legacy: state.legacy,
                ..NewToken::new(state.name)
            };
            let uuid = context.standin.add_token(&state.owner, token);
            context.uuids.insert(state.state, uuid);
        }
        context
    }

    fn instant(&self, days: i64) -> Timestamp {
        self.now + DAY * i32::try_from(days).expect("a few days")
    }

    fn date(&self, days: i64) -> jiff::civil::Date {
        self.now.to_zoned(TimeZone::system()).date().checked_add(days.days()).expect("a date")
    }

    /// Replaces placeholders by paths, UUIDs, instants, and dates.
    fn fill(&self, text: &str, language: &str) -> String {
        let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
        let Some((name, after)) = rest.split_once('}') else { return text.to_owned() };
        let days = |days: &str| days.parse::<i64>().expect("a number of days");
        let value = if name == "root" {
            "/jenkins".to_owned()
        } else if let Some(state) = name.strip_prefix("uuid of ") {
            self.uuids[state].clone()
        } else if let Some(ahead) = name.strip_prefix("moment") {
            let format = match (language, self.core) {
                ("de", _) => "%d.%m.%Y, %H:%M:%S",
                (_, JenkinsVersion::V2_579) => "%b %-d, %Y, %-I:%M:%S\u{202f}%p",
                _ => "%b %-d, %Y, %-I:%M:%S %p",
            };
            self.instant(days(ahead)).to_zoned(TimeZone::system()).strftime(format).to_string()
        } else if let Some(ahead) = name.strip_prefix("day") {
            let format = if language == "de" { "%d.%m.%y" } else { "%-m/%-d/%y" };
            self.date(days(ahead)).strftime(format).to_string()
        } else {
            format!("{{{name}}}")
        };
        format!("{before}{value}{}", self.fill(after, language))
    }

    fn failures(&self, page: &Page, parts: &BTreeMap<String, Value>) -> Vec<String> {
        let mut browser = Browser::new(&self.standin, self.core, true);
        let mut found = Vec::new();
        for language in &page.languages {
            let answer = browser.get_in(&page.path, Some(&page.viewer), language);
            let html = Html::parse_document(&answer.body);
            let fill = |text: &str| self.fill(text, language);
            let recorded = |value: &Value| Node::recorded(value, parts, &fill);
            let mut differences = vec![
                different("status", &answer.status, &200),
                different("title", &text_of(&html, "title"), &page.titles[language]),
                different("model", &attribute_of(&html, "body", "data-model-type"), &page.model),
                different("lists", &html.select(&selector(".token-list")).count(), &1),
            ];
            differences.push(legacy_field_difference(&html, page));
            if let Some(list) = &page.list {
                differences.push(node(&html, ".token-list").difference(&recorded(list), ""));
            }
            for template in &page.templates {
                let wanted = recorded(template);
                let id = format!("#{}", wanted.attributes["id"]);
                differences.push(node(&html, &id).difference(&wanted, ""));
            }
            if let Some(rows) = &page.rows {
                differences.extend(row_differences(&html, rows, &recorded));
            }
            let place =
                format!("{} {} of {} by {} in {language}", self.core, page.path, page.case, page.viewer);
            found
                .extend(differences.into_iter().flatten().map(|difference| format!("{place}: {difference}")));
        }
        found
    }
}

fn different<T: std::fmt::Debug, U: std::fmt::Debug>(what: &str, got: &T, wanted: &U) -> Option<String> {
    let (got, wanted) = (format!("{got:?}"), format!("{wanted:?}"));
    (got != wanted).then(|| format!("{what} {got} instead of {wanted}"))
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

fn node(html: &Html, place: &str) -> Node {
    let element = html.select(&selector(place)).next();
    Node::of(element.unwrap_or_else(|| panic!("there is no {place}")))
}

fn text_of(html: &Html, place: &str) -> String {
    html.select(&selector(place)).next().map(|element| element.text().collect()).unwrap_or_default()
}

fn attribute_of(html: &Html, place: &str, name: &str) -> String {
    let element = html.select(&selector(place)).next();
    element.and_then(|element| element.attr(name)).unwrap_or_default().to_owned()
}

/// The difference in the legacy token's field. Its owner sees an arbitrary value.
fn legacy_field_difference(html: &Html, page: &Page) -> Option<String> {
    let field = html.select(&selector("#apiToken")).next().map(Node::of);
    match (field, &page.legacy_field) {
        (None, None) => None,
        (Some(field), Some(wanted)) => {
            let names = different(
                "attributes of the legacy field",
                &field.attributes.keys().collect::<Vec<_>>(),
                &wanted.keys().collect::<Vec<_>>(),
            );
            names.or_else(|| {
                let mut pairs = field.attributes.iter().zip(wanted.values());
                pairs.find_map(|((name, got), wanted)| {
                    let same = placeholders::matches(wanted, got);
                    (!same).then(|| format!("{name} of the legacy field {got:?} instead of {wanted:?}"))
                })
            })
        }
        (field, wanted) => different("legacy field", &field, wanted),
    }
}

/// The differences in the rows: names, creation, expiry, and use.
fn row_differences(
    html: &Html,
    wanted: &[(String, Vec<Value>)],
    recorded: &dyn Fn(&Value) -> Node,
) -> Vec<Option<String>> {
    let card_selector = selector("#api-token-list > .token-card");
    let item_selector = selector(".token-list-existing-item");
    let cards = html.select(&card_selector).map(|card| {
        let name = card.select(&selector(".token-name")).next().expect("a name").text().collect::<String>();
        let stats = card.select(&selector(".token-stats")).next().expect("what is known");
        (name, stats.child_elements().map(Node::of).collect::<Vec<_>>())
    });
    let items = html.select(&item_selector).map(|item| {
        let name = item.select(&selector("input.token-name")).next().expect("a name");
        let stats = item.child_elements().filter(|child| child.value().name() == "span").map(|child| {
            let mut node = Node::of(child);
            node.children.retain(|child| child.tag != "a");
            node
        });
        (name.attr("value").unwrap_or_default().to_owned(), stats.collect::<Vec<_>>())
    });
    let rows: Vec<(String, Vec<Node>)> = cards.chain(items).collect();
    let mut found = vec![different(
        "names",
        &rows.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        &wanted.iter().map(|(name, _)| name).collect::<Vec<_>>(),
    )];
    for ((name, got), (_, wanted)) in rows.iter().zip(wanted) {
        found.push(different("parts of a row", &got.len(), &wanted.len()));
        let pairs = got.iter().zip(wanted);
        found.extend(pairs.map(|(got, wanted)| got.difference(&recorded(wanted), name)));
    }
    found
}
