//! Secrets typed on the terminal, which does not show them.

use std::io;

/// Asks for a secret without echo. The echo comes back even if the command is interrupted.
pub(crate) fn ask(question: &str) -> io::Result<String> {
    system::ask(question)
}

/// Turns the echo back on, if a secret is being typed, and keeps it on: the command is about to end.
pub(crate) fn restore_for_good() {
    system::restore_for_good();
}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::io::{self, Write as _};
    use std::mem;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use rpassword::ConfigBuilder;
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    use crate::terminal::interrupt;

    /// The terminal whose echo is off, with its settings from before. Code that changes them holds the lock.
    static ECHO_OFF: Mutex<Option<(File, Termios)>> = Mutex::new(None);

    pub(super) fn ask(question: &str) -> io::Result<String> {
        let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
        let typed = {
            // Before the question: programs answer at once, and their answer would be shown.
            let _echo_off = EchoOff::begin(terminal.try_clone()?)?;
            terminal.write_all(question.as_bytes())?;
            // The library's own way leaves the echo off after an interrupt.
            let config = ConfigBuilder::new().input_reader(terminal.try_clone()?).output_discard().build();
            rpassword::read_password_with_config(config)
        };
        terminal.write_all(b"\n")?;
        typed
    }

    /// The terminal does not show what is typed until this is dropped.
    struct EchoOff(());

    impl EchoOff {
        fn begin(terminal: File) -> io::Result<Self> {
            interrupt::install_handler();
            let before = tcgetattr(&terminal)?;
            let mut silent = before.clone();
            silent.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
            let mut echo_off = echo_off();
            tcsetattr(&terminal, OptionalActions::Now, &silent)?;
            *echo_off = Some((terminal, before));
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

    fn restore(echo_off: &mut Option<(File, Termios)>) {
        if let Some((terminal, before)) = echo_off.take() {
            // A terminal that is gone needs no echo.
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
        }
    }

    fn echo_off() -> MutexGuard<'static, Option<(File, Termios)>> {
        ECHO_OFF.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// On other systems the library does it alone.
#[cfg(not(unix))]
mod system {
    use std::io;

    pub(super) fn ask(question: &str) -> io::Result<String> {
        rpassword::prompt_password(question)
    }

    pub(super) fn restore_for_good() {}
}
