//! Verifying a token.

use latchkey_core::{Owner, Secret, Verification};
use latchkey_native::block_on;

use super::context::TestContext;
use super::everywhere;
use super::generate::ME;

fn verify(context: &TestContext<'_>, token: &Secret) -> Verification {
    block_on(context.session.client().verify(&context.session.user.id, token))
}

/// The token with a different last character.
fn garbled(token: &Secret) -> Secret {
    let (start, last) = token.reveal().split_at(token.reveal().len() - 1);
    Secret::new(format!("{start}{}", if last == "0" { "1" } else { "0" }))
}

#[test]
fn a_new_token_works_as_its_user() {
    everywhere(|context| {
        let token = context.token("works");
        context.sent();
        assert_eq!(verify(context, &token.value), Verification::WorksAs(context.session.user.id.clone()));
        assert_eq!(context.sent(), [ME]);
    });
}

#[test]
fn garbled_token_is_rejected_and_the_session_continues() {
    everywhere(|context| {
        let token = context.token("garbled");
        assert_eq!(verify(context, &garbled(&token.value)), Verification::Refused);
        assert_eq!(block_on(context.session.client().me()).as_ref(), Ok(&context.session.user));
    });
}

#[test]
fn revoked_token_is_rejected() {
    everywhere(|context| {
        let token = context.token("revoked");
        block_on(context.session.client().revoke(&context.session.act_as(), &Owner::Me, &token.uuid))
            .unwrap();
        assert_eq!(verify(context, &token.value), Verification::Refused);
    });
}
