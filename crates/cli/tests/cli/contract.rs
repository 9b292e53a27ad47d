//! The life of a token on the command line, on stand-ins of every version, or on one real controller.
//!
//! If `LATCHKEY_CONTROLLER` (the root URL), `LATCHKEY_USER`, and `LATCHKEY_PASSWORD` are set, the tests run there. Their
//! tokens have names of their own and are revoked at the end, even if a test fails. Nothing else is touched.

use std::env;
use std::process;
use std::thread;
use std::time::SystemTime;

use assert_cmd::Command;
use latchkey_standin::{JenkinsVersion, Options, Standin};
use serde_json::Value;

use crate::context::{Output, PASSWORD, run};

/// A user of a controller. When this is dropped, every token created under its mark is revoked.
struct ContractContext {
    url: String,
    user: String,
    password: String,
    mark: String,
    home: tempfile::TempDir,
    _standin: Option<Standin>,
}

fn contexts() -> Box<dyn Iterator<Item = ContractContext>> {
    let Ok(url) = env::var("LATCHKEY_CONTROLLER") else {
        let paths = |core| ["", "/jenkins"].map(|path| at_stand_in(core, path));
        return Box::new(JenkinsVersion::ALL.into_iter().flat_map(paths));
    };
    let variable = |name: &str| env::var(name).unwrap_or_else(|_| panic!("{name} must be set, too"));
    Box::new(
        [contract_context(url, variable("LATCHKEY_USER"), variable("LATCHKEY_PASSWORD"), None)].into_iter(),
    )
}

fn at_stand_in(core: JenkinsVersion, path: &str) -> ContractContext {
    let options = Options { core, context: path.to_owned(), ..Options::default() };
    let standin = Standin::start(options).expect("a stand-in");
    contract_context(standin.url().to_owned(), "alice".to_owned(), PASSWORD.to_owned(), Some(standin))
}

fn contract_context(
    url: String,
    user: String,
    password: String,
    standin: Option<Standin>,
) -> ContractContext {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
    let mark = format!("Latchkey command line test {:x}.{:x}", now.as_nanos(), process::id());
    let home = tempfile::tempdir().expect("a home");
    ContractContext { url, user, password, mark, home, _standin: standin }
}

impl ContractContext {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.args(arguments).env_clear().env("HOME", self.home.path()).env("JENKINS_URL", &self.url);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.args(["--user", &self.user, "--password-stdin"]).write_stdin(format!("{}\n", self.password));
        let output = run(command);
        assert!(!output.stdout.contains(&self.password) && !output.stderr.contains(&self.password));
        output
    }

    /// Runs it with this token.
    fn run_with(&self, token: &str, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.env("JENKINS_USER_ID", &self.user).env("JENKINS_API_TOKEN", token);
        run(command)
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

impl Drop for ContractContext {
    fn drop(&mut self) {
        // The first failure says more than one during the cleanup.
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
    for context in contexts() {
        let name = context.name("<b>\"it's\" é\u{202e}</b>");
        let made = context.run(&["create", "--name", &name, "--json"]).done().json();
        assert_eq!(made["name"], name.as_str(), "{}", context.url);
        let token = made["token"].as_str().expect("a token");
        let listed = context.made();
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0]["name"], &listed[0]["uuid"]), (&made["name"], &made["uuid"]));
        assert!(context.run(&["list"]).done().stdout.contains(r"é\u{202e}</b>"));

        let id = context.run_with(token, &["whoami", "--json"]).done().json()["id"].clone();
        assert_eq!(id, context.run(&["whoami", "--json"]).done().json()["id"]);
        let renamed = context.name("renamed");
        context.run_with(token, &["rename", &name, &renamed]).done();
        let new = context.run_with(token, &["replace", &renamed, "--expires", "7d"]).done().line().to_owned();
        context.run_with(token, &["list"]).failed(4);
        let listed = context.made();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0]["name"], renamed.as_str());
        assert_ne!(listed[0]["uuid"], made["uuid"]);

        context.run_with(&new, &["revoke", &renamed]).failed(15);
        context.run_with(&new, &["revoke", &renamed, "--yes"]).done();
        assert!(context.made().is_empty());
        context.run_with(&new, &["create", "--name", &context.name("never")]).failed(4);
    }
}

#[test]
fn tokens_of_the_same_name_are_selected_by_uuid() {
    for context in contexts() {
        let name = context.name("twin");
        for _ in 0..2 {
            context.run(&["create", "--name", &name]).done();
        }
        context.run(&["revoke", &name, "--yes"]).failed(6).says("Several tokens");
        let uuid = context.made()[0]["uuid"].as_str().expect("a uuid").to_owned();
        context.run(&["revoke", &uuid, "--yes"]).done();
        assert_eq!(context.made().len(), 1);
        context.run(&["revoke", &name, "--yes"]).done();
    }
}

#[test]
fn any_page_leads_to_the_controller() {
    for context in contexts() {
        let root = context.run(&["whoami", "--json"]).done().json()["controller"].clone();
        for page in ["login", "me/", "whoAmI/api/json", "view/all/"] {
            let url = format!("{}/{page}", context.url.trim_end_matches('/'));
            assert_eq!(context.run(&["whoami", &url, "--json"]).done().json()["controller"], root, "{page}");
        }
    }
}

#[test]
fn refused_credentials_have_exit_code_4() {
    for context in contexts() {
        let mut command = context.command(&["create", "--user", &context.user, "--password-stdin"]);
        command.write_stdin("not the password");
        run(command).failed(4);
        context.run_with(&format!("11{}", "f".repeat(32)), &["list"]).failed(4);
        context.run(&["list", "--for", "nobody-of-this-name"]).says("latchkey:");
        assert!(context.made().is_empty());
    }
}
