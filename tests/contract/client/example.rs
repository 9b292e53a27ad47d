//! The example of core, which has a transport of its own.

use latchkey_core::{Secret, UserId};
use latchkey_native::block_on;

use super::everywhere;

#[expect(dead_code, reason = "a person starts it as a program")]
#[path = "../../../crates/core/examples/list_tokens.rs"]
mod list_tokens;

#[test]
fn the_example_lists_a_token_that_was_created() {
    everywhere(|context| {
        let made = context.token("for the example");
        let transport =
            |secret| list_tokens::BasicTransport::new(UserId::new(&context.controller.user), secret);
        let list =
            |secret| block_on(list_tokens::list_tokens(context.controller.root.clone(), transport(secret)));
        for secret in [context.controller.password.clone(), made.value.clone()] {
            let listed = list(secret).unwrap();
            let line = listed.lines().find(|line| line.starts_with(&format!("{} | ", made.name))).unwrap();
            let says_expiry = !line.ends_with("expiry not supported");
            assert_eq!(says_expiry, context.tokens_expire(), "{line}");
        }
        assert!(list(Secret::new("wrong")).is_err());
    });
}
