//! The life of a token by the command line, on stand-ins of every core, or on one real controller.
//!
//! With `LATCHKEY_CONTROLLER` (the root URL), `LATCHKEY_USER` and `LATCHKEY_PASSWORD` set, it is lived there. Its
//! tokens have names of their own; they are revoked at the end, also when the test fails, and nothing else is touched.

use std::env;
use std::process;
use std::thread;
use std::time::SystemTime;

use assert_cmd::Command;
use latchkey_standin::{JenkinsVersion, Options, Standin};
use serde_json::Value;

use crate::world::{PASSWORD, Ran, ran};

/// Somebody at a controller. When this is dropped, every token made under its mark is revoked.
struct Person {
    url: String,
    user: String,
    password: String,
    mark: String,
    home: tempfile::TempDir,
    _standin: Option<Standin>,
}

fn people() -> Box<dyn Iterator<Item = Person>> {
    let Ok(url) = env::var("LATCHKEY_CONTROLLER") else {
        let contexts = |core| ["", "/jenkins"].map(|context| at_stand_in(core, context));
        return Box::new(JenkinsVersion::ALL.into_iter().flat_map(contexts));
    };
    let variable = |name: &str| env::var(name).unwrap_or_else(|_| panic!("{name} must be set, too"));
    Box::new([person(url, variable("LATCHKEY_USER"), variable("LATCHKEY_PASSWORD"), None)].into_iter())
}

fn at_stand_in(core: JenkinsVersion, context: &str) -> Person {
    let options = Options { core, context: context.to_owned(), ..Options::default() };
    let standin = Standin::start(options).expect("a stand-in");
    person(standin.url().to_owned(), "alice".to_owned(), PASSWORD.to_owned(), Some(standin))
}

fn person(url: String, user: String, password: String, standin: Option<Standin>) -> Person {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
    let mark = format!("Latchkey command line test {:x}.{:x}", now.as_nanos(), process::id());
    let home = tempfile::tempdir().expect("a home");
    Person { url, user, password, mark, home, _standin: standin }
}

impl Person {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.args(arguments).env_clear().env("HOME", self.home.path()).env("JENKINS_URL", &self.url);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        command.args(["--user", &self.user, "--password-stdin"]).write_stdin(format!("{}\n", self.password));
        let ran = ran(command);
        assert!(!ran.out.contains(&self.password) && !ran.err.contains(&self.password));
        ran
    }

    /// As whoever the token is of.
    fn run_with(&self, token: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        command.env("JENKINS_USER_ID", &self.user).env("JENKINS_API_TOKEN", token);
        ran(command)
    }

    fn name(&self, text: &str) -> String {
        format!("{} {text}", self.mark)
    }

    /// The tokens of this test, as the command lists them.
    fn made(&self) -> Vec<Value> {
        let listed = self.run(&["list", "--json"]).done().json();
        let mut tokens = listed["tokens"].as_array().expect("a list").clone();
        tokens.retain(|token| token["name"].as_str().is_some_and(|name| name.starts_with(&self.mark)));
        tokens
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        // A first failure tells more than one while cleaning up after it.
        if thread::panicking() && self.run(&["whoami"]).status != 0 {
            return;
        }
        for token in self.made() {
            self.run(&["revoke", token["uuid"].as_str().expect("a uuid"), "--yes"]).done();
        }
    }
}

#[test]
fn a_token_lives_and_ends() {
    for person in people() {
        let name = person.name("<b>\"it's\" é\u{202e}</b>");
        let made = person.run(&["create", "--name", &name, "--json"]).done().json();
        assert_eq!(made["name"], name.as_str(), "{}", person.url);
        let token = made["token"].as_str().expect("a token");
        let listed = person.made();
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0]["name"], &listed[0]["uuid"]), (&made["name"], &made["uuid"]));
        assert!(person.run(&["list"]).done().out.contains(r"é\u{202e}</b>"));

        let id = person.run_with(token, &["whoami", "--json"]).done().json()["id"].clone();
        assert_eq!(id, person.run(&["whoami", "--json"]).done().json()["id"]);
        let renamed = person.name("renamed");
        person.run_with(token, &["rename", &name, &renamed]).done();
        let new = person.run_with(token, &["replace", &renamed, "--expires", "7d"]).done().line().to_owned();
        person.run_with(token, &["list"]).failed(4);
        let listed = person.made();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["name"], renamed.as_str());
        assert_ne!(listed[0]["uuid"], made["uuid"]);

        person.run_with(&new, &["revoke", &renamed]).failed(15);
        person.run_with(&new, &["revoke", &renamed, "--yes"]).done();
        assert!(person.made().is_empty());
        person.run_with(&new, &["create", "--name", &person.name("never")]).failed(4);
    }
}

#[test]
fn two_of_a_name_are_told_apart_by_uuid() {
    for person in people() {
        let name = person.name("twin");
        for _ in 0..2 {
            person.run(&["create", "--name", &name]).done();
        }
        person.run(&["revoke", &name, "--yes"]).failed(6).says("Several tokens");
        let uuid = person.made()[0]["uuid"].as_str().expect("a uuid").to_owned();
        person.run(&["revoke", &uuid, "--yes"]).done();
        assert_eq!(person.made().len(), 1);
        person.run(&["revoke", &name, "--yes"]).done();
    }
}

#[test]
fn any_page_leads_to_the_controller() {
    for person in people() {
        let root = person.run(&["whoami", "--json"]).done().json()["controller"].clone();
        for page in ["login", "me/", "whoAmI/api/json", "view/all/"] {
            let url = format!("{}/{page}", person.url.trim_end_matches('/'));
            assert_eq!(person.run(&["whoami", &url, "--json"]).done().json()["controller"], root, "{page}");
        }
    }
}

#[test]
fn refusals_are_told_apart() {
    for person in people() {
        let mut command = person.command(&["create", "--user", &person.user, "--password-stdin"]);
        command.write_stdin("not the password");
        ran(command).failed(4);
        person.run_with(&format!("11{}", "f".repeat(32)), &["list"]).failed(4);
        person.run(&["list", "--for", "nobody-of-this-name"]).says("latchkey:");
        assert!(person.made().is_empty());
    }
}
