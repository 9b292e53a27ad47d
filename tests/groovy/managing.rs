//! Renaming and revoking.

use latchkey_core::script::{Revocation, UserTokens};
use latchkey_core::{Error, Expiry, NewTokenRequest, Outcome, Script, TokenName, Unconfirmed, UserId};

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

fn revoke_several(console: &Console, tokens: &[(&UserId, &str)]) -> Vec<Revocation> {
    run(client(console).revoke_several_by_script(&administrator(), tokens)).unwrap()
}

#[test]
fn several_are_revoked_whatever_becomes_of_one() {
    on_oldest_and_newest_core(|_, console| {
        let (bob, carl, nobody) = (bob(), UserId::new("carl"), UserId::new("nobody"));
        let uuid = token(console);
        console.command("broken", "carl");
        let tokens =
            [(&carl, "u-1"), (&nobody, "u-1"), (&bob, "u-1"), (&bob, uuid.as_str()), (&bob, uuid.as_str())];
        let outcomes = revoke_several(console, &tokens);
        assert!(matches!(&outcomes[0], Revocation::Failed { reason } if reason.contains("NullPointer")));
        assert_eq!(
            outcomes[1..],
            [Revocation::Gone, Revocation::Gone, Revocation::Revoked, Revocation::Gone]
        );
        assert_eq!((names(console).len(), console.command("saves", "bob").as_str()), (0, "2"));
        let other = token(console);
        console.command("unwritable", "bob");
        let outcomes = revoke_several(console, &[(&bob, &other)]);
        assert!(matches!(&outcomes[0], Revocation::Failed { reason } if reason.contains("IOException")));
    });
}

#[test]
fn a_legacy_token_leaves_no_secret() {
    on_oldest_and_newest_core(|_, console| {
        revokes_a_legacy_token(console, |uuid| {
            assert_eq!(revoke_several(console, &[(&bob(), uuid)]), [Revocation::Revoked]);
        });
        revokes_a_legacy_token(console, |uuid| revoke(console, uuid).unwrap());
    });
}

fn revokes_a_legacy_token(console: &Console, revoke: impl Fn(&str)) {
    console.command("user", "bob");
    console.command("legacy", "bob");
    assert_eq!(console.command("secret", "bob"), "true");
    let listed = run(client(console).list_by_script(&administrator(), &[bob()])).unwrap().swap_remove(0);
    let UserTokens::Tokens { tokens, .. } = listed else { panic!("{listed:?}") };
    revoke(&tokens[0].uuid);
    assert_eq!((names(console).len(), console.command("secret", "bob").as_str()), (0, "false"));
}

#[test]
fn a_full_batch_compiles() {
    on_oldest_and_newest_core(|_, console| {
        let user = UserId::new("it's \\ ${x} 🔑".repeat(200));
        let uuids: Vec<String> = (0..Script::TOKENS_AT_ONCE).map(|n| format!("{n:036}")).collect();
        let tokens: Vec<(&UserId, &str)> = uuids.iter().map(|uuid| (&user, uuid.as_str())).collect();
        assert_eq!(revoke_several(console, &tokens), vec![Revocation::Gone; tokens.len()]);
    });
}
