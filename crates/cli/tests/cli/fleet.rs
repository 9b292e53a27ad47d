//! Several controllers at once: `--controllers` and `--all`.

mod audit;
mod list;

use std::time::Duration;

use latchkey_standin::{NewToken, Options, Standin};

use crate::context::{ADMINISTRATOR, Output, TestContext};

/// How long to wait for a request.
const LIMIT: Duration = Duration::from_secs(30);

/// Several stand-ins, their URLs in a file, and the administrator's password for all of them in `~/.netrc`.
struct FleetContext {
    context: TestContext,
    standins: Vec<Standin>,
}

impl FleetContext {
    fn new(controllers: usize) -> Self {
        let standins = (0..controllers).map(|_| Standin::start(Options::default()).expect("a stand-in"));
        let fleet = Self { context: TestContext::new(), standins: standins.collect() };
        fleet.context.write(".netrc", &format!("machine 127.0.0.1 login admin password {ADMINISTRATOR}\n"));
        fleet.write_file(&[]);
        fleet
    }

    fn urls(&self) -> Vec<&str> {
        self.standins.iter().map(Standin::url).collect()
    }

    /// Lists the stand-ins, and these lines after them.
    fn write_file(&self, more: &[&str]) {
        let lines = [&["# the fleet", ""], &self.urls()[..], more].concat();
        self.context.write("controllers", &lines.join("\n"));
    }

    /// Runs a command on the controllers in the file.
    fn run(&self, command: &str, more: &[&str]) -> Output {
        let file = self.context.text("controllers");
        self.context.run_with(&[&[command, "--controllers", &file], more].concat(), &[], "")
    }

    fn assert_nothing_arrived(&self) {
        assert!(self.standins.iter().all(|standin| standin.requests().is_empty()));
    }
}

/// The URL of a controller that has gone.
fn gone() -> String {
    Standin::start(Options::default()).expect("a stand-in").url().to_owned()
}

/// The same controller under a name for which there are no credentials.
fn without_credentials(standin: &Standin) -> String {
    standin.url().replace("127.0.0.1", "localhost")
}

#[test]
fn a_line_that_is_no_url_is_named_before_anything_is_sent() {
    let fleet = FleetContext::new(1);
    fleet.write_file(&["ci.example.org", "https://me:sesame@ci.example.org"]);
    for command in ["list", "audit", "status", "renew"] {
        let output = fleet.run(command, &[]).failed(2).says("no valid controller URL in lines 4, 5");
        assert!(!output.stderr.contains("sesame"), "{output:?}");
        assert_eq!(fleet.run(command, &["--json"]).failed(2).json_error()["kind"], "usage");
    }
    fleet.context.write("controllers", "# nobody\n");
    fleet.run("list", &[]).failed(2).says("lists no controller");
    fleet.context.run_with(&["list", "--controllers", "/nowhere"], &[], "").failed(2).says("/nowhere");
    fleet.assert_nothing_arrived();
}

#[test]
fn options_for_one_controller_are_refused() {
    let fleet = FleetContext::new(1);
    let file = fleet.context.text("controllers");
    fleet.context.write("headers", "X-Gate: pass\n");
    let header = format!("@{}", fleet.context.text("headers"));
    for command in ["list", "audit", "status", "renew"] {
        for several in [&["--all"][..], &["--controllers", &file]] {
            let run = |more: &[&str]| {
                fleet.context.run_with(&[&[command], several, more].concat(), &[], "x").failed(2)
            };
            run(&["--from", &file]).says(&format!("Leave {} out", several[0]));
            run(&["--header", &header]).says("it is sent to that one alone");
            run(&["--user", "a", "--password-stdin"]).says("--password-stdin");
            run(&[fleet.urls()[0]]).says("cannot be used with");
        }
        let both = [command, "--all", "--controllers", &file];
        fleet.context.run_with(&both, &[], "").failed(2).says("cannot be used with");
        fleet.run(command, &["--jobs", "0"]).failed(2);
    }
    fleet.assert_nothing_arrived();
}

#[test]
fn controllers_can_come_from_standard_input() {
    let fleet = FleetContext::new(2);
    let urls = fleet.urls().join("\n");
    let listed = ["list", "--json", "--controllers", "-"];
    assert_eq!(fleet.context.run_with(&listed, &[], &urls).done().stdout.lines().count(), 2);
    // The answer to the question would have to come from there, too.
    let audit = ["audit", "--expired", "--revoke", "--controllers", "-"];
    fleet.context.run_with(&audit, &[], &urls).failed(2).says("--yes");
}

#[test]
fn credentials_in_the_environment_go_to_no_other_host() {
    let fleet = FleetContext::new(1);
    let standin = &fleet.standins[0];
    let value = format!("11{}", "a".repeat(32));
    standin.add_token("alice", NewToken { value: Some(value.clone()), ..NewToken::new("hers") });
    fleet.context.write(".netrc", "");
    let list = |variables: &[(&str, &str)]| {
        let account = [("JENKINS_USER_ID", "alice"), ("JENKINS_API_TOKEN", &*value)];
        let file = fleet.context.text("controllers");
        standin.clear_requests();
        fleet.context.run_with(&["list", "--controllers", &file], &[&account, variables].concat(), "")
    };
    assert!(list(&[("JENKINS_URL", standin.url())]).done().stdout.contains("hers"));
    for variables in [&[][..], &[("JENKINS_URL", "https://ci.example.org")]] {
        list(variables).failed(3).says("No credentials found");
        assert!(standin.requests().iter().all(|request| request.header("authorization").is_none()));
    }
}
