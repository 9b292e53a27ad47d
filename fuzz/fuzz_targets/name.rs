//! Names, dates and expiries.

#![no_main]

use latchkey_core::{Expiry, TokenName};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(name) = TokenName::new(text) {
        assert!(!name.as_str().contains(['\0', '\u{fffe}', '\u{ffff}', '\n', '\u{1b}']));
        assert_eq!(TokenName::new(name.as_str()).as_ref(), Ok(&name));
    }
    if let Ok(expiry) = text.parse::<Expiry>() {
        assert_eq!(expiry.to_string(), text);
    }
});
