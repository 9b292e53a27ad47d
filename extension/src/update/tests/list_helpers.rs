//! Lists of tokens as the controller gives them.

use latchkey_core::listing::{Listing, RowExpiry, TokenRow, Usage};

use crate::model::list::TokenReference;

fn row(uuid: &str, name: &str) -> TokenRow {
    TokenRow {
        uuid: uuid.to_owned(),
        name: name.to_owned(),
        created: None,
        usage: Usage::Never { text: String::new() },
        expiry: RowExpiry::Never(String::new()),
        legacy: false,
    }
}

pub(super) fn listing(rows: &[(&str, &str)]) -> Listing {
    let tokens = rows.iter().map(|(uuid, name)| row(uuid, name)).collect();
    Listing { tokens }
}

pub(super) fn reference(uuid: &str, name: &str) -> TokenReference {
    TokenReference { uuid: uuid.to_owned(), name: name.to_owned() }
}
