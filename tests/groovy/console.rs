//! A script console that runs Groovy, as a transport of the client.

use std::cell::RefCell;
use std::future::Future;
use std::io::{BufRead as _, BufReader, Write as _};
use std::pin::pin;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::task::{Context, Poll, Waker};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_core::{
    ActAs, Client, ControllerUrl, Crumb, CrumbSource, Reply, Request, Transport, TransportError, UserId,
};

use crate::toolchain::{CoreApi, class_path};

/// A running console with its own users.
pub(crate) struct Console {
    process: Child,
    commands: RefCell<ChildStdin>,
    answers: RefCell<BufReader<ChildStdout>>,
    printed: RefCell<String>,
}

impl Console {
    fn start(core: CoreApi) -> Option<Self> {
        let mut java = Command::new("java");
        // A console runs only briefly, so the compiler that starts fastest is best.
        java.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"])
            .arg(class_path(core)?)
            .arg("Console");
        let mut process = java.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let commands = RefCell::new(process.stdin.take().unwrap());
        let answers = RefCell::new(BufReader::new(process.stdout.take().unwrap()));
        Some(Self { process, commands, answers, printed: RefCell::default() })
    }

    /// Sends the stubs a command, for example to add a user.
    pub(crate) fn command(&self, command: &str, data: &str) -> String {
        let mut commands = self.commands.borrow_mut();
        writeln!(commands, "{command} {}", STANDARD.encode(data)).unwrap();
        commands.flush().unwrap();
        let mut answer = String::new();
        self.answers.borrow_mut().read_line(&mut answer).unwrap();
        String::from_utf8(STANDARD.decode(answer.trim_end()).unwrap()).unwrap()
    }

    /// The output of the last script.
    pub(crate) fn printed(&self) -> String {
        self.printed.borrow().clone()
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Transport for &Console {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        assert!(request.url().ends_with("/scriptText"));
        let form = request.form().unwrap();
        let (_, script) = form_urlencoded::parse(form.as_bytes()).find(|(name, _)| name == "script").unwrap();
        let printed = self.command("run", &script);
        self.printed.replace(printed.clone());
        let headers = vec![("Content-Type".to_owned(), "text/plain;charset=utf-8".to_owned())];
        Ok(Reply::new(200, headers, printed))
    }
}

/// Runs a test on the oldest and the newest kind of core, if Groovy is installed. The one between them has nothing that
/// neither of them has.
pub(crate) fn on_oldest_and_newest_core(test: impl Fn(CoreApi, &Console)) {
    for core in [CoreApi::Before2_260, CoreApi::Latest] {
        on(core, |console| test(core, console));
    }
}

/// Runs a test on one kind of core, if Groovy is installed.
pub(crate) fn on(core: CoreApi, test: impl FnOnce(&Console)) {
    if let Some(console) = Console::start(core) {
        test(&console);
    }
}

/// A client whose controller is the console.
pub(crate) fn client(console: &Console) -> Client<&Console> {
    Client::new(ControllerUrl::parse("http://127.0.0.1:8080/jenkins").unwrap(), console)
}

/// An administrator on a page that carried a crumb.
pub(crate) fn administrator() -> ActAs {
    ActAs {
        crumb: CrumbSource::Page(Crumb::new("Jenkins-Crumb", "c0ffee").unwrap()),
        expected_user: Some(UserId::new("admin")),
    }
}

/// The console answers at once, so every flow ends at its first poll.
pub(crate) fn run<F: Future>(flow: F) -> F::Output {
    match pin!(flow).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a flow waits for something that is not its transport"),
    }
}
