//! Measures from the reply with the tokens page to the list in the popup.

use anyhow::{Context, Result, ensure};
use latchkey_driver::Popup;
use latchkey_standin::NewToken;

use super::super::cleanup::check_interrupted;
use super::{Bench, median};

/// Medians for a list.
pub(super) struct Listing {
    pub(super) tokens: usize,
    /// The size of the page with them, in bytes.
    pub(super) reply_bytes: f64,
    /// From the reply to the first rows, more than are in view, in milliseconds.
    pub(super) listed: f64,
    /// From the reply until the last row was reached and the filter was used, in milliseconds.
    pub(super) usable: f64,
    /// The longest task from the reply on, in milliseconds; 0 if none took more than 50 ms.
    pub(super) longest_task: f64,
}

/// Opens lists of 10, 100 and 1,000 tokens, `rounds` times each. On a real controller, measures the list as it is, unless
/// it is empty.
pub(super) fn measure(bench: &Bench<'_>, rounds: u32) -> Result<Vec<Listing>> {
    bench.target.sweep()?;
    let Some(standin) = bench.target.controller.as_standin() else {
        let tokens = bench.target.count_tokens()?;
        return if tokens == 0 { Ok(Vec::new()) } else { Ok(vec![measure_so_many(bench, tokens, rounds)?]) };
    };
    let user = &bench.target.controller.user;
    let mut listings = Vec::new();
    for tokens in [10, 100, 1000] {
        for number in standin.tokens_of(user).len()..tokens {
            standin.add_token(user, NewToken::new(format!("pipeline {number:03}")));
        }
        listings.push(measure_so_many(bench, tokens, rounds)?);
    }
    Ok(listings)
}

fn measure_so_many(bench: &Bench<'_>, tokens: usize, rounds: u32) -> Result<Listing> {
    let (mut listed, mut usable, mut longest_task) = (Vec::new(), Vec::new(), Vec::new());
    let mut reply_bytes = 0.0;
    for _ in 0..rounds {
        check_interrupted()?;
        let popup = bench.latchkey.press_toolbar_button(&bench.latchkey_tab)?;
        popup.find("tab", "Tokens")?.click()?;
        popup.wait_for(&format!("latchkeyTimes.rows === {tokens} && latchkeyTimes.usable"))?;
        listed.push(figure(&popup, "latchkeyTimes.listed - latchkeyTimes.replied")?);
        ensure!(
            tokens < 2 || popup.evaluate("latchkeyTimes.lastIsNear && latchkeyTimes.isFiltered")? == true,
            "the list cannot be used to its end"
        );
        usable.push(figure(&popup, "latchkeyTimes.usable - latchkeyTimes.replied")?);
        longest_task.push(figure(&popup, "latchkeyTimes.longestTask()")?);
        reply_bytes = figure(&popup, "new TextEncoder().encode(latchkeyTimes.listReply).length")?;
        popup.close()?;
    }
    Ok(Listing {
        tokens,
        reply_bytes,
        listed: median(listed)?,
        usable: median(usable)?,
        longest_task: median(longest_task)?,
    })
}

fn figure(popup: &Popup, expression: &str) -> Result<f64> {
    popup.evaluate(expression)?.as_f64().with_context(|| format!("the popup did not measure {expression}"))
}
