//! Saved tokens: `--save`, `--save-to`, `save`, `token`, `forget`.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::json;

use crate::context::TestContext;

#[test]
fn a_token_in_a_file_is_used_until_it_is_forgotten() {
    let context = TestContext::new();
    let file = context.text("token");
    let output = context.alice(&["create", "--name", "kept", "--save-to", &file]).done().says("Saved in");
    assert_eq!(output.stdout, "", "it is saved and not shown");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let printed = context.run_with(&["token", "--from", &file], &[], "").done();
    assert!(context.standin.token_works(printed.line()));
    let as_json = context.run_with(&["token", "--from", &file, "--json"], &[], "").done().json();
    assert_eq!((&as_json["user"], &as_json["controller"]), (&json!("alice"), &json!(context.url())));
    let listed = context.run_with(&["list", "--from", &file], &[], "").done();
    assert!(listed.stdout.contains("kept"));
    context.run_with(&["forget", "--from", &file], &[], "").done().says("still works");
    assert!(!context.path("token").exists());
    context.run_with(&["token", "--from", &file], &[], "").failed(1).says("no such file");
}

#[test]
fn a_saved_token_is_also_printed_if_a_format_is_given() {
    let context = TestContext::new();
    let file = context.text("token");
    let output = context.alice(&["create", "--save-to", &file, "--as", "user-token"]).done();
    let printed = context.run_with(&["token", "--from", &file], &[], "").done();
    assert_eq!(output.line(), format!("alice:{}", printed.line()));
}

#[test]
fn replacing_can_update_the_file() {
    let context = TestContext::new();
    let file = context.text("token");
    context.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    let before = context.run_with(&["token", "--from", &file], &[], "").done();
    context.run_with(&["replace", "kept", "--from", &file, "--save-to", &file], &[], "").done();
    let after = context.run_with(&["token", "--from", &file], &[], "").done();
    assert!(!context.standin.token_works(before.line()) && context.standin.token_works(after.line()));
    context
        .run_with(&["revoke", "kept", "--yes", "--from", &file], &[], "")
        .done()
        .says("latchkey forget --from");
    context.run_with(&["list", "--from", &file], &[], "").failed(4).says("the token saved in");
}

#[test]
fn a_saved_token_that_was_replaced_without_saving_gets_a_warning() {
    let context = TestContext::new();
    let file = context.text("token");
    context.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    context.alice(&["create", "--name", "other"]).done();
    let replace = |name: &str| context.run_with(&["replace", name, "--from", &file], &[], "").done();
    assert!(!replace("other").stderr.contains("still saved"));
    let output = replace("kept").says(&format!("The old token is still saved in {file}"));
    output.says(&format!("`latchkey save --save-to {file}`"));
}

#[test]
fn without_a_keychain_no_token_is_created_and_a_file_is_suggested() {
    let context = TestContext::new();
    context.alice(&["create", "--save"]).failed(1).says("in the keychain").says("--save-to FILE");
    assert_eq!(context.arrived(), [""; 0]);
    context.run_with(&["token", context.url()], &[], "").failed(1).says("keychain");
    context.run_with(&["forget", context.url()], &[], "").failed(1).says("keychain");
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let context = TestContext::new();
    let file = context.text("open");
    fs::write(&file, "{}").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let link = context.text("link");
    symlink(context.path("target"), &link).unwrap();
    context.alice(&["create", "--save-to", &file]).failed(1).says("others may read it").says("chmod 600");
    context.alice(&["create", "--save-to", &link]).failed(1).says("symbolic link");
    context.alice(&["create", "--save-to", &context.text("missing/token")]).failed(1).says("no folder");
    context.run_with(&["list", context.url(), "--from", &file], &[], "").failed(1).says("others may read it");
    assert_eq!(context.arrived(), [""; 0]);
}

#[test]
fn a_token_that_could_not_be_saved_is_printed() {
    let context = TestContext::new();
    // A folder in which not even root can create a file.
    let output =
        context.alice(&["create", "--save-to", "/proc/latchkey-token"]).says("was created but not saved");
    assert_eq!(output.status, 13);
    assert!(context.standin.token_works(output.line()));
}

#[test]
fn only_a_token_that_works_is_saved() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let file = context.text("token");
    let save = |user: &str, input: &str| {
        let arguments = ["save", &format!("{}/job/x/", context.url()), "--user", user, "--save-to", &file];
        context.run_with(&arguments, &[], input)
    };
    save("alice", &format!("11{}", "f".repeat(32))).failed(4).says("refused");
    save("alice", "").failed(3);
    assert!(!context.path("token").exists());
    save("alice", &format!("{token}\r\n")).done().says("works as alice");
    assert_eq!(context.run_with(&["token", "--from", &file], &[], "").done().line(), token);
    context.run_with(&["save", context.url()], &[], &token).failed(2).says("--user");
}
