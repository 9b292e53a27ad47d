//! Paths of a user's pages, with and without a trailing slash.

use latchkey_standin::{JenkinsVersion, Options, Standin};
use serde::Deserialize;

use super::account;
use super::browser::Browser;

const REDIRECTS: &str = include_str!("../../fixtures/redirects.jsonl");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Redirect {
    core: String,
    path: String,
    status: u16,
    location: Option<String>,
    /// How many lists of tokens the page has.
    lists: usize,
}

/// The differences on every path.
pub(super) fn failures(core: JenkinsVersion, recorded: JenkinsVersion) -> Vec<String> {
    let mut options = Options { core, context: "/jenkins".to_owned(), ..Options::default() };
    options.accounts.push(account("pat"));
    let standin = Standin::start(options).expect("a stand-in");
    let mut browser = Browser::new(&standin, core, true);
    let read = |line: &str| serde_json::from_str::<Redirect>(line).expect("a redirect");
    let redirects = REDIRECTS.lines().map(read).filter(|redirect| redirect.core == recorded.to_string());
    let failure = |wanted: Redirect| {
        let answer = browser.get(&wanted.path, Some("pat"));
        let lists = answer.body.matches("class=\"token-list ").count();
        let fill = |text: &str| text.replace("{root}", "/jenkins").replace("{url}", standin.url());
        let got = (answer.status, answer.header("location").map(str::to_owned), lists);
        let expected = (wanted.status, wanted.location.as_deref().map(fill), wanted.lists);
        (got != expected).then(|| format!("{core} {}: {got:?} instead of {expected:?}", wanted.path))
    };
    redirects.filter_map(failure).collect()
}
