//! Names and IDs are data: they arrive unchanged, and nothing in them is executed.

use latchkey_core::script::UserTokens;
use latchkey_core::{Expiry, NewTokenRequest, TokenName, UserId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::console::{Console, administrator, client, on, run};
use crate::toolchain::CoreApi;

/// Creates a token, renames, lists, and revokes it, with these texts as ID and names.
fn round_trip(console: &Console, id: &str, name: &str, new_name: &str) {
    console.command("reset", "");
    console.command("user", id);
    let (user, name) = (UserId::new(id), TokenName::new(name).unwrap());
    let new_name = TokenName::new(new_name).unwrap();
    let client = client(console);
    let act_as = administrator();
    let order = NewTokenRequest {
        name,
        expiry: Expiry::Never,
        crumb: act_as.crumb,
        expected_user: act_as.expected_user,
    };
    let token = run(client.generate_by_script(&user, &order)).unwrap();
    assert_eq!(token.name, order.name.as_str());
    run(client.rename_by_script(&administrator(), &user, &token.uuid, &new_name)).unwrap();
    let page = run(client.users_by_script(&administrator(), 0, 10)).unwrap();
    assert_eq!(page.ids, std::slice::from_ref(&user));
    let listed = run(client.list_by_script(&administrator(), &page.ids)).unwrap().swap_remove(0);
    let UserTokens::Tokens { user: listed, tokens } = listed else { panic!("{listed:?}") };
    assert_eq!(listed, user);
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].name, new_name.as_str());
    run(client.revoke_by_script(&administrator(), &user, &token.uuid)).unwrap();
}

const ODD: [&str; 14] = [
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "${System.exit(1)}",
    "$x",
    "\\",
    "\\u0027",
    "\n",
    "*/ System.exit(1) //",
    "<<<latchkey\n{}\nlatchkey>>>",
    "🔑",
    "\u{202e}עברית",
    "\u{fffd}\u{2028}",
];

#[test]
fn odd_texts_arrive_as_they_were() {
    on(CoreApi::Latest, |console| {
        for text in ODD {
            round_trip(console, text, &format!("name {text}"), &format!("{text} renamed"));
        }
    });
}

/// One script is compiled for all texts: it lists unknown users and prints their IDs.
fn echoed(console: &Console, texts: &[String]) -> Vec<String> {
    let users: Vec<UserId> = texts.iter().map(UserId::new).collect();
    let listed = run(client(console).list_by_script(&administrator(), &users)).unwrap();
    let id = |user| match user {
        UserTokens::UnknownUser(user) => user.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    listed.into_iter().map(id).collect()
}

#[test]
fn groovy_decodes_no_unicode_escape_of_a_text() {
    on(CoreApi::Latest, |console| {
        let mut texts = Vec::new();
        for backslashes in 1..=5 {
            for escape in ["u0027", "u000a", "uu0027", "u0024{1 + 1}", "u005cu0027"] {
                for before in ["", "'", "$", "\n", "🔑"] {
                    texts.push(format!("{before}{}{escape}", "\\".repeat(backslashes)));
                }
            }
        }
        assert_eq!(echoed(console, &texts), texts);
    });
}

#[test]
fn long_texts_are_split_beside_escapes_and_surrogate_pairs() {
    /// The longest constant of a script, in bytes.
    const LONGEST: usize = 16_000;
    on(CoreApi::Latest, |console| {
        let mut texts = Vec::new();
        for odd in ["'", "\\", "\\\\u0027", "\n", "$", "🔑", "é"] {
            texts.extend((LONGEST - 5..=LONGEST + 1).map(|length| "L".repeat(length) + odd + "L"));
        }
        assert_eq!(echoed(console, &texts), texts);
    });
}

#[test]
fn texts_of_100_kilobytes_arrive_as_they_were() {
    on(CoreApi::Latest, |console| {
        let texts: Vec<String> = ["L", "🔑", "'", "\\", "\\u0027 $x \n"]
            .iter()
            .map(|piece| piece.repeat(100_000 / piece.len()))
            .collect();
        assert_eq!(echoed(console, &texts), texts);
        for piece in ["L", "🔑", "'", "\\"] {
            round_trip(console, &piece.repeat(10_000), &piece.repeat(10_000), &piece.repeat(9_999));
        }
    });
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        "[\\\\u0027a'\"$\n\r\t{}]{1,12}",
        any::<String>().prop_map(|text| text.replace(['\0', '\u{fffe}', '\u{ffff}'], "")),
    ];
    proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat())
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) })
}

#[test]
fn any_texts_are_echoed_as_they_were() {
    on(CoreApi::Latest, |console| {
        let texts = proptest::collection::vec(any_text(), 1..40);
        runner(40)
            .run(&texts, |texts| {
                prop_assert_eq!(echoed(console, &texts), texts);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn any_texts_arrive_as_they_were() {
    on(CoreApi::Latest, |console| {
        runner(10)
            .run(&(any_text(), any_text(), any_text()), |(id, name, new_name)| {
                round_trip(console, &id, &format!("a{name}"), &format!("b{new_name}"));
                Ok(())
            })
            .unwrap();
    });
}
