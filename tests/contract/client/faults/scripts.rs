//! Other users' tokens through the script console.

use latchkey_native::block_on;
use latchkey_standin::FaultedRequest;

use super::context::{alice, new_name, with_every_fault};
use super::expected::expected;
use super::{changes, generate};

#[test]
fn token_created_by_a_script_is_never_lost_or_created_twice() {
    with_every_fault(|context| {
        let client = context.faulty(FaultedRequest::Script);
        let end = block_on(client.generate_by_script(&alice(), &context.order(context.of_the_page())));
        generate::check(context, &alice(), end, expected(context.fault));
    });
}

#[test]
fn renaming_by_a_script_is_confirmed_only_if_it_happened() {
    with_every_fault(|context| {
        let uuid = context.old_token(&alice());
        let client = context.faulty(FaultedRequest::Script);
        let act_as = context.act_as(context.of_the_page());
        let end = block_on(client.rename_by_script(&act_as, &alice(), &uuid, &new_name()));
        let renamed = context.names(&alice()) == ["new"];
        changes::check(context, end, expected(context.fault), renamed);
    });
}

#[test]
fn revoking_by_a_script_is_confirmed_only_if_it_happened() {
    with_every_fault(|context| {
        let uuid = context.old_token(&alice());
        let client = context.faulty(FaultedRequest::Script);
        let act_as = context.act_as(context.of_the_page());
        let end = block_on(client.revoke_by_script(&act_as, &alice(), &uuid));
        let revoked = context.names(&alice()).is_empty();
        changes::check(context, end, expected(context.fault), revoked);
    });
}
