//! The command that puts a new token to use, before the old one is revoked.

use std::io::{self, Read as _};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};

use base64ct::{Base64, Encoding as _};
use latchkey_core::{ControllerUrl, Secret};

use crate::commands::exec;
use crate::error::{CliError, ExitCode};
use crate::terminal::output::Output;
use crate::token_store::SavedToken;

/// At most this many bytes of a hook's output are shown.
const MAXIMUM_OUTPUT: u64 = 64 * 1024;

/// What a hook finds in its environment.
pub(super) struct Variables<'a> {
    pub(super) root: &'a ControllerUrl,
    pub(super) new: &'a SavedToken,
    pub(super) old_name: Option<&'a str>,
    pub(super) old_uuid: Option<&'a str>,
}

/// Held while a hook runs. Several tokens are renewed at the same time, but what their hooks change may be shared, such as
/// a file of credentials or a service that restarts.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs a hook with the new token in its environment, after any other has ended. What it writes is shown without secrets.
pub(super) fn run(
    hook: &str,
    variables: &Variables<'_>,
    secrets: &[&Secret],
    output: &Output,
) -> Result<(), CliError> {
    let Variables { root, new, old_name, old_uuid } = variables;
    let mut command = shell(hook);
    exec::set_variables(&mut command, root, new);
    command.env("LATCHKEY_OLD_TOKEN_NAME", old_name.unwrap_or_default());
    command.env("LATCHKEY_OLD_TOKEN_UUID", old_uuid.unwrap_or_default());
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let (said, status) = capture(command).map_err(|error| failed(&format!("could not be run: {error}")))?;
    for line in redacted(&said, &new.user, secrets).lines() {
        output.say(&format!("hook: {line}"));
    }
    if status.success() { Ok(()) } else { Err(failed(&in_words(status))) }
}

#[cfg(unix)]
fn shell(hook: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", hook]);
    command
}

#[cfg(windows)]
fn shell(hook: &str) -> Command {
    use std::os::windows::process::CommandExt as _;
    let mut command = Command::new("cmd");
    // cmd has rules of its own for quotes.
    command.arg("/C").raw_arg(hook);
    command
}

/// Runs a command to its end. Its standard output and error are one text, as on a terminal.
fn capture(mut command: Command) -> io::Result<(String, ExitStatus)> {
    let (mut reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // It holds the other end of the pipe open.
    drop(command);
    let mut said = Vec::new();
    reader.by_ref().take(MAXIMUM_OUTPUT).read_to_end(&mut said)?;
    let is_whole = io::copy(&mut reader, &mut io::sink())? == 0;
    let mut said = String::from_utf8_lossy(&said).into_owned();
    if !is_whole {
        // The last line may end in the middle of a secret.
        said.truncate(said.rfind('\n').map_or(0, |end| end + 1));
        said.push_str("(the rest is left out)");
    }
    Ok((said, child.wait()?))
}

/// The text with these secrets redacted, also as HTTP Basic encodes them.
fn redacted(text: &str, user: &str, secrets: &[&Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().map(|secret| secret.reveal()).filter(|secret| !secret.is_empty()) {
        text = text.replace(secret, "[redacted]");
        text = text.replace(&Base64::encode_string(format!("{user}:{secret}").as_bytes()), "[redacted]");
    }
    text
}

fn in_words(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => "was killed by a signal".to_owned(),
    }
}

fn failed(what: &str) -> CliError {
    CliError::new(ExitCode::PartlyDone, "hook-failed", format!("The hook {what}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const TOKEN: &str = "11aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    #[test]
    fn secrets_are_not_shown() {
        let basic = Base64::encode_string(format!("alice:{TOKEN}").as_bytes());
        let secret = Secret::new(TOKEN);
        let text = redacted(&format!("a {TOKEN} b {basic} c"), "alice", &[&secret]);
        assert_eq!(text, "a [redacted] b [redacted] c");
    }

    #[test]
    fn output_and_errors_come_in_their_order() {
        let (said, status) = capture(shell("echo one; echo two >&2; echo three; exit 3")).unwrap();
        assert_eq!((said.as_str(), status.code()), ("one\ntwo\nthree\n", Some(3)));
    }

    #[test]
    fn a_long_output_is_cut_at_the_end_of_a_line() {
        let (said, _) =
            capture(shell("i=0; while [ $i -lt 9000 ]; do echo 123456789; i=$((i+1)); done")).unwrap();
        assert!(said.ends_with("123456789\n(the rest is left out)"), "{}", &said[said.len() - 60..]);
        assert!(said.len() < 66_000);
    }
}
