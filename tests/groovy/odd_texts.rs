//! Names and ids are data: whatever is in them, they arrive as they were and nothing else happens.

use latchkey_core::script::UserTokens;
use latchkey_core::{Expiry, NewTokenRequest, TokenName, UserId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::console::{Console, administrator, client, on, run};
use crate::toolchain::Core;

/// Makes a token, renames it and lists it, with these texts as id and names.
fn round_trip(console: &Console, id: &str, name: &str, new_name: &str) {
    console.tell("reset", "");
    console.tell("user", id);
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
    on(Core::WithExpiry, |console| {
        for text in ODD {
            round_trip(console, text, &format!("name {text}"), &format!("{text} renamed"));
        }
    });
}

#[test]
fn long_texts_arrive_as_they_were() {
    on(Core::WithExpiry, |console| {
        for piece in ["L", "🔑", "'", "\\"] {
            round_trip(console, &piece.repeat(10_000), &piece.repeat(10_000), &piece.repeat(9_999));
        }
    });
}

#[test]
fn any_texts_arrive_as_they_were() {
    on(Core::WithExpiry, |console| {
        let piece = prop_oneof![
            proptest::sample::select(ODD.to_vec()).prop_map(str::to_owned),
            any::<String>().prop_map(|text| text.replace(['\0', '\u{fffe}', '\u{ffff}'], "")),
        ];
        let text = proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat());
        let mut runner =
            TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) });
        let texts = (text.clone(), text.clone(), text);
        runner
            .run(&texts, |(id, name, new_name)| {
                round_trip(console, &id, &format!("a{name}"), &format!("b{new_name}"));
                Ok(())
            })
            .unwrap();
    });
}
