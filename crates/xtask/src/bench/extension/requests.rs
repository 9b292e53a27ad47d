//! How many requests the controller sees, and when.

use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};

use super::Bench;
use crate::reading;

/// How long something that was sent may take to arrive.
const SETTLED: Duration = Duration::from_millis(500);

pub(super) struct Requests {
    pub(super) at_opening: usize,
    pub(super) until_token: usize,
    pub(super) afterwards: usize,
}

/// Holds the reply with the token back while it counts, so that nothing is counted on the wrong side.
pub(super) fn count(bench: &Bench) -> Result<Requests> {
    let seen = || {
        thread::sleep(SETTLED);
        bench.standin.requests().len()
    };
    seen();
    bench.standin.clear_requests();
    let popup = bench.latchkey.press_toolbar_button(&bench.latchkey_tab)?;
    reading::header(&popup)?;
    let at_opening = seen();
    let held = bench.standin.hold_next_generate();
    popup.press_key("Enter")?;
    ensure!(held.wait_for_arrival(Duration::from_secs(10)), "the popup asked for no token");
    let until_token = seen() - at_opening;
    held.release();
    reading::works_as(&popup)?;
    let afterwards = seen() - at_opening - until_token;
    popup.find("button", "Done")?.click()?;
    popup.close()?;
    Ok(Requests { at_opening, until_token, afterwards })
}
