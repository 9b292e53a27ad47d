//! List items, the markup up to 2.504.

use super::element::{Classes, shown, shown_attribute};
use super::{Created, Element, Listing, ListingError, RowExpiry, TokenRow, Usage};

/// Only this markup has these items; the hidden one for a new token is always there.
pub(super) const MARKER: &str = ".token-list .token-list-new-item, .token-list .token-list-existing-item";

pub(super) fn read(document: &impl Element) -> Result<Listing, ListingError> {
    let items = document.find_all(".token-list .token-list-existing-item");
    let tokens = items.iter().map(|item| read_item(item).ok_or(ListingError::UnreadableRow));
    Ok(Listing { tokens: tokens.collect::<Result<_, _>>()? })
}

fn read_item(item: &impl Element) -> Option<TokenRow> {
    let uuid = item.find("input.token-uuid-input")?.attribute("value").filter(|uuid| !uuid.is_empty())?;
    let name = item.find("input.token-name")?.attribute("value")?;
    let creation = item.find(".token-creation")?;
    let created = Created::from_words(shown(&creation.text()), shown_attribute(&creation, "title"));
    let usage = read_usage(&item.find(".token-use-counter, .no-statistics")?);
    let legacy = Classes::of(item).contains("legacy-token");
    Some(TokenRow { uuid, name, created, usage, expiry: RowExpiry::NotSupported, legacy })
}

/// The words of an unused token are in `strong`; the numbers of a used one are in `b`, the count before the
/// days.
fn read_usage(uses: &impl Element) -> Usage {
    let text = shown(&uses.text());
    if Classes::of(uses).contains("no-statistics") {
        Usage::NoStatistics { text }
    } else if uses.find("strong").is_some() {
        Usage::Never { text }
    } else {
        let count = uses.find("b").and_then(|number| number.text().trim().parse().ok());
        Usage::Times { count, text, exact: shown_attribute(uses, "title") }
    }
}
