//! Trying a token on its own.

use latchkey_core::{Owner, Secret, Verification};
use latchkey_native::block_on;

use super::everywhere;
use super::generate::ME;
use super::person::Person;

fn verify(person: &Person<'_>, token: &Secret) -> Verification {
    block_on(person.session.client().verify(&person.session.user.id, token))
}

/// The token with another last character.
fn garbled(token: &Secret) -> Secret {
    let (start, last) = token.reveal().split_at(token.reveal().len() - 1);
    Secret::new(format!("{start}{}", if last == "0" { "1" } else { "0" }))
}

#[test]
fn a_new_token_works_as_its_user() {
    everywhere(|person| {
        let token = person.token("works");
        person.sent();
        assert_eq!(verify(person, &token.value), Verification::WorksAs(person.session.user.id.clone()));
        assert_eq!(person.sent(), [ME]);
    });
}

#[test]
fn a_garbled_token_is_refused_and_the_session_goes_on() {
    everywhere(|person| {
        let token = person.token("garbled");
        assert_eq!(verify(person, &garbled(&token.value)), Verification::Refused);
        assert_eq!(block_on(person.session.client().me()).as_ref(), Ok(&person.session.user));
    });
}

#[test]
fn a_revoked_token_is_refused() {
    everywhere(|person| {
        let token = person.token("revoked");
        block_on(person.session.client().revoke(&person.session.act_as(), &Owner::Me, &token.uuid)).unwrap();
        assert_eq!(verify(person, &token.value), Verification::Refused);
    });
}
