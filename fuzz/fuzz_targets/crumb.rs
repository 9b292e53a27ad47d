//! Replies of the crumb issuer, and crumbs of pages.

#![no_main]

use latchkey_core::Crumb;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    let (field, value) = body.split_once('\n').unwrap_or((body, ""));
    for crumb in [Crumb::parse(body), Crumb::new(field, value)].into_iter().flatten() {
        assert!(!crumb.field().is_empty() && !crumb.field().contains([' ', ':', '\r', '\n']));
        assert!(crumb.value().reveal().bytes().all(|byte| byte.is_ascii_graphic()));
        assert_eq!(format!("{crumb:?}"), format!("Crumb({}: [redacted])", crumb.field()));
    }
});
