//! Measures a robot on the controller's own tokens page, from leaving the dashboard to the token in the page.
//!
//! The robot (`robot.js`) is a script that starts with the page's document. It presses what a person would press as soon as
//! that works, and spends no time reading or typing. The document's clock starts when the dashboard is left. Requests and
//! bytes come from the browser's resource timing, which counts 300 bytes for the headers of each reply. The robot revokes
//! the token at once, so that the page does not grow.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::super::cleanup::check_interrupted;
use super::super::table::{Goal, Table};
use super::{Bench, median};

const ROBOT: &str = include_str!("jenkins_page/robot.js");

/// How long each round may take, in milliseconds.
const LIMIT: u32 = 20_000;

/// The outcome of the robot's visits.
pub(super) enum Outcome {
    Driven {
        /// Whether the page is that of a real Jenkins: only such a page has a bar in the chart.
        of_jenkins: bool,
        warm: Visit,
        cold: Visit,
    },
    /// Why a real controller's page could not be driven.
    Failed(String),
}

/// From leaving the dashboard to the token, medians.
pub(super) struct Visit {
    /// Until the button that adds a token works, in milliseconds.
    ready: f64,
    /// Until the page shows the token, in milliseconds.
    took: f64,
    requests: f64,
    bytes: f64,
}

/// Lets the robot visit the page `rounds` times with an empty cache, each followed by a visit with a warm cache.
///
/// # Errors
///
/// If the browser fails, or the robot fails on the stand-in's page. On a real controller, that is an outcome.
pub(super) fn measure(bench: &Bench<'_>, rounds: u32) -> Result<Outcome> {
    let of_jenkins = !bench.target.controller.is_standin();
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        check_interrupted()?;
        for (empty, visits) in [(true, &mut cold), (false, &mut warm)] {
            let visit = visit(bench, empty)?;
            match visit["failed"].as_str() {
                None => visits.push(visit),
                Some(reason) if of_jenkins => return Ok(Outcome::Failed(reason.to_owned())),
                Some(reason) => bail!("the robot fails on the stand-in's tokens page: {reason}"),
            }
        }
    }
    Ok(Outcome::Driven { of_jenkins, warm: Visit::median(&warm)?, cold: Visit::median(&cold)? })
}

/// One visit: the robot's figures.
fn visit(bench: &Bench<'_>, with_empty_cache: bool) -> Result<Value> {
    let tab = &bench.latchkey_tab;
    tab.goto(&bench.target.dashboard())?;
    if with_empty_cache {
        tab.clear_cache()?;
    }
    let name = Value::from(bench.target.token_name.as_str());
    let script = format!("globalThis.latchkeyRobot = ({ROBOT})({name}, {LIMIT});");
    tab.goto_with_script(&bench.target.tokens_page(), &script)?;
    let outcome = tab.evaluate("globalThis.latchkeyRobot")?;
    tab.goto(&bench.target.dashboard())?;
    ensure!(outcome.is_object(), "the robot returned nothing");
    Ok(outcome)
}

impl Visit {
    fn median(visits: &[Value]) -> Result<Self> {
        let figure = |name: &str| {
            let figures = visits.iter().map(|visit| visit[name].as_f64());
            median(
                figures
                    .collect::<Option<Vec<_>>>()
                    .with_context(|| format!("the robot returned no {name}"))?,
            )
        };
        Ok(Self {
            ready: figure("ready")?,
            took: figure("took")?,
            requests: figure("requests")?,
            bytes: figure("bytes")?,
        })
    }

    fn add_to(&self, table: &mut Table, cache: &str, with_bar: bool) {
        let what = format!("  a robot on the controller's own tokens page, {cache}");
        if with_bar {
            table.milliseconds(&what, self.took, Goal::None);
        } else {
            table.remark(&what, self.took, Goal::None);
        }
        table.remark(&format!("    until its script is ready, {cache}"), self.ready, Goal::None);
        table.median_count(&format!("    requests, {cache}"), self.requests);
        table.kilobytes(&format!("    bytes, {cache}"), self.bytes as u64, Goal::None);
    }
}

/// Adds the lines of the table.
pub(super) fn add_to(table: &mut Table, outcome: &Outcome) {
    match outcome {
        Outcome::Driven { of_jenkins, warm, cold } => {
            warm.add_to(table, "warm cache", *of_jenkins);
            cold.add_to(table, "empty cache", *of_jenkins);
        }
        Outcome::Failed(reason) => table.reason("  a robot on the tokens page could not drive it", reason),
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
        add_to(&mut table, &Outcome::Failed("there is no button that adds a token after 20 s".to_owned()));
        assert!(table.to_string().contains("could not drive it      none  there is no button"), "{table}");
        assert!(table.bars().is_empty());
    }

    #[test]
    fn only_the_page_of_jenkins_has_bars() {
        let visit = || Visit { ready: 1.0, took: 2.0, requests: 4.5, bytes: 1000.0 };
        for (of_jenkins, bars) in [(false, 0), (true, 2)] {
            let mut table = Table::new();
            add_to(&mut table, &Outcome::Driven { of_jenkins, warm: visit(), cold: visit() });
            assert_eq!(table.bars().len(), bars);
            assert!(table.to_string().contains("own tokens page, empty cache"), "{table}");
            assert!(table.to_string().contains("4.5"), "{table}");
        }
    }
}
