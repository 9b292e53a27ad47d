//! Flows against a controller that answers whatever it likes.

#![no_main]

use latchkey_core::http::Stakes;
use latchkey_core::{Acting, CrumbSource, Expiry, GenerateOrder, Owner, TokenName, UserId};
use latchkey_fuzz::{Answer, Scripted};
use latchkey_tests::{Page, run};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|answers: Vec<Answer>| {
    let acting = Acting { crumb: CrumbSource::Controller, shown: Some(UserId::new("alice")) };
    let Ok(name) = TokenName::new("n") else { return };
    let order = GenerateOrder {
        name: name.clone(),
        expiry: Expiry::Never,
        crumb: acting.crumb.clone(),
        shown: acting.shown.clone(),
    };
    let alice = UserId::new("alice");
    let made = Scripted::client(&answers, |client| run(client.generate(&order)));
    let asked = made.asked;
    assert!(asked.iter().filter(|stakes| **stakes == Stakes::MakesToken).count() <= 3);
    if made.end.is_err_and(|error| error.may_have_been_created) {
        assert!(asked.contains(&Stakes::MakesToken));
    }
    Scripted::client(&answers, |client| {
        let _ = run(client.whoami());
    });
    Scripted::client(&answers, |client| run(client.list_by_script(&acting, &[alice.clone()])).is_ok());
    Scripted::client(&answers, |client| run(client.users_by_script(&acting, 0, 10)).is_ok());
    Scripted::client(&answers, |client| run(client.rename(&acting, &Owner::Me, "u", &name)).is_ok());
    Scripted::client(&answers, |client| run(client.revoke_by_script(&acting, &alice, "u")).is_ok());
    Scripted::client(&answers, |client| run(client.list(&Owner::Me, None, Page::read_listing)).is_ok());
});
