//! Waiting for a condition, with a deadline and a report of what was there instead.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use crate::backend::Page;
use crate::error::{DriverError, Result};

/// How long a call waits for something to appear, to load or to go away.
pub const WAIT_LIMIT: Duration = Duration::from_secs(30);

/// The pause between two looks at a condition that the browser sends no event for.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Asks `probe` until it gives a value. A document that was just replaced counts as "not yet"; any other
/// error ends the wait. At the limit, `instead` tells what is there, for the error.
pub(crate) fn until<T>(
    page: &dyn Page,
    awaited: impl FnOnce() -> String,
    mut probe: impl FnMut() -> Result<Option<T>>,
    instead: impl FnOnce() -> String,
) -> Result<T> {
    let deadline = Instant::now() + WAIT_LIMIT;
    loop {
        match probe() {
            Ok(Some(value)) => return Ok(value),
            Ok(None) | Err(DriverError::DocumentGone) => {}
            Err(error) => return Err(error),
        }
        if Instant::now() >= deadline {
            return Err(DriverError::Timeout { awaited: awaited(), instead: instead(), limit: WAIT_LIMIT });
        }
        page.pause(POLL_INTERVAL)?;
    }
}

/// Waits until a JavaScript condition holds in the page. A condition that throws does not hold yet: it may
/// look at something that is still to come.
pub(crate) fn until_condition(page: &dyn Page, condition: &str) -> Result<()> {
    let expression = format!("Promise.resolve({condition}).then(Boolean)");
    let thrown = RefCell::new(None);
    until(
        page,
        || format!("the condition {condition}"),
        || match page.evaluate(&expression) {
            Ok(value) => Ok((value == true).then_some(())),
            Err(DriverError::Script { message, .. }) if !message.starts_with("SyntaxError") => {
                thrown.replace(Some(message));
                Ok(None)
            }
            Err(error) => Err(error),
        },
        || match thrown.take() {
            Some(message) => message,
            None => state_of(page, "`${location.href} shows: ${document.body?.innerText.slice(0, 600)}`"),
        },
    )
}

/// What an expression of the page says about itself, for an error message.
pub(crate) fn state_of(page: &dyn Page, expression: &str) -> String {
    match page.evaluate(expression) {
        Ok(text) => text.as_str().unwrap_or_default().to_owned(),
        Err(error) => error.to_string(),
    }
}
