//! What the demo is asked for, and the controller that follows from it.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result, bail};
use latchkey_core::Secret;
use latchkey_driver::BrowserKind;
use latchkey_standin::{Account, Core, Options, Standin};

use super::window;

/// The stand-in's only account.
const STANDIN_USER: &str = "alice";

#[derive(clap::Args)]
pub(crate) struct DemoArguments {
    /// Use the controller at this root URL, with its context path, in place of the stand-in.
    ///
    /// The demo then presses the keys itself, also where there is a display.
    #[arg(long, value_name = "URL", requires_all = ["user", "password_stdin"])]
    jenkins: Option<String>,
    /// Who signs in there.
    #[arg(long, value_name = "NAME", requires = "jenkins")]
    user: Option<String>,
    /// Read the password from standard input, up to the end of the line.
    #[arg(long, requires = "jenkins")]
    password_stdin: bool,
    /// The version of Jenkins core that the stand-in answers as: 2.303.3, 2.492.3, 2.516.3 or 2.579.
    #[arg(long, value_name = "VERSION", default_value_t = Core::V2_579, conflicts_with = "jenkins")]
    core: Core,
    /// The browser: chromium or firefox.
    #[arg(long, value_name = "BROWSER", default_value_t = BrowserKind::Chromium)]
    browser: BrowserKind,
    /// Open the window and stay for a person to click, also with --jenkins.
    #[arg(long)]
    headed: bool,
}

/// Where the demo signs in, and as whom.
pub(crate) struct Controller {
    /// The root URL without a slash at its end.
    pub(super) root: String,
    pub(super) user: String,
    pub(super) password: Secret,
    /// Stops when this is dropped.
    standin: Option<Standin>,
}

impl Controller {
    pub(super) fn is_standin(&self) -> bool {
        self.standin.is_some()
    }
}

impl DemoArguments {
    /// The browser that the demo is shown in.
    pub(super) fn browser(&self) -> BrowserKind {
        self.browser
    }

    /// Whether a person clicks, in a window.
    pub(super) fn in_window(&self) -> bool {
        self.headed || (self.jenkins.is_none() && window::has_display())
    }

    /// Reads the password, or starts the stand-in under `/jenkins` on a free port.
    pub(super) fn controller(self) -> Result<Controller> {
        let (Some(jenkins), Some(user)) = (self.jenkins, self.user) else { return standin(self.core) };
        if !jenkins.starts_with("http://") && !jenkins.starts_with("https://") {
            bail!("--jenkins takes the root URL of a controller, such as https://ci.example.org/jenkins");
        }
        let root = jenkins.trim_end_matches('/').to_owned();
        Ok(Controller { root, password: read_password(&user)?, user, standin: None })
    }
}

fn standin(core: Core) -> Result<Controller> {
    let password = "alice-pass-1";
    let alice = Account { full_name: "Alice Adams".to_owned(), ..Account::new(STANDIN_USER, password) };
    let options =
        Options { core, context: "/jenkins".to_owned(), accounts: vec![alice], ..Options::default() };
    let standin = Standin::start(options).context("the stand-in does not start")?;
    Ok(Controller {
        root: standin.url().to_owned(),
        user: STANDIN_USER.to_owned(),
        password: Secret::new(password),
        standin: Some(standin),
    })
}

fn read_password(user: &str) -> Result<Secret> {
    let input = io::stdin();
    if input.is_terminal() {
        eprintln!("Password of {user} (it shows as you type), then Enter:");
    }
    let mut line = String::new();
    input.read_line(&mut line).context("the password cannot be read from standard input")?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    if line.is_empty() {
        bail!("there is no password on standard input");
    }
    Ok(Secret::new(line))
}
