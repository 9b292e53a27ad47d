//! Secrets typed on the terminal, which does not show them.

use std::io::{self, BufRead};

/// Asks for a secret without echo. The echo comes back even if the command is interrupted.
pub(crate) fn ask(question: &str) -> io::Result<String> {
    system::ask(question)
}

/// Lines typed while a command waits. The terminal does not show them, and forgets those that were not read, until the
/// guard is dropped. `None` if there is no terminal whose input is for this command.
pub(crate) fn lines() -> Option<(EchoOff, Box<dyn BufRead + Send>)> {
    system::lines()
}

/// Turns the echo back on, if a secret is being typed, and keeps it on: the command is about to end.
pub(crate) fn restore_for_good() {
    system::restore_for_good();
}

pub(crate) use self::system::EchoOff;

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io::{self, BufRead, BufReader, IsTerminal as _, Write as _};
    use std::mem;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use rpassword::ConfigBuilder;
    use rustix::process::getpgrp;
    use rustix::termios::{
        LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcsetattr,
    };

    use crate::terminal::interrupt;

    /// What becomes of lines that were typed and not read when the echo comes back.
    enum Pending {
        Kept,
        Discarded,
    }

    /// The terminal whose echo is off, with its settings from before. Code that changes them holds the lock.
    static ECHO_OFF: Mutex<Option<(File, Termios, Pending)>> = Mutex::new(None);

    pub(super) fn ask(question: &str) -> io::Result<String> {
        let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
        let typed = {
            // Before the question: programs answer at once, and their answer would be shown.
            let _echo_off = EchoOff::begin(terminal.try_clone()?, Pending::Kept)?;
            terminal.write_all(question.as_bytes())?;
            // The library's own way leaves the echo off after an interrupt.
            let config = ConfigBuilder::new().input_reader(terminal.try_clone()?).output_discard().build();
            rpassword::read_password_with_config(config)
        };
        terminal.write_all(b"\n")?;
        typed
    }

    pub(super) fn lines() -> Option<(EchoOff, Box<dyn BufRead + Send>)> {
        if !io::stdin().is_terminal() {
            return None;
        }
        let terminal = File::options().read(true).write(true).open("/dev/tty").ok()?;
        // In the background, the first read would stop the command.
        if tcgetpgrp(&terminal).ok()? != getpgrp() {
            return None;
        }
        let lines = BufReader::new(terminal.try_clone().ok()?);
        // What is left over when the command ends is not for the shell.
        let echo_off = EchoOff::begin(terminal, Pending::Discarded).ok()?;
        Some((echo_off, Box::new(lines)))
    }

    /// The terminal does not show what is typed until this is dropped.
    pub(crate) struct EchoOff(());

    impl EchoOff {
        fn begin(terminal: File, pending: Pending) -> io::Result<Self> {
            interrupt::install_handler();
            let before = tcgetattr(&terminal)?;
            let mut silent = before.clone();
            silent.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
            let mut echo_off = echo_off();
            tcsetattr(&terminal, OptionalActions::Now, &silent)?;
            *echo_off = Some((terminal, before, pending));
            Ok(Self(()))
        }
    }

    impl Drop for EchoOff {
        fn drop(&mut self) {
            restore(&mut echo_off());
        }
    }

    pub(super) fn restore_for_good() {
        let mut echo_off = echo_off();
        restore(&mut echo_off);
        mem::forget(echo_off);
    }

    fn restore(echo_off: &mut Option<(File, Termios, Pending)>) {
        if let Some((terminal, before, pending)) = echo_off.take() {
            // A terminal that is gone needs no echo.
            if let Pending::Discarded = pending {
                let _ = tcflush(&terminal, QueueSelector::IFlush);
            }
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
        }
    }

    fn echo_off() -> MutexGuard<'static, Option<(File, Termios, Pending)>> {
        ECHO_OFF.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// On other systems the library does it alone.
#[cfg(not(unix))]
mod system {
    use std::io::{self, BufRead, BufReader, IsTerminal as _, Read};

    pub(super) fn lines() -> Option<(EchoOff, Box<dyn BufRead + Send>)> {
        let lines = BufReader::new(Lines { read: Vec::new() });
        io::stdin().is_terminal().then(|| (EchoOff(()), Box::new(lines) as Box<dyn BufRead + Send>))
    }

    /// The library turns the echo off while it reads a line.
    pub(crate) struct EchoOff(());

    struct Lines {
        /// What is read and not taken yet.
        read: Vec<u8>,
    }

    impl Read for Lines {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.read.is_empty() {
                self.read = rpassword::read_password()?.into_bytes();
                self.read.push(b'\n');
            }
            let length = buffer.len().min(self.read.len());
            for (to, from) in buffer.iter_mut().zip(self.read.drain(..length)) {
                *to = from;
            }
            Ok(length)
        }
    }

    pub(super) fn ask(question: &str) -> io::Result<String> {
        rpassword::prompt_password(question)
    }

    pub(super) fn restore_for_good() {}
}
