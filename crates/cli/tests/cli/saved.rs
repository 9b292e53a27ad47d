//! Saved tokens: `--save`, `--save-to`, `save`, `token`, `forget`.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use serde_json::json;

use crate::world::World;

#[test]
fn a_file_keeps_a_token_until_it_is_forgotten() {
    let world = World::new();
    let file = world.text("token");
    let ran = world.alice(&["create", "--name", "kept", "--save-to", &file]).done().says("Saved in");
    assert_eq!(ran.out, "", "it is saved and not shown");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let printed = world.run_with(&["token", "--from", &file], &[], "").done();
    assert!(world.standin.token_works(printed.line()));
    let as_json = world.run_with(&["token", "--from", &file, "--json"], &[], "").done().json();
    assert_eq!((&as_json["user"], &as_json["controller"]), (&json!("alice"), &json!(world.url())));
    let listed = world.run_with(&["list", "--from", &file], &[], "").done();
    assert!(listed.out.contains("kept"));
    world.run_with(&["forget", "--from", &file], &[], "").done().says("still works");
    assert!(!world.path("token").exists());
    world.run_with(&["token", "--from", &file], &[], "").failed(1).says("no such file");
}

#[test]
fn a_saved_token_is_printed_too_where_a_form_is_asked_for() {
    let world = World::new();
    let file = world.text("token");
    let ran = world.alice(&["create", "--save-to", &file, "--as", "user-token"]).done();
    let printed = world.run_with(&["token", "--from", &file], &[], "").done();
    assert_eq!(ran.line(), format!("alice:{}", printed.line()));
}

#[test]
fn replacing_keeps_the_file_up_to_date() {
    let world = World::new();
    let file = world.text("token");
    world.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    let before = world.run_with(&["token", "--from", &file], &[], "").done();
    world.run_with(&["replace", "kept", "--from", &file, "--save-to", &file], &[], "").done();
    let after = world.run_with(&["token", "--from", &file], &[], "").done();
    assert!(!world.standin.token_works(before.line()) && world.standin.token_works(after.line()));
    world
        .run_with(&["revoke", "kept", "--yes", "--from", &file], &[], "")
        .done()
        .says("latchkey forget --from");
    world.run_with(&["list", "--from", &file], &[], "").failed(4).says("the token saved in");
}

#[test]
fn a_saved_token_that_was_replaced_elsewhere_is_named() {
    let world = World::new();
    let file = world.text("token");
    world.alice(&["create", "--name", "kept", "--save-to", &file]).done();
    world.alice(&["create", "--name", "other"]).done();
    let replace = |name: &str| world.run_with(&["replace", name, "--from", &file], &[], "").done();
    assert!(!replace("other").err.contains("still the old token"));
    let ran = replace("kept").says(&format!("What is saved in {file} is still the old token"));
    ran.says(&format!("`latchkey save --save-to {file}`"));
}

#[test]
fn without_a_keychain_nothing_is_made_and_the_file_is_named() {
    let world = World::new();
    world.alice(&["create", "--save"]).failed(1).says("in the keychain").says("--save-to FILE");
    assert_eq!(world.arrived(), [""; 0]);
    world.run_with(&["token", world.url()], &[], "").failed(1).says("keychain");
    world.run_with(&["forget", world.url()], &[], "").failed(1).says("keychain");
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let world = World::new();
    let file = world.text("open");
    fs::write(&file, "{}").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let link = world.text("link");
    symlink(world.path("target"), &link).unwrap();
    world.alice(&["create", "--save-to", &file]).failed(1).says("others may read it").says("chmod 600");
    world.alice(&["create", "--save-to", &link]).failed(1).says("symbolic link");
    world.alice(&["create", "--save-to", &world.text("missing/token")]).failed(1).says("no folder");
    world.run_with(&["list", world.url(), "--from", &file], &[], "").failed(1).says("others may read it");
    assert_eq!(world.arrived(), [""; 0]);
}

#[test]
fn a_token_that_could_not_be_saved_is_written_out() {
    let world = World::new();
    // A folder in which no file can be made, not even by root.
    let ran = world.alice(&["create", "--save-to", "/proc/latchkey-token"]).says("was made but not saved");
    assert_eq!(ran.status, 13);
    assert!(world.standin.token_works(ran.line()));
}

#[test]
fn only_a_token_that_works_is_saved() {
    let world = World::new();
    let token = world.token("t", 'a');
    let file = world.text("token");
    let save = |user: &str, input: &str| {
        let arguments = ["save", &format!("{}/job/x/", world.url()), "--user", user, "--save-to", &file];
        world.run_with(&arguments, &[], input)
    };
    save("alice", &format!("11{}", "f".repeat(32))).failed(4).says("refuses");
    save("alice", "").failed(3);
    assert!(!world.path("token").exists());
    save("alice", &format!("{token}\r\n")).done().says("Works as alice");
    assert_eq!(world.run_with(&["token", "--from", &file], &[], "").done().line(), token);
    world.run_with(&["save", world.url()], &[], &token).failed(2).says("--user");
}
