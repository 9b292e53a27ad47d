//! The controller that a task works with: the stand-in, or the one in the arguments.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result, bail};
use latchkey_core::Secret;
use latchkey_driver::{Browser, Tab};
use latchkey_standin::{Account, Options, Standin};

/// The help of the argument that names the stand-in's core.
pub(crate) const CORE_HELP: &str =
    "The version of Jenkins core that the stand-in imitates: 2.249.3, 2.303.3, 2.492.3, 2.516.3, or 2.579";

/// The stand-in's only account.
const STANDIN_USER: &str = "alice";
const STANDIN_PASSWORD: &str = "alice-pass-1";

/// A real controller, and the user who signs in.
#[derive(clap::Args)]
pub(crate) struct RealController {
    /// The root URL of a controller, with its context path.
    #[arg(long, value_name = "URL", requires_all = ["user", "password_stdin"])]
    jenkins: Option<String>,
    /// The user who signs in.
    #[arg(long, value_name = "NAME", requires = "jenkins")]
    user: Option<String>,
    /// Read the password from standard input, one line. A terminal does not show it.
    #[arg(long, requires = "jenkins")]
    password_stdin: bool,
}

/// A controller, and the user who signs in.
pub(crate) struct Controller {
    /// The root URL without a slash at its end.
    pub(crate) root: String,
    pub(crate) user: String,
    pub(crate) password: Secret,
    /// Stops when this is dropped.
    standin: Option<Standin>,
}

impl RealController {
    pub(crate) fn is_named(&self) -> bool {
        self.jenkins.is_some()
    }

    /// Reads the password of the controller that is named; `None` if none is named.
    ///
    /// # Errors
    ///
    /// If the URL is not valid, or standard input has no password.
    pub(crate) fn read(self) -> Result<Option<Controller>> {
        let (Some(jenkins), Some(user)) = (self.jenkins, self.user) else { return Ok(None) };
        if !jenkins.starts_with("http://") && !jenkins.starts_with("https://") {
            bail!("--jenkins needs the root URL of a controller, such as https://ci.example.org/jenkins");
        }
        let root = jenkins.trim_end_matches('/').to_owned();
        Ok(Some(Controller { root, password: read_password(&user)?, user, standin: None }))
    }
}

impl Controller {
    /// Starts a stand-in with one user under `/jenkins` on a free port.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub(crate) fn standin(options: Options) -> Result<Self> {
        let alice =
            Account { full_name: "Alice Adams".to_owned(), ..Account::new(STANDIN_USER, STANDIN_PASSWORD) };
        let options = Options { context: "/jenkins".to_owned(), accounts: vec![alice], ..options };
        let standin = Standin::start(options).context("the stand-in does not start")?;
        Ok(Self {
            root: standin.url().to_owned(),
            user: STANDIN_USER.to_owned(),
            password: Secret::new(STANDIN_PASSWORD),
            standin: Some(standin),
        })
    }

    /// Opens a tab on the page that follows the sign-in.
    ///
    /// # Errors
    ///
    /// If the controller has no sign-in form, or refuses the sign-in.
    pub(crate) fn sign_in(&self, browser: &Browser) -> Result<Tab> {
        let tab = browser.open(&format!("{}/login", self.root))?;
        tab.sign_in(&self.user, self.password.reveal())?;
        Ok(tab)
    }

    /// The stand-in, unless this is a real controller.
    pub(crate) fn as_standin(&self) -> Option<&Standin> {
        self.standin.as_ref()
    }

    pub(crate) fn is_standin(&self) -> bool {
        self.standin.is_some()
    }
}

fn read_password(user: &str) -> Result<Secret> {
    let input = io::stdin();
    let mut line = String::new();
    if input.is_terminal() {
        line = rpassword::prompt_password(format!("Password of {user}: "))
            .context("cannot read the password from the terminal")?;
    } else {
        input.read_line(&mut line).context("cannot read the password from standard input")?;
    }
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    if line.is_empty() {
        bail!("standard input has no password");
    }
    Ok(Secret::new(line))
}
