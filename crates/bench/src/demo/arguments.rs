//! What the demo is asked for, and the controller that follows from it.

use anyhow::Result;
use latchkey_driver::BrowserKind;
use latchkey_standin::{JenkinsVersion, Options};

use super::window;
use crate::controller::{CORE_HELP, Controller, RealController};

#[derive(clap::Args)]
pub(crate) struct DemoArguments {
    // With --jenkins, the demo presses the keys itself, even with a display.
    #[command(flatten)]
    real: RealController,
    #[arg(long, help = CORE_HELP, value_name = "VERSION", default_value_t = JenkinsVersion::V2_579, conflicts_with = "jenkins")]
    core: JenkinsVersion,
    /// The browser: chromium or firefox.
    #[arg(long, value_name = "BROWSER", default_value_t = BrowserKind::Chromium)]
    browser: BrowserKind,
    /// Open a window and wait for you, even with --jenkins.
    #[arg(long)]
    headed: bool,
    /// Run `latchkey login` behind a single sign-on that posts a form, without a window.
    #[arg(long, conflicts_with_all = ["jenkins", "headed"])]
    login: bool,
}

impl DemoArguments {
    /// The browser that the demo is shown in.
    pub(super) fn browser(&self) -> BrowserKind {
        self.browser
    }

    /// Whether a terminal gets the token.
    pub(super) fn login(&self) -> bool {
        self.login
    }

    /// The version that the stand-in imitates.
    pub(super) fn core(&self) -> JenkinsVersion {
        self.core
    }

    /// Whether a person clicks, in a window.
    pub(super) fn in_window(&self) -> bool {
        self.headed || (!self.real.is_named() && window::has_display())
    }

    /// Reads the password, or starts the stand-in.
    pub(super) fn controller(self) -> Result<Controller> {
        let core = self.core;
        match self.real.read()? {
            Some(real) => Ok(real),
            None => Controller::standin(Options { core, ..Options::default() }),
        }
    }
}
