//! The root that a page names, and the root that its path suggests.

#![no_main]

use latchkey_core::{ControllerUrl, CoreVersion};
use libfuzzer_sys::fuzz_target;

const ORIGIN: &str = "https://ci.example.org";

fuzz_target!(|text: &str| {
    let roots = ControllerUrl::new(ORIGIN, text).ok().into_iter();
    let roots =
        roots.chain(ControllerUrl::guess(ORIGIN, text)).chain(ControllerUrl::candidates(ORIGIN, text));
    for root in roots {
        let address = root.join("me/api/json");
        let path = address.strip_prefix(ORIGIN).expect("an address of the page's own origin");
        assert!(path.starts_with('/') && !path.starts_with("//"), "{address}");
        assert!(!path.contains(['\\', '?', '#', '\r', '\n', ' ']), "{address}");
    }
    if let Ok(root) = ControllerUrl::parse(text) {
        assert_eq!(ControllerUrl::parse(&root.join("")).as_ref(), Ok(&root));
    }
    if let Some(version) = CoreVersion::parse(text) {
        assert_eq!(CoreVersion::parse(&version.to_string()), Some(version));
    }
});
