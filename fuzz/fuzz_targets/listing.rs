//! The tokens page.

#![no_main]

use latchkey_core::listing::ListingError;
use latchkey_native::html;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    match html::read_listing(html) {
        Ok(listing) => {
            let count = listing.tokens.len();
            assert!(listing.tokens.iter().all(|token| !token.uuid.is_empty()));
            assert_eq!(listing.sorted().tokens.len(), count);
        }
        Err(ListingError::NoTokensPage | ListingError::UnreadableRow) => {}
    }
});
