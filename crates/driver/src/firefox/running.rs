//! Firefox's process: started with Marionette in it, and ended.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::error::{DriverError, Result};
use crate::firefox::chrome::Chrome;
use crate::firefox::connection::Connection;
use crate::firefox::modules;
use crate::launch::{ENGLISH, LaunchOptions, find_firefox};
use crate::process::{ProcessGroup, Profile};
use crate::waiting::POLL_INTERVAL;

/// How long the browser may take until Marionette answers; the first start on a busy machine is slow.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The file in the profile that Marionette writes its port to.
const PORT_FILE: &str = "MarionetteActivePort";

/// Chooses the language of the browser, as its settings do. They offer only languages that a language pack is
/// installed for; without one, extensions speak the language and the browser itself goes on in English.
const SPEAK: &str = r#"
    const [language, done] = arguments;
    Services.locale.availableLocales = [language, "en-US"];
    Services.locale.requestedLocales = [language, "en-US"];
    done(null);
"#;

/// A running Firefox. Dropping it ends it: in good order where that is possible, by force in any case.
pub(crate) struct Running {
    pub(crate) chrome: Chrome,
    process: ProcessGroup,
}

impl Running {
    /// Starts Firefox with a profile whose preferences are written, and waits until it answers.
    pub(crate) fn start(options: &LaunchOptions, profile: &Profile) -> Result<Self> {
        let binary = options.binary.clone().or_else(find_firefox).ok_or(DriverError::BrowserNotFound {
            advice: "install Firefox (Debian: apt-get install firefox-esr) or name its binary in LATCHKEY_FIREFOX",
        })?;
        let data = profile.data();
        let port_file = data.join(PORT_FILE);
        // A profile that was used before still holds the port of that time.
        match fs::remove_file(&port_file) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(DriverError::File { path: port_file, source });
            }
            _ => {}
        }
        let (width, height) = options.window;
        let mut command = Command::new(binary);
        command
            .args(arguments(options, &data))
            .env("LANGUAGE", "en_US")
            .env("MOZ_CRASHREPORTER_DISABLE", "1")
            // Lets the preference be heard that no settings are fetched from the network.
            .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")
            .env("MOZ_HEADLESS_WIDTH", width.to_string())
            .env("MOZ_HEADLESS_HEIGHT", height.to_string());
        let process = ProcessGroup::spawn(command, profile)?;

        let output = profile.output_reader();
        let ended = || DriverError::Launch { reason: "it ended at once".to_owned(), output: output.tail() };
        let port = wait_for_port(&process, &port_file, &ended)?;
        let connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .and_then(|stream| {
                stream.set_nodelay(true)?;
                Ok(Connection::new(stream.try_clone()?, stream, profile.output_reader()))
            })
            .map_err(|_| ended())?;
        let running = Self { chrome: Chrome { connection }, process };
        running.greet(&data, &options.language).map_err(DriverError::at_start)?;
        Ok(running)
    }

    pub(crate) fn connection(&self) -> &Arc<Connection> {
        &self.chrome.connection
    }

    /// Begins a session with the browser's own rights, and sets up the modules.
    fn greet(&self, data: &Path, language: &str) -> Result<()> {
        let capabilities = json!({
            "timeouts": { "script": null },
            "unhandledPromptBehavior": "ignore",
        });
        let session = json!({ "capabilities": { "alwaysMatch": capabilities } });
        self.connection().call(None, "WebDriver:NewSession", session)?;
        self.connection().call(None, "Marionette:SetContext", json!({ "value": "chrome" }))?;
        if language != ENGLISH {
            self.chrome.script(SPEAK, &json!([language]))?;
        }
        let refusal = self.chrome.script(modules::SET_UP, &json!([data.join(modules::DIRECTORY)]))?;
        match refusal.as_str() {
            None => Ok(()),
            Some(reason) => Err(DriverError::launch(reason.to_owned())),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let quit = json!({ "flags": ["eForceQuit"] });
        self.process.end(|| self.connection().post("Marionette:Quit", quit));
    }
}

fn arguments(options: &LaunchOptions, data: &Path) -> Vec<OsString> {
    let (width, height) = options.window;
    let mut arguments: Vec<OsString> =
        ["--marionette", "--remote-allow-system-access", "--no-remote", "--new-instance"]
            .map(OsString::from)
            .into();
    if options.headless {
        arguments.push("--headless".into());
    }
    arguments.extend(["--width".into(), width.to_string().into()]);
    arguments.extend(["--height".into(), height.to_string().into()]);
    arguments.extend(["--profile".into(), data.into(), "about:blank".into()]);
    arguments
}

/// Waits until the browser has written the port that it listens on.
fn wait_for_port(process: &ProcessGroup, file: &Path, ended: &impl Fn() -> DriverError) -> Result<u16> {
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let written = fs::read_to_string(file).ok();
        if let Some(port) = written.and_then(|port| port.trim().parse().ok()) {
            return Ok(port);
        }
        if process.wait(POLL_INTERVAL) {
            return Err(ended());
        }
        if Instant::now() >= deadline {
            return Err(DriverError::Timeout {
                awaited: "Firefox to open its port".to_owned(),
                instead: format!("no {}", file.display()),
                limit: START_LIMIT,
            });
        }
    }
}
