//! Flows against a controller that sends arbitrary replies.

#![no_main]

use latchkey_core::http::Retry;
use latchkey_core::{ActAs, CrumbSource, Expiry, NewTokenRequest, Outcome, Owner, TokenName, UserId};
use latchkey_fuzz::{Answer, Scripted};
use latchkey_native::{block_on, html};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answers: Vec<Answer>| {
    let act_as = ActAs { crumb: CrumbSource::Controller, expected_user: Some(UserId::new("alice")) };
    let Ok(name) = TokenName::new("n") else { return };
    let order = NewTokenRequest {
        name: name.clone(),
        expiry: Expiry::Never,
        crumb: act_as.crumb.clone(),
        expected_user: act_as.expected_user.clone(),
    };
    let alice = UserId::new("alice");
    let made = Scripted::client(&answers, |client| block_on(client.generate(&order)));
    let asked = made.asked;
    assert!(asked.iter().filter(|retry| **retry == Retry::Never).count() <= 3);
    if made.end.is_err_and(|error| error.outcome != Outcome::NotDone) {
        assert!(asked.contains(&Retry::Never));
    }
    Scripted::client(&answers, |client| {
        let _ = block_on(client.whoami());
    });
    Scripted::client(&answers, |client| block_on(client.list_by_script(&act_as, &[alice.clone()])).is_ok());
    Scripted::client(&answers, |client| block_on(client.users_by_script(&act_as, 0, 10)).is_ok());
    Scripted::client(&answers, |client| block_on(client.rename(&act_as, &Owner::Me, "u", &name)).is_ok());
    Scripted::client(&answers, |client| block_on(client.revoke_by_script(&act_as, &alice, "u")).is_ok());
    Scripted::client(&answers, |client| block_on(client.list(&Owner::Me, None, html::read_listing)).is_ok());
});
