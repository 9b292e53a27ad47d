//! Renaming and revoking.

use latchkey_core::script::UserTokens;
use latchkey_core::{Error, Expiry, NewTokenRequest, Outcome, TokenName, Unconfirmed, UserId};

use crate::console::{Console, administrator, client, on_oldest_and_newest_core, run};

fn bob() -> UserId {
    UserId::new("bob")
}

/// The UUID of a new token of Bob's.
fn token(console: &Console) -> String {
    console.command("user", "bob");
    let act_as = administrator();
    let name = TokenName::new("old name").unwrap();
    let order = NewTokenRequest {
        name,
        expiry: Expiry::Never,
        crumb: act_as.crumb,
        expected_user: act_as.expected_user,
    };
    run(client(console).generate_by_script(&bob(), &order)).unwrap().uuid
}

fn names(console: &Console) -> Vec<String> {
    match run(client(console).list_by_script(&administrator(), &[bob()])).unwrap().swap_remove(0) {
        UserTokens::Tokens { tokens, .. } => tokens.into_iter().map(|token| token.name).collect(),
        other => panic!("{other:?}"),
    }
}

fn rename(console: &Console, uuid: &str) -> Result<(), Unconfirmed> {
    let name = TokenName::new("new name").unwrap();
    run(client(console).rename_by_script(&administrator(), &bob(), uuid, &name))
}

fn revoke(console: &Console, uuid: &str) -> Result<(), Unconfirmed> {
    run(client(console).revoke_by_script(&administrator(), &bob(), uuid))
}

#[test]
fn renames_and_saves() {
    on_oldest_and_newest_core(|_, console| {
        let uuid = token(console);
        rename(console, &uuid).unwrap();
        assert_eq!(names(console), ["new name"]);
        assert_eq!(console.command("saves", "bob"), "2");
    });
}

#[test]
fn a_token_that_is_gone_cannot_be_renamed() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "bob");
        let error = rename(console, "00000000-0000-0000-0000-000000000000").unwrap_err();
        assert_eq!((error.cause, error.outcome != Outcome::NotDone), (Error::UnknownToken, false));
    });
}

#[test]
fn revokes_and_saves() {
    on_oldest_and_newest_core(|_, console| {
        let uuid = token(console);
        revoke(console, &uuid).unwrap();
        assert_eq!(names(console), [""; 0]);
        assert_eq!(console.command("saves", "bob"), "2");
        revoke(console, &uuid).unwrap();
    });
}

#[test]
fn a_user_must_be_there() {
    on_oldest_and_newest_core(|_, console| {
        for error in [rename(console, "u-1"), revoke(console, "u-1")] {
            assert_eq!(error.unwrap_err().cause, Error::UnknownUser(bob()));
        }
    });
}
