//! No secret appears in the output of any command, except where it was asked for.

use latchkey_standin::CannedAnswer;

use crate::context::{ADMINISTRATOR, Output, PASSWORD, TestContext};

#[test]
fn secrets_are_printed_only_on_request() {
    let context = TestContext::new();
    let file = context.text("token");
    let mut secrets = vec![PASSWORD.to_owned(), ADMINISTRATOR.to_owned()];
    let mut quiet: Vec<Output> = Vec::new();
    let raw = |output: Output| output.done().stdout.trim_end().to_owned();

    // Only what was asked for.
    secrets.push(raw(context.alice(&["create", "--name", "one"])));
    secrets.push(raw(context.administrator(&["create", "--name", "two", "--for", "alice"])));
    secrets.push(raw(context.alice(&["replace", "one"])));
    quiet.push(context.alice(&["create", "--name", "kept", "--save-to", &file]).done());
    let kept = raw(context.run_with(&["token", "--from", &file], &[], ""));
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
        quiet.push(context.alice(arguments));
        quiet.push(context.run_with(&[arguments, &["--from", &file]].concat(), &[], ""));
        let log = [
            ("RUST_LOG", "trace"),
            ("RUST_BACKTRACE", "full"),
            ("JENKINS_USER_ID", "alice"),
            ("JENKINS_API_TOKEN", kept.as_str()),
            ("JENKINS_URL", context.url()),
        ];
        quiet.push(context.run_with(arguments, &log, ""));
    }
    // A server that echoes the request, and a token in an unusable answer.
    for body in [
        format!("<h1>{kept} {PASSWORD}</h1>"),
        format!(r#"{{"status":"ok","data":{{"tokenValue":"{kept}"}}}}"#),
    ] {
        for status in [200, 401, 403, 500, 502] {
            context.standin.answer_next("/generateNewToken", CannedAnswer::new(status, body.clone()));
            quiet.push(context.alice(&["create", "--json"]));
        }
        context.standin.answer_next("/security/", CannedAnswer::new(200, body));
        quiet.push(context.alice(&["list"]));
    }
    quiet.push(context.with_password(&["list"], "alice", &format!("{kept}x")));
    quiet.push(context.run_with(&["forget", "--from", &file], &[], ""));

    assert!(quiet.iter().filter(|output| output.status != 0).count() > 20);
    for output in &quiet {
        for secret in &secrets {
            assert!(
                !output.stdout.contains(secret) && !output.stderr.contains(secret),
                "{secret} is in {output:?}"
            );
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
