//! Clicking and filling as a person does, the same for a tab's elements and the popup's.

use serde_json::Value;

use crate::backend::Page;
use crate::error::{DriverError, Result};
use crate::keys::KeyStroke;
use crate::page_script::{FIELD_TYPE, FOCUS_FOR_TYPING, POINT_TO_CLICK};
use crate::waiting::until;

/// Clicks `count` times in the middle of an element, once it can be clicked and has come to rest. `call`
/// calls a JavaScript function on the element; it gives `None` while the element is not there.
pub(crate) fn click(
    page: &dyn Page,
    element: &str,
    count: u32,
    call: impl Fn(&str) -> Result<Option<Value>>,
) -> Result<()> {
    let mut last_answer = None;
    let mut reason = None;
    let awaited = || format!("{element} to be ready for a click");
    let probe = || {
        let answer = call(POINT_TO_CLICK)?;
        let Some(point) = &answer else {
            reason = Some("there is no such element".to_owned());
            return Ok(None);
        };
        reason = point["reason"].as_str().map(ToOwned::to_owned);
        let at_rest = last_answer == answer;
        let place = point["x"].as_f64().zip(point["y"].as_f64()).filter(|_| at_rest);
        last_answer = answer;
        Ok(place)
    };
    let (x, y) = match until(page, awaited, probe, String::new) {
        Ok(place) => place,
        Err(DriverError::Timeout { awaited, limit, .. }) => {
            let instead = reason.unwrap_or_else(|| "it keeps moving".to_owned());
            return Err(DriverError::Timeout { awaited, instead, limit });
        }
        Err(error) => return Err(error),
    };
    page.click_at(x, y, count)
}

/// Focuses a field, selects what it holds and types in its place. A date is given as `2027-01-31`.
pub(crate) fn fill(
    page: &dyn Page,
    element: &str,
    text: &str,
    call: impl Fn(&str) -> Result<Option<Value>>,
) -> Result<()> {
    let refusal = until(
        page,
        || format!("the field {element}"),
        || call(FOCUS_FOR_TYPING),
        || "there is no such element".to_owned(),
    )?;
    if let Some(reason) = refusal.as_str() {
        return Err(DriverError::Unusable { element: element.to_owned(), reason: reason.to_owned() });
    }
    match call(FIELD_TYPE)?.as_ref().and_then(Value::as_str) {
        Some("date") if text.is_empty() => clear_date(page),
        Some("date") => type_text(page, &date_as_typed(element, text)?),
        _ if text.is_empty() => page.press(&KeyStroke::parse("Delete")?),
        _ => type_text(page, text),
    }
}

/// Types into the focused element, key by key.
pub(crate) fn type_text(page: &dyn Page, text: &str) -> Result<()> {
    text.chars().try_for_each(|character| page.press(&KeyStroke::of_character(character)))
}

/// Empties each of the three parts of a date field, from the first one on.
fn clear_date(page: &dyn Page) -> Result<()> {
    ["Delete", "ArrowRight", "Delete", "ArrowRight", "Delete"]
        .into_iter()
        .try_for_each(|key| page.press(&KeyStroke::parse(key)?))
}

/// The digits in the order of the English date field: month, day, year.
fn date_as_typed(element: &str, date: &str) -> Result<String> {
    let parts: Vec<&str> = date.split('-').collect();
    match parts[..] {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] => {
            Ok(format!("{month}{day}{year}"))
        }
        _ => Err(DriverError::Unusable {
            element: element.to_owned(),
            reason: format!("{date:?} is not a date of the form 2027-01-31"),
        }),
    }
}
