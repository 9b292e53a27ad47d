//! Names and dates that people type.

#![no_main]

use latchkey_core::TokenName;
use latchkey_core::token::CalendarDate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(name) = TokenName::new(text) {
        assert!(!name.as_str().contains(['\0', '\u{fffe}', '\u{ffff}', '\n', '\u{1b}']));
        assert_eq!(TokenName::new(name.as_str()).as_ref(), Ok(&name));
    }
    let _ = CalendarDate::parse(text);
});
