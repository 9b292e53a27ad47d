//! Listing users and tokens.

use latchkey_core::script::{StoredToken, UserTokens};
use latchkey_core::token::CalendarDate;
use latchkey_core::{Expiry, NewTokenRequest, TokenName, UserId};

use crate::console::{Console, administrator, client, on_oldest_and_newest_core, run};
use crate::toolchain::CoreApi;

fn generate(console: &Console, name: &str, expiry: Expiry) {
    let act_as = administrator();
    let name = TokenName::new(name).unwrap();
    let order = NewTokenRequest { name, expiry, crumb: act_as.crumb, expected_user: act_as.expected_user };
    run(client(console).generate_by_script(&UserId::new("bob"), &order)).unwrap();
}

fn list(console: &Console, users: &[&str]) -> Vec<UserTokens> {
    let users: Vec<UserId> = users.iter().map(|id| UserId::new(*id)).collect();
    run(client(console).list_by_script(&administrator(), &users)).unwrap()
}

fn tokens(console: &Console) -> Vec<StoredToken> {
    match list(console, &["bob"]).swap_remove(0) {
        UserTokens::Tokens { tokens, .. } => tokens,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tokens_in_every_state() {
    on_oldest_and_newest_core(|core, console| {
        console.command("user", "bob");
        console.command("legacy", "bob");
        generate(console, "used", Expiry::Never);
        console.command("use", "bob");
        generate(console, "expires", Expiry::On(CalendarDate::parse("2999-12-31").unwrap()));
        let tokens = tokens(console);
        let names: Vec<&str> = tokens.iter().map(|token| token.name.as_str()).collect();
        assert_eq!(names, ["expires", "Legacy Token", "used"]);
        let expires = (core == CoreApi::Latest).then(|| "2999-12-31".to_owned());
        assert_eq!((&tokens[0].expires, tokens[0].uses, tokens[0].last_used), (&expires, Some(0), None));
        assert_eq!((tokens[1].legacy, tokens[1].created, tokens[1].uses), (true, None, Some(1)));
        assert_eq!((tokens[2].legacy, tokens[2].created), (false, Some(1_795_501_489_237)));
        assert_eq!(
            (tokens[2].uses, tokens[2].last_used, &tokens[2].expires),
            (Some(1), Some(1_795_501_490_000), &None)
        );
    });
}

#[test]
fn uses_that_are_not_counted() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "bob");
        generate(console, "used", Expiry::Never);
        console.command("use", "bob");
        console.command("uncounted", "");
        let token = tokens(console).swap_remove(0);
        assert_eq!((token.uses, token.last_used), (None, None));
    });
}

#[test]
fn a_broken_user_does_not_hide_the_others() {
    on_oldest_and_newest_core(|_, console| {
        console.command("user", "alice");
        console.command("broken", "carl");
        let listed = list(console, &["carl", "nobody", "alice"]);
        assert!(matches!(&listed[0], UserTokens::Unreadable { user, .. } if user.as_str() == "carl"));
        assert_eq!(listed[1], UserTokens::UnknownUser(UserId::new("nobody")));
        let alice = UserTokens::Tokens { user: UserId::new("alice"), tokens: Vec::new() };
        assert_eq!(listed[2], alice);
    });
}

#[test]
fn users_page_by_page() {
    on_oldest_and_newest_core(|_, console| {
        for number in (0..25).rev() {
            console.command("user", &format!("user-{number:02}"));
        }
        let page = |from| run(client(console).users_by_script(&administrator(), from, 10)).unwrap();
        let mut ids = Vec::new();
        for from in [0, 10, 20, 30] {
            let page = page(from);
            assert_eq!(page.total, 25);
            ids.extend(page.ids);
        }
        let expected: Vec<UserId> = (0..25).map(|number| UserId::new(format!("user-{number:02}"))).collect();
        assert_eq!(ids, expected);
    });
}
