//! Who the command acts as, and in what order that is looked for.

use crate::world::{PASSWORD, World};

#[test]
fn the_first_account_that_is_there_is_taken() {
    let world = World::new();
    let (environment, saved) = (world.token("environment", 'a'), world.token("saved", 'b'));
    world.write("token", &format!(r#"{{"controller":"{}","user":"alice","token":"{saved}"}}"#, world.url()));
    world.write(".netrc", &format!("machine 127.0.0.1 login alice password {PASSWORD}\n"));
    let token = [("JENKINS_USER_ID", "alice"), ("JENKINS_API_TOKEN", environment.as_str())];
    let file = world.text("token");
    let who = |more: &[&str], variables: &[(&str, &str)], input: &str| {
        let arguments = [&["whoami", world.url(), "--json"], more].concat();
        world.run_with(&arguments, variables, input).done().json()["account"].as_str().unwrap().to_owned()
    };
    let typed = who(&["--user", "alice", "--password-stdin"], &token, PASSWORD);
    assert_eq!(typed, "the password given");
    assert!(who(&["--from", &file], &token, "").starts_with("the token saved in "));
    assert_eq!(who(&[], &token, ""), "JENKINS_USER_ID and JENKINS_API_TOKEN");
    assert_eq!(who(&[], &[], ""), "the password in ~/.netrc");
    let other = world.text("other-netrc");
    world.write("other-netrc", &format!("machine 127.0.0.1\n  login alice\n  password {saved}\n"));
    assert_eq!(who(&[], &[("NETRC", &other)], ""), format!("the token in {other}"));
}

#[test]
fn credentials_go_to_no_other_host() {
    let world = World::new();
    let token = world.token("t", 'a');
    // What stands beside JENKINS_URL is for its host.
    let variables = [
        ("JENKINS_URL", "https://ci.example.org/"),
        ("JENKINS_USER_ID", "alice"),
        ("JENKINS_API_TOKEN", token.as_str()),
    ];
    world.run_with(&["list", world.url()], &variables, "").failed(3).says("Nobody is named");
    // And where that is protected on its way, it does not go unprotected.
    let protected = world.url().replace("http:", "https:");
    let variables = [("JENKINS_URL", protected.as_str()), variables[1], variables[2]];
    world.run_with(&["list", world.url()], &variables, "").failed(3).says("Nobody is named");
    // A saved token is for its controller.
    world.write(
        "token",
        &format!(r#"{{"controller":"https://ci.example.org","user":"alice","token":"{token}"}}"#),
    );
    let file = world.text("token");
    world
        .run_with(&["list", world.url(), "--from", &file], &[], "")
        .failed(3)
        .says("sent nowhere else")
        .says("goes before JENKINS_URL");
    // And so is a line of netrc.
    world.write(".netrc", "machine ci.example.org login alice password x\ndefault login alice password y\n");
    world.run_with(&["list", world.url()], &[], "").failed(3);
    assert!(world.standin.requests().iter().all(|request| request.header("authorization").is_none()));
}

#[test]
fn nobody_is_told_and_how_to_be_somebody() {
    let world = World::new();
    world
        .run_with(&["list", world.url()], &[], "")
        .failed(3)
        .says("--user")
        .says("JENKINS_USER_ID")
        .says("save");
    world.run_with(&["list"], &[], "").failed(2).says("JENKINS_URL");
    world.run_with(&["list", "--user", "alice"], &[("JENKINS_URL", world.url())], "").failed(3);
    let empty = world.with_password(&["list"], "alice", "");
    empty.failed(3).says("it is empty");
    world.with_password(&["list"], "a:b", "x").failed(2).says("colon");
}

#[test]
fn the_account_may_be_named_before_and_behind_the_command() {
    let world = World::new();
    for arguments in [
        ["--user", "alice", "--password-stdin", "whoami", world.url()],
        ["--user", "alice", "whoami", world.url(), "--password-stdin"],
        ["--password-stdin", "whoami", world.url(), "--user", "alice"],
    ] {
        assert_eq!(world.run_with(&arguments, &[], PASSWORD).done().line(), "alice");
    }
    let arguments = ["--from", "f", "whoami", world.url(), "--user", "alice"];
    world.run_with(&arguments, &[], "").failed(2).says("either --user or --from");
}

#[test]
fn a_host_called_default_does_not_get_what_netrc_has_for_all_hosts() {
    let world = World::new();
    world.write(".netrc", &format!("default login alice password {PASSWORD}\n"));
    // Nothing but the stand-in is asked where that host is.
    let ran = world.run_with(&["whoami", "http://default/"], &[("http_proxy", world.url())], "");
    ran.failed(3).says("Nobody is named");
}

#[test]
fn a_netrc_that_cannot_be_read_shows_nothing_of_it() {
    let world = World::new();
    world.write(".netrc", "machine 127.0.0.1 login alice password sesame open\n");
    let ran = world.run_with(&["list", world.url()], &[], "").failed(1).says("cannot be used");
    assert!(!ran.err.contains("sesame") && !ran.err.contains("open"), "{ran:?}");
}
