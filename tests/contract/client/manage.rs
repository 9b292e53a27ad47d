//! Listing, renaming and revoking one's own tokens.

use std::collections::BTreeMap;

use latchkey_core::listing::{RowExpiry, Usage};
use latchkey_core::{Error, Outcome, Owner, Verification};
use latchkey_native::{block_on, html};

use super::context::{SIGN, TestContext};
use super::{everywhere, skip};

/// A UUID that no token has.
const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

/// The names by UUID of the tokens that no contract test created.
fn of_the_user_alone(context: &TestContext<'_>) -> BTreeMap<String, String> {
    let tokens = context.list().expect("the tokens page").into_iter();
    tokens.filter(|token| !token.name.starts_with(SIGN)).map(|token| (token.uuid, token.name)).collect()
}

#[test]
fn tokens_page_is_found_without_knowing_the_version() {
    everywhere(|context| {
        let token = context.token("listed");
        let listing = block_on(context.session.client().list(&Owner::Me, None, html::read_listing)).unwrap();
        let row = listing.tokens.iter().find(|row| row.uuid == token.uuid).expect("the new token");
        assert_eq!(row.expiry != RowExpiry::NotSupported, context.tokens_expire());
    });
}

#[test]
fn a_token_that_was_tried_counts_as_used() {
    everywhere(|context| {
        let token = context.token("used");
        let usage = || context.made().remove(0).usage;
        if let Usage::NoStatistics { .. } = usage() {
            skip(context, "it counts no uses");
            return;
        }
        assert!(matches!(usage(), Usage::Never { .. }));
        block_on(context.session.client().verify(&context.session.user.id, &token.value));
        assert!(matches!(usage(), Usage::Times { .. }));
    });
}

#[test]
fn renamed_token_has_its_new_name_and_still_works() {
    everywhere(|context| {
        let token = context.token("before");
        let (client, act_as) = (context.session.client(), context.session.act_as());
        let name = context.name("after: <i>ü</i> 🔑");
        block_on(client.rename(&act_as, &Owner::Me, &token.uuid, &name)).unwrap();
        let made = context.made();
        assert_eq!((made.len(), made[0].name.as_str(), &made[0].uuid), (1, name.as_str(), &token.uuid));
        let verification = block_on(client.verify(&context.session.user.id, &token.value));
        assert_eq!(verification, Verification::WorksAs(context.session.user.id.clone()));
    });
}

#[test]
fn renaming_a_missing_token_is_rejected_in_jenkins_own_words() {
    everywhere(|context| {
        let (client, act_as) = (context.session.client(), context.session.act_as());
        let error =
            block_on(client.rename(&act_as, &Owner::Me, UNKNOWN, &context.name("nobody"))).unwrap_err();
        let Error::Rejected { message } = &error.cause else { panic!("{error:?}") };
        assert!(!message.is_empty() && error.outcome == Outcome::NotDone);
        assert_eq!(context.names_made(), [""; 0]);
    });
}

#[test]
fn revoked_token_leaves_the_list_and_can_be_revoked_again() {
    everywhere(|context| {
        let (kept, revoked) = (context.token("kept"), context.token("revoked"));
        let (client, act_as) = (context.session.client(), context.session.act_as());
        for _ in 0..2 {
            block_on(client.revoke(&act_as, &Owner::Me, &revoked.uuid)).unwrap();
            let made: Vec<_> = context.made().into_iter().map(|token| token.uuid).collect();
            assert_eq!(made, [kept.uuid.as_str()]);
        }
    });
}

#[test]
fn other_tokens_of_the_user_are_untouched() {
    everywhere(|context| {
        let before = of_the_user_alone(context);
        let token = context.token("alone");
        let (client, act_as) = (context.session.client(), context.session.act_as());
        block_on(client.rename(&act_as, &Owner::Me, &token.uuid, &context.name("renamed"))).unwrap();
        block_on(client.revoke(&act_as, &Owner::Me, &token.uuid)).unwrap();
        assert_eq!(of_the_user_alone(context), before);
    });
}
