//! Other users' tokens by the script console.

use latchkey_native::block_on;
use latchkey_standin::FaultedRequest;

use super::outcome::expected;
use super::world::{alice, new_name, with_every_fault};
use super::{changing, making};

#[test]
fn a_token_for_another_user() {
    with_every_fault(|world| {
        let client = world.faulty(FaultedRequest::Script);
        let end = block_on(client.generate_by_script(&alice(), &world.order(world.of_the_page())));
        making::check(world, &alice(), end, expected(world.fault));
    });
}

#[test]
fn a_new_name_for_the_token_of_another_user() {
    with_every_fault(|world| {
        let uuid = world.old_token(&alice());
        let client = world.faulty(FaultedRequest::Script);
        let act_as = world.act_as(world.of_the_page());
        let end = block_on(client.rename_by_script(&act_as, &alice(), &uuid, &new_name()));
        let renamed = world.names(&alice()) == ["new"];
        changing::check(world, end, expected(world.fault), renamed);
    });
}

#[test]
fn a_token_of_another_user_is_revoked() {
    with_every_fault(|world| {
        let uuid = world.old_token(&alice());
        let client = world.faulty(FaultedRequest::Script);
        let act_as = world.act_as(world.of_the_page());
        let end = block_on(client.revoke_by_script(&act_as, &alice(), &uuid));
        let revoked = world.names(&alice()).is_empty();
        changing::check(world, end, expected(world.fault), revoked);
    });
}
