//! Counts the popup's requests.
//!
//! A stand-in counts them itself. For a real controller, the browser reports what the page sends, and only requests of
//! functions that an extension injected are the popup's: Jenkins' own scripts keep asking for executors and the queue.

use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use latchkey_driver::NetworkEvent;
use latchkey_standin::Standin;

use super::super::GENERATE;
use super::{Bench, popup_speed};
use crate::popup_page;

/// How long a request may take to arrive.
const SETTLED: Duration = Duration::from_millis(500);

pub(super) struct Requests {
    pub(super) at_opening: usize,
    pub(super) until_token: usize,
    pub(super) afterwards: usize,
}

/// Opens the popup, lets it get a token, and counts.
pub(super) fn count(bench: &Bench<'_>) -> Result<Requests> {
    match bench.target.controller.as_standin() {
        Some(standin) => count_at(standin, bench),
        None => count_in_page(bench),
    }
}

/// Counts what the popup has the page send.
fn count_in_page(bench: &Bench<'_>) -> Result<Requests> {
    let tab = &bench.latchkey_tab;
    tab.record_network()?;
    let events = || {
        thread::sleep(SETTLED);
        tab.network_events()
    };
    let popup = bench.latchkey.press_toolbar_button(tab)?;
    popup_page::header(&popup)?;
    popup.find("textbox", "Token name")?.fill(&bench.target.token_name)?;
    let before = events()?.len();
    popup.press_key("Enter")?;
    popup_page::works_as(&popup)?;
    let events = events()?;
    tab.end_network_record()?;
    popup_speed::put_away(&popup)?;
    let has_token =
        |event: &NetworkEvent| matches!(event, NetworkEvent::Ended { url } if url.ends_with(GENERATE));
    let replied = events.iter().position(has_token).context("the page did not request a token")?;
    ensure!(before <= replied, "the page requested a token before Enter");
    Ok(Requests {
        at_opening: sent(&events[..before]),
        until_token: sent(&events[before..replied]),
        afterwards: sent(&events[replied..]),
    })
}

fn sent(events: &[NetworkEvent]) -> usize {
    events.iter().filter(|event| matches!(event, NetworkEvent::Sent { injected: true, .. })).count()
}

/// Holds the reply with the token while it counts, so that each request is counted in the right phase.
fn count_at(standin: &Standin, bench: &Bench<'_>) -> Result<Requests> {
    let seen = || {
        thread::sleep(SETTLED);
        standin.requests().len()
    };
    seen();
    standin.clear_requests();
    let popup = bench.latchkey.press_toolbar_button(&bench.latchkey_tab)?;
    popup_page::header(&popup)?;
    let at_opening = seen();
    let held = standin.hold_next_generate();
    popup.press_key("Enter")?;
    ensure!(held.wait_for_arrival(Duration::from_secs(10)), "the popup did not request a token");
    let until_token = seen() - at_opening;
    held.release();
    popup_page::works_as(&popup)?;
    let afterwards = seen() - at_opening - until_token;
    popup_speed::put_away(&popup)?;
    Ok(Requests { at_opening, until_token, afterwards })
}
