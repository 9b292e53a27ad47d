//! A whole life of commands, searched for every secret in it.

use latchkey_standin::CannedAnswer;

use crate::world::{ADMINISTRATOR, PASSWORD, Ran, World};

#[test]
fn secrets_leave_only_where_they_were_asked_for() {
    let world = World::new();
    let file = world.text("token");
    let mut secrets = vec![PASSWORD.to_owned(), ADMINISTRATOR.to_owned()];
    let mut quiet: Vec<Ran> = Vec::new();
    let raw = |ran: Ran| ran.done().out.trim_end().to_owned();

    // What is asked for, and nowhere else.
    secrets.push(raw(world.alice(&["create", "--name", "one"])));
    secrets.push(raw(world.administrator(&["create", "--name", "two", "--for", "alice"])));
    secrets.push(raw(world.alice(&["replace", "one"])));
    quiet.push(world.alice(&["create", "--name", "kept", "--save-to", &file]).done());
    let kept = raw(world.run_with(&["token", "--from", &file], &[], ""));
    let user_token = base64_of(&format!("alice:{kept}"));
    secrets.extend([kept.clone(), user_token, base64_of(&format!("alice:{PASSWORD}"))]);

    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["whoami", "--json"],
        &["rename", "two", "three"],
        &["rename", "missing", "x"],
        &["revoke", "three"],
        &["revoke", "three", "--yes"],
        &["list", "--bogus"],
        &["create", "--as", "netrc"],
        &["create", "--for", "admin"],
        &["create", "--save"],
    ] {
        quiet.push(world.alice(arguments));
        quiet.push(world.run_with(&[arguments, &["--from", &file]].concat(), &[], ""));
        let log = [
            ("RUST_LOG", "trace"),
            ("RUST_BACKTRACE", "full"),
            ("JENKINS_USER_ID", "alice"),
            ("JENKINS_API_TOKEN", kept.as_str()),
            ("JENKINS_URL", world.url()),
        ];
        quiet.push(world.run_with(arguments, &log, ""));
    }
    // A server that says back what it was sent, and a token in an answer that is not believed.
    for body in [
        format!("<h1>{kept} {PASSWORD}</h1>"),
        format!(r#"{{"status":"ok","data":{{"tokenValue":"{kept}"}}}}"#),
    ] {
        for status in [200, 401, 403, 500, 502] {
            world.standin.answer_next("/generateNewToken", CannedAnswer::new(status, body.clone()));
            quiet.push(world.alice(&["create", "--json"]));
        }
        world.standin.answer_next("/security/", CannedAnswer::new(200, body));
        quiet.push(world.alice(&["list"]));
    }
    quiet.push(world.with_password(&["list"], "alice", &format!("{kept}x")));
    quiet.push(world.run_with(&["forget", "--from", &file], &[], ""));

    assert!(quiet.iter().filter(|ran| ran.status != 0).count() > 20);
    for ran in &quiet {
        for secret in &secrets {
            assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{secret} is in {ran:?}");
        }
    }
}

fn base64_of(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits =
            chunk.iter().chain([0, 0].iter()).take(3).fold(0, |bits, &byte| bits << 8 | usize::from(byte));
        for place in 0..=chunk.len() {
            encoded.push(char::from(DIGITS[bits >> (18 - 6 * place) & 63]));
        }
    }
    encoded
}
