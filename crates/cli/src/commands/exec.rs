//! `latchkey exec`: runs a command with the saved token in its environment.

use std::convert::Infallible;
use std::ffi::OsString;
use std::io;
use std::process::Command;

use clap::Args;
use latchkey_core::ControllerUrl;

use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::session::address;
use crate::token_store::SavedToken;

/// Run a command with the saved token in its environment
///
/// The command finds JENKINS_URL, JENKINS_USER_ID, and JENKINS_API_TOKEN in its environment, as jenkins-cli.jar and others
/// read them. The token is in no argument, file, or shell history. Signals reach the command, and its exit code is that of
/// latchkey. If it cannot be started, the exit code is 127 (not found) or 126. Sends nothing to Jenkins.
///
/// Headers that are remembered for the controller are not in the environment.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey exec -- java -jar jenkins-cli.jar who-am-i
  latchkey exec https://ci.example.org/jenkins -- ./deploy.sh staging
  latchkey exec --from ~/.config/ci-token -- sh -c 'curl --config - \"${JENKINS_URL}me/api/json\" <<EOF
  user = \"$JENKINS_USER_ID:$JENKINS_API_TOKEN\"
  EOF'")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(super) fn run(arguments: &Arguments, access: &Access) -> Result<(), CliError> {
    let (store, root) = address::resolve_saved(arguments.url.as_deref(), access)?;
    let saved = store.read(&root, access.user.as_deref())?;
    let Some((program, rest)) = arguments.command.split_first() else {
        return Err(CliError::usage("No command was given").hint("Give it after --."));
    };
    let mut command = Command::new(program);
    command.args(rest);
    set_variables(&mut command, &root, &saved);
    match replace_process(command) {
        Ok(never) => match never {},
        Err(error) => Err(cannot_start(&program.display().to_string(), &error)),
    }
}

/// The variables in which a command finds a token.
pub(crate) fn set_variables(command: &mut Command, root: &ControllerUrl, saved: &SavedToken) {
    command.env("JENKINS_URL", root.join(""));
    command.env("JENKINS_USER_ID", &saved.user);
    command.env("JENKINS_API_TOKEN", saved.token.reveal());
}

/// Becomes the command, which then has this process's ID, terminal, and signals.
#[cfg(unix)]
fn replace_process(mut command: Command) -> io::Result<Infallible> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

/// Runs the command and ends with its exit code. The console sends Ctrl-C to both; this process ignores it.
#[cfg(not(unix))]
fn replace_process(mut command: Command) -> io::Result<Infallible> {
    ctrlc::set_handler(|| ()).map_err(io::Error::other)?;
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(1))
}

fn cannot_start(program: &str, error: &io::Error) -> CliError {
    let (exit_code, hint) = match error.kind() {
        io::ErrorKind::NotFound => (
            ExitCode::CommandNotFound,
            "Check its name, or give its path. For a shell's own command, run the shell.",
        ),
        _ => (ExitCode::CommandNotStarted, "Check that it is a program and that you may run it."),
    };
    CliError::new(exit_code, "command", format!("{program} cannot be started: {error}")).hint(hint)
}
