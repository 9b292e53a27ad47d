//! Cards, the markup since 2.505. Since 2.548 the text of the creation is the text of the expiry.

use super::element::{Classes, shown, shown_attribute};
use super::{Created, Element, Listing, ListingError, RowExpiry, TokenRow, Usage};

/// The list itself, without the row templates.
pub(super) const LIST: &str = "#api-token-list";

/// In the hidden template of a row, since 2.548: contains the words for "never" in the page's language.
const WORDS_FOR_NEVER: &str = "#api-token-row-template .api-token-new-expiration";

const USES: &str = ".token-use-counter, .token-never-used, .no-statistics";

pub(super) fn read<E: Element>(document: &E, list: &E) -> Result<Listing, ListingError> {
    let never = document.find(WORDS_FOR_NEVER).and_then(|words| shown_attribute(&words, "data-never"));
    let cards = list.find_all(".token-card");
    let tokens =
        cards.iter().map(|card| read_card(card, never.as_deref()).ok_or(ListingError::UnreadableRow));
    Ok(Listing { tokens: tokens.collect::<Result<_, _>>()? })
}

fn read_card(card: &impl Element, words_for_never: Option<&str>) -> Option<TokenRow> {
    let uuid = card.attribute("id").filter(|uuid| !uuid.is_empty())?;
    let name = card.find(".token-name")?.text();
    let creation = card.find(".token-creation")?;
    let text = shown(&creation.text());
    let tooltip = shown_attribute(&creation, "tooltip");
    let (created, expiry) = match words_for_never {
        Some(never) => {
            let expiry = read_expiry(&Classes::of(&creation), text, never);
            (tooltip.map(|text| Created { text, exact: None }), expiry)
        }
        None => (Created::from_words(text, tooltip), RowExpiry::NotSupported),
    };
    let usage = read_usage(&card.find(".token-last-used")?);
    Some(TokenRow { uuid, name, created, usage, expiry, legacy: Classes::of(card).contains("legacy-token") })
}

/// `warning` means never or about to expire: which of them, a comparison with the page's own words for
/// "never" shows.
fn read_expiry(classes: &Classes, text: String, words_for_never: &str) -> RowExpiry {
    if classes.contains("error") {
        RowExpiry::Expired(text)
    } else if text == words_for_never {
        RowExpiry::Never(text)
    } else if classes.contains("warning") {
        RowExpiry::AboutToExpire(text)
    } else {
        RowExpiry::On(text)
    }
}

fn read_usage<E: Element>(cell: &E) -> Usage {
    let uses = cell.find(USES);
    let classes = uses.as_ref().map(Classes::of);
    if let (Some(uses), Some(classes)) = (&uses, &classes) {
        if classes.contains("no-statistics") {
            return Usage::NoStatistics { text: shown(&uses.text()) };
        }
        if classes.contains("token-never-used") {
            return Usage::Never { text: shown(&uses.text()) };
        }
    }
    let last = cell.find("[tooltip]");
    let words = last.as_ref().unwrap_or(cell);
    Usage::Times {
        count: uses.and_then(|counter| counter.text().trim().parse().ok()),
        text: shown(&words.text()),
        exact: shown_attribute(words, "tooltip"),
    }
}

impl Created {
    /// Takes the words of the page and its full date. If there are no words (an undated legacy token on
    /// 2.516), the full date says that there is none.
    pub(super) fn from_words(text: String, beside: Option<String>) -> Option<Self> {
        match (text.is_empty(), beside) {
            (false, exact) => Some(Self { text, exact }),
            (true, Some(text)) => Some(Self { text, exact: None }),
            (true, None) => None,
        }
    }
}
