//! Replies about users.

#![no_main]

use latchkey_core::{User, WhoAmI};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    if let Some(user) = User::parse(body) {
        assert!(!user.id.as_str().is_empty());
        assert!(body.contains("\"id\"") || body.contains("\\u"));
    }
    if WhoAmI::parse(body).is_some() {
        assert!(body.contains("WhoAmI") || body.contains("\\u"));
    }
});
