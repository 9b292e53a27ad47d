//! A program on a terminal of its own.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use rustix::process::{Pid, Signal, kill_process};

use crate::error::{DriverError, Result};
use crate::waiting::WAIT_LIMIT;

/// A program that talks to a person on a terminal, which `script` (util-linux) opens. Dropping it hangs up.
pub struct Terminal {
    script: Child,
    input: ChildStdin,
    screen: Arc<Screen>,
    program: Pid,
}

/// What the terminal has shown.
#[derive(Default)]
struct Screen {
    shown: Mutex<Shown>,
    changed: Condvar,
}

#[derive(Default)]
struct Shown {
    bytes: Vec<u8>,
    /// When the last of it came.
    last: Option<SystemTime>,
    /// Whether nothing more can come.
    complete: bool,
}

impl Terminal {
    /// Starts the program with these arguments, and with nothing in its environment but `PATH`, `TERM`, and these variables.
    ///
    /// # Errors
    /// If `script` is missing or shows nothing.
    pub fn open<'v>(
        program: &Path,
        arguments: &[&str],
        variables: impl IntoIterator<Item = (&'v str, &'v OsStr)>,
    ) -> Result<Self> {
        let program = program.to_string_lossy();
        let words = [&*program].into_iter().chain(arguments.iter().copied());
        let line = words.map(quoted).collect::<Vec<_>>().join(" ");
        let mut command = Command::new("script");
        command.args(["--quiet", "--flush", "--return", "--command"]);
        command.arg(format!("echo $$; exec {line}")).arg("/dev/null");
        command.env_clear().env("PATH", "/usr/bin:/bin").env("TERM", "xterm").env("SHELL", "/bin/sh");
        command.envs(variables).stdin(Stdio::piped()).stdout(Stdio::piped());
        let no_terminal =
            |reason: &str| DriverError::Unsupported { reason: format!("no terminal by script: {reason}") };
        let mut script = command.spawn().map_err(|error| no_terminal(&error.to_string()))?;
        let (Some(input), Some(output)) = (script.stdin.take(), script.stdout.take()) else {
            return Err(no_terminal("it has no pipes"));
        };
        let screen = Arc::new(Screen::default());
        let filled = Arc::clone(&screen);
        thread::spawn(move || filled.fill(output));
        let first = screen.wait_until("the number of the process", |shown| {
            let (first, rest) = shown.split_once("\r\n")?;
            Some((first.to_owned(), rest.len()))
        });
        let number = first.map(|(number, rest)| {
            screen.keep_last(rest);
            number.parse().ok().and_then(Pid::from_raw)
        });
        match number {
            Ok(Some(program)) => Ok(Self { script, input, screen, program }),
            Ok(None) => Err(no_terminal("the program has no number")),
            Err(error) => Err(error),
        }
    }

    /// Waits until this is shown, and gives everything that was.
    ///
    /// # Errors
    /// If the program ends without it, or shows it not in time.
    pub fn wait_for(&self, text: &str) -> Result<String> {
        self.screen.wait_until(&format!("{text:?} in the terminal"), |shown| {
            shown.contains(text).then(|| shown.to_owned())
        })
    }

    /// Waits for the end of the line in which this is shown, and gives what follows it there.
    ///
    /// # Errors
    /// If the program ends without it, or shows it not in time.
    pub fn wait_for_rest_of_line(&self, text: &str) -> Result<String> {
        self.screen.wait_until(&format!("a line with {text:?} in the terminal"), |shown| {
            let (_, rest) = shown.split_once(text)?;
            rest.split_once("\r\n").map(|(rest, _)| rest.to_owned())
        })
    }

    /// Types a text; `"\n"` is Enter, `"\u{3}"` is Ctrl-C.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn type_text(&mut self, text: &str) -> Result<()> {
        let typed = self.input.write_all(text.as_bytes()).and_then(|()| self.input.flush());
        typed.map_err(|_| self.screen.closed())
    }

    /// Waits for the end of the program; gives its exit code, and everything that was shown.
    ///
    /// # Errors
    /// If it does not end in time, or was killed.
    pub fn end(mut self) -> Result<(i32, String)> {
        self.screen.wait_for_end()?;
        let code = self.script.wait().ok().and_then(|status| status.code());
        Ok((code.ok_or_else(|| self.screen.closed())?, self.screen.lock().text()))
    }

    /// Waits for the end of the program; tells when it has shown something last, if it ever has.
    ///
    /// # Errors
    /// If it does not end in time.
    pub fn wait_for_end(&self) -> Result<Option<SystemTime>> {
        self.screen.wait_for_end()?;
        Ok(self.screen.lock().last)
    }

    /// Kills the program, which cannot do anything about it, and waits until it is gone.
    ///
    /// # Errors
    /// If it stays.
    pub fn kill(self) -> Result<()> {
        // One that has ended by itself is gone, too.
        let _ = kill_process(self.program, Signal::KILL);
        self.screen.wait_for_end()
    }

    /// The number of the program's process.
    #[must_use]
    pub fn process_number(&self) -> i32 {
        self.program.as_raw_nonzero().get()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

impl Screen {
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads everything to its end.
    fn fill(&self, mut output: impl Read) {
        let mut buffer = [0; 4096];
        loop {
            let read = output.read(&mut buffer).unwrap_or_default();
            let mut shown = self.lock();
            shown.bytes.extend_from_slice(&buffer[..read]);
            if read > 0 {
                shown.last = Some(SystemTime::now());
            }
            shown.complete = read == 0;
            self.changed.notify_all();
            if read == 0 {
                return;
            }
        }
    }

    /// Forgets all but the last bytes.
    fn keep_last(&self, length: usize) {
        let mut shown = self.lock();
        let first = shown.bytes.len() - length;
        shown.bytes.drain(..first);
    }

    fn wait_until<T>(&self, awaited: &str, probe: impl Fn(&str) -> Option<T>) -> Result<T> {
        let deadline = Instant::now() + WAIT_LIMIT;
        let mut shown = self.lock();
        loop {
            let text = shown.text();
            if let Some(found) = probe(&text) {
                return Ok(found);
            }
            if shown.complete {
                drop(shown);
                return Err(self.closed());
            }
            shown = self.wait(shown, deadline, awaited)?;
        }
    }

    fn wait_for_end(&self) -> Result<()> {
        let deadline = Instant::now() + WAIT_LIMIT;
        let mut shown = self.lock();
        while !shown.complete {
            shown = self.wait(shown, deadline, "the program in the terminal to end")?;
        }
        Ok(())
    }

    fn wait<'s>(
        &self,
        shown: MutexGuard<'s, Shown>,
        deadline: Instant,
        awaited: &str,
    ) -> Result<MutexGuard<'s, Shown>> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left == Duration::ZERO {
            let (awaited, instead) = (awaited.to_owned(), shown.text());
            return Err(DriverError::Timeout { awaited, instead, limit: WAIT_LIMIT });
        }
        let (shown, _) = self.changed.wait_timeout(shown, left).unwrap_or_else(PoisonError::into_inner);
        Ok(shown)
    }

    fn closed(&self) -> DriverError {
        DriverError::Closed { what: format!("the terminal, which showed {:?},", self.lock().text()) }
    }
}

impl Shown {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// A word for a POSIX shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(line: &str) -> Terminal {
        Terminal::open(Path::new("/bin/sh"), &["-c", line], []).unwrap()
    }

    #[test]
    fn a_program_asks_a_person() {
        let mut terminal =
            shell("echo Hello, you.; printf 'Your name? '; read name; echo \"It's $name\"; exit 3");
        assert_eq!(terminal.wait_for("name?").unwrap(), "Hello, you.\r\nYour name? ");
        assert_eq!(terminal.wait_for_rest_of_line("Hello,").unwrap(), " you.");
        terminal.type_text("Ann\n").unwrap();
        let (code, shown) = terminal.end().unwrap();
        assert_eq!((code, &*shown), (3, "Hello, you.\r\nYour name? Ann\r\nIt's Ann\r\n"));
    }

    #[test]
    fn an_end_without_the_text_is_an_error() {
        let error = shell("echo something else").wait_for("nothing").unwrap_err();
        assert!(error.to_string().contains("something else"), "{error}");
    }

    #[test]
    fn a_program_that_ignores_ctrl_c_can_be_killed() {
        let mut terminal = shell("trap 'echo no' INT; echo ready; while :; do sleep 1; done");
        terminal.wait_for("ready").unwrap();
        terminal.type_text("\u{3}").unwrap();
        terminal.wait_for("no").unwrap();
        let number = terminal.process_number();
        terminal.kill().unwrap();
        assert!(!Path::new(&format!("/proc/{number}/cwd")).exists());
    }
}
