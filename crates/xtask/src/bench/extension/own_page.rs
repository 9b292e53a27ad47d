//! Jenkins' own tokens page, driven as fast as a robot can: from leaving the dashboard to the token in the page.
//!
//! The robot (`robot.js`) is a script that runs in the page from the beginning of its document on, presses what a
//! person would press as soon as it does something, and takes its times by the clock of the document, which begins when
//! the dashboard is left. What a person needs for looking and typing is not in it. Requests and bytes are those that
//! went over the network until then, as the browser's own resource timing gives them: it counts 300 bytes for the
//! headers of each reply. The token is revoked at once, so that the page does not grow.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::super::cleanup::go_on;
use super::super::table::{Goal, Table};
use super::{Bench, median};

const ROBOT: &str = include_str!("own_page/robot.js");

/// How long each round may take, in milliseconds.
const LIMIT: u32 = 20_000;

/// Medians.
pub(super) struct OwnPage {
    warm: Visit,
    cold: Visit,
}

/// From leaving the dashboard to the token.
struct Visit {
    /// Until the button that adds a token does something, in milliseconds.
    ready: f64,
    /// Until the token stands in the page, in milliseconds.
    took: f64,
    requests: f64,
    bytes: f64,
}

/// Why the page could not be driven, or figures.
pub(super) type Outcome = Result<OwnPage, String>;

/// Drives the page so often each with an empty cache and with what the visit before has left in it.
///
/// # Errors
///
/// When the browser fails. A page that cannot be driven is an outcome.
pub(super) fn measure(bench: &Bench<'_>, rounds: u32) -> Result<Outcome> {
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        go_on()?;
        for (empty, visits) in [(true, &mut cold), (false, &mut warm)] {
            match visit(bench, empty)? {
                Ok(figures) => visits.push(figures),
                Err(reason) => return Ok(Err(reason)),
            }
        }
    }
    Ok(Ok(OwnPage { warm: Visit::median(&warm)?, cold: Visit::median(&cold)? }))
}

fn visit(bench: &Bench<'_>, with_empty_cache: bool) -> Result<Result<Value, String>> {
    let tab = &bench.latchkey_tab;
    tab.goto(&bench.subject.dashboard())?;
    if with_empty_cache {
        tab.clear_cache()?;
    }
    let name = Value::from(bench.subject.token_name.as_str());
    let script = format!("globalThis.latchkeyRobot = ({ROBOT})({name}, {LIMIT});");
    tab.goto_with_script(&bench.subject.tokens_page(), &script)?;
    let outcome = tab.evaluate("globalThis.latchkeyRobot")?;
    tab.goto(&bench.subject.dashboard())?;
    ensure!(outcome.is_object(), "the robot gave nothing");
    Ok(match outcome["failed"].as_str() {
        Some(reason) => Err(reason.to_owned()),
        None => Ok(outcome),
    })
}

impl Visit {
    fn median(visits: &[Value]) -> Result<Self> {
        let figure = |name: &str| {
            let figures = visits.iter().map(|visit| visit[name].as_f64());
            median(figures.collect::<Option<Vec<_>>>().with_context(|| format!("the robot gave no {name}"))?)
        };
        Ok(Self {
            ready: figure("ready")?,
            took: figure("took")?,
            requests: figure("requests")?,
            bytes: figure("bytes")?,
        })
    }

    fn add_to(&self, table: &mut Table, cache: &str) {
        table.milliseconds(&format!("  a robot on Jenkins' own page, {cache} cache"), self.took, Goal::None);
        table.remark(&format!("    until its script is ready, {cache} cache"), self.ready);
        table.count(&format!("    requests, {cache} cache"), self.requests as usize, Goal::None);
        table.kilobytes(&format!("    bytes, {cache} cache"), self.bytes as u64, Goal::None);
    }
}

/// The lines of the table.
pub(super) fn add_to(table: &mut Table, outcome: &Outcome) {
    match outcome {
        Ok(OwnPage { warm, cold }) => {
            warm.add_to(table, "warm");
            cold.add_to(table, "empty");
        }
        Err(reason) => table.reason("  a robot on Jenkins' own page, could not be driven", reason),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_figure_has_its_own_median() {
        let visit =
            |took: u32, bytes: u32| json!({ "ready": 1, "took": took, "requests": 4, "bytes": bytes });
        let median = Visit::median(&[visit(1, 30), visit(2, 20), visit(3, 10)]).unwrap();
        assert_eq!((median.took, median.bytes, median.requests), (2.0, 20.0, 4.0));
        assert!(Visit::median(&[json!({ "took": 1 })]).is_err());
    }

    #[test]
    fn a_page_that_could_not_be_driven_says_why() {
        let mut table = Table::new();
        add_to(&mut table, &Err("there is no button that adds a token after 20 s".to_owned()));
        assert!(table.to_string().contains("could not be driven  "), "{table}");
        assert!(table.durations().is_empty());
    }
}
