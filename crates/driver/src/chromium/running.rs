//! Chromium's process: started with a pipe to it, and ended.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::process::Command;
use std::sync::Arc;

use command_fds::{CommandFdExt, FdMapping};
use serde_json::json;

use crate::chromium::connection::Connection;
use crate::error::{DriverError, Result};
use crate::launch::{LaunchOptions, find_chromium};
use crate::process::{ProcessGroup, Profile};

/// The descriptors that Chromium reads commands from and writes replies to.
const COMMANDS_DESCRIPTOR: i32 = 3;
const REPLIES_DESCRIPTOR: i32 = 4;

/// Flags against noise, and for the `Extensions` domain.
const FLAGS: &[&str] = &[
    "--remote-debugging-pipe",
    "--enable-unsafe-extension-debugging",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    // Containers often have a shared memory too small for a browser.
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
];

/// A running Chromium. Dropping it asks Chromium to quit, and kills what is left.
pub(crate) struct Running {
    pub(crate) connection: Arc<Connection>,
    process: ProcessGroup,
}

impl Running {
    /// Starts Chromium and waits until it answers.
    pub(crate) fn start(options: &LaunchOptions, profile: &Profile) -> Result<Self> {
        let binary = options.binary.clone().or_else(find_chromium).ok_or(DriverError::BrowserNotFound {
            advice: "install Chromium (Debian: apt-get install chromium) or name its binary in LATCHKEY_CHROMIUM",
        })?;
        let (commands_for_browser, commands) = io::pipe().map_err(no_pipe)?;
        let (replies, replies_of_browser) = io::pipe().map_err(no_pipe)?;
        let mut command = Command::new(binary);
        command.args(arguments(options, profile)).env("LANGUAGE", options.language.replace('-', "_"));
        command
            .fd_mappings(vec![
                mapping(commands_for_browser.into(), COMMANDS_DESCRIPTOR),
                mapping(replies_of_browser.into(), REPLIES_DESCRIPTOR),
            ])
            .map_err(|error| DriverError::launch(error.to_string()))?;

        let process = ProcessGroup::spawn(command, profile)?;
        let running =
            Self { connection: Connection::new(commands, replies, profile.output_reader()), process };
        running.greet().map_err(DriverError::at_start)?;
        Ok(running)
    }

    /// Asks for events about all targets, including those of the type `tab`, which only a filter includes.
    fn greet(&self) -> Result<()> {
        let parameters = json!({ "discover": true, "filter": [{}] });
        self.connection.call(None, "Target.setDiscoverTargets", parameters).map(drop)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.end(|| self.connection.post("Browser.close", json!({})));
    }
}

fn arguments(options: &LaunchOptions, profile: &Profile) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = FLAGS.iter().map(OsString::from).collect();
    let (width, height) = options.window;
    arguments.push(format!("--window-size={width},{height}").into());
    if let Some(scale) = options.scale {
        arguments.push(format!("--force-device-scale-factor={scale}").into());
    }
    arguments.push(format!("--lang={}", options.language).into());
    if options.headless {
        arguments.push("--headless=new".into());
    }
    // Chromium refuses to run as root with its sandbox.
    if rustix::process::geteuid().is_root() {
        arguments.push("--no-sandbox".into());
    }
    if let Some(rules) = &options.host_rules {
        arguments.push(format!("--host-resolver-rules={rules}").into());
    }
    let mut data = OsString::from("--user-data-dir=");
    data.push(profile.data());
    arguments.push(data);
    arguments.push("about:blank".into());
    arguments
}

fn mapping(descriptor: OwnedFd, child_fd: i32) -> FdMapping {
    FdMapping { parent_fd: descriptor, child_fd }
}

fn no_pipe(error: io::Error) -> DriverError {
    DriverError::launch(format!("no pipe: {error}"))
}
