//! The command waits for the extension, for a line on the terminal, and for the end of its time.

use std::io::{self, BufRead, IsTerminal as _};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use latchkey_core::Secret;
use latchkey_core::login::Answer;

use super::browser;
use super::conversation::{Conversation, Heard};
use super::delivery::{ArrivedToken, Delivery, NotTaken, SavedLogin};
use super::listener::{Arrival, ReceivedMessage};
use crate::error::{CliError, ExitCode};
use crate::terminal::echo::{self, EchoOff};
use crate::terminal::output::Output;

/// The longest line that is read, in bytes.
const MAXIMUM_LINE: u64 = 64 * 1024;

/// What the command does while nothing arrives.
struct Schedule {
    /// When to say where to get Latchkey; `None` if that was said, or the extension has come.
    hint: Option<Duration>,
    end: Duration,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
enum Due {
    Nothing,
    Hint,
    End,
}

impl Schedule {
    fn new() -> Self {
        Self { hint: Some(Duration::from_secs(10)), end: Duration::from_secs(10 * 60) }
    }

    /// When the next thing is due.
    fn next(&self) -> Duration {
        self.hint.unwrap_or(self.end)
    }

    /// What is due after this time; the hint only once.
    fn due(&mut self, elapsed: Duration) -> Due {
        if elapsed >= self.end {
            return Due::End;
        }
        match self.hint.take_if(|hint| elapsed >= *hint) {
            Some(_) => Due::Hint,
            None => Due::Nothing,
        }
    }
}

/// Something the command waits for.
pub(crate) enum Event {
    Arrived(Arrival),
    /// A line on the terminal, or on standard input.
    Line(Secret),
    NoBrowser,
}

/// Everything that may happen while the command waits.
pub(crate) struct Events {
    sender: Sender<Event>,
    receiver: Receiver<Event>,
}

impl Events {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, receiver }
    }

    /// A function that reports an event. Once the command is about to end, its reports are dropped.
    pub(crate) fn report<T, F>(&self, event: F) -> impl Fn(T) + Send + Sync + 'static + use<T, F>
    where
        F: Fn(T) -> Event + Send + Sync + 'static,
    {
        let sender = self.sender.clone();
        move |happened| drop(sender.send(event(happened)))
    }

    /// Reads lines from now on. `None` if they are not typed on a terminal.
    pub(crate) fn read_lines(&self) -> Option<EchoOff> {
        let (echo_off, lines): (_, Box<dyn BufRead + Send>) = match echo::lines() {
            Some((echo_off, lines)) => (Some(echo_off), lines),
            None if io::stdin().is_terminal() => return None,
            None => (None, Box::new(io::BufReader::new(io::stdin()))),
        };
        let report = self.report(Event::Line);
        thread::spawn(move || read_lines(lines, report));
        echo_off
    }
}

fn read_lines(mut lines: Box<dyn BufRead + Send>, report: impl Fn(Secret)) {
    loop {
        let mut line = String::new();
        let read = io::Read::take(&mut lines, MAXIMUM_LINE).read_line(&mut line);
        let line = Secret::new(line);
        if !matches!(read, Ok(1..)) {
            return;
        }
        report(line);
    }
}

/// A command that waits for a token.
pub(crate) struct Waiting<'a> {
    pub(crate) conversation: Conversation,
    pub(crate) delivery: &'a Delivery<'a>,
    /// The page that is opened in the browser.
    pub(crate) url: String,
    /// Whether a browser is opened at all.
    pub(crate) opens_browser: bool,
    /// Where to get Latchkey, and how to get a token without it.
    pub(crate) hint: String,
    pub(crate) output: &'a Output,
}

impl Waiting<'_> {
    /// Waits until a token is saved.
    ///
    /// # Errors
    ///
    /// If none came in time, or the code was wrong too often.
    pub(crate) fn wait(mut self, events: Events) -> Result<SavedLogin, CliError> {
        self.open_browser(&events);
        let (began, mut schedule) = (Instant::now(), Schedule::new());
        loop {
            let event = match events.receiver.recv_timeout(schedule.next().saturating_sub(began.elapsed())) {
                Ok(event) => event,
                Err(RecvTimeoutError::Disconnected) => return Err(no_token_came()),
                Err(RecvTimeoutError::Timeout) => {
                    match schedule.due(began.elapsed()) {
                        Due::Nothing => {}
                        Due::Hint => self.output.say(&self.hint),
                        Due::End => return Err(no_token_came()),
                    }
                    continue;
                }
            };
            let saved = match event {
                Event::Arrived(arrival) => {
                    schedule.hint = None;
                    match arrival {
                        Arrival::Fetched => None,
                        Arrival::Message(message) => self.hear(message)?,
                    }
                }
                Event::Line(line) if line.reveal().trim().is_empty() => {
                    self.open_browser(&events);
                    None
                }
                Event::Line(line) => self.paste(&line),
                Event::NoBrowser => {
                    self.output.say("No browser could be opened here. Open the URL yourself.");
                    None
                }
            };
            if let Some(saved) = saved {
                answer_repeats(self.conversation, events);
                return Ok(saved);
            }
        }
    }

    fn open_browser(&self, events: &Events) {
        if self.opens_browser {
            let failed = events.report(|()| Event::NoBrowser);
            browser::open(self.url.clone(), move || failed(()));
        }
    }

    /// Answers a message of the extension; gives the token, if it brought one that is saved now.
    fn hear(&mut self, message: ReceivedMessage) -> Result<Option<SavedLogin>, CliError> {
        match self.conversation.hear(&message.sealed) {
            Heard::Unreadable => message.answer(None),
            Heard::Repeated(answer) => message.answer(Some(answer)),
            Heard::RightCode(reply) => {
                message.answer(Some(self.conversation.answer(reply, &Answer::Accepted)));
            }
            Heard::WrongCode { reply, left } => {
                message.answer(Some(self.conversation.answer(reply, &Answer::WrongCode { left })));
                match left {
                    0 => return Err(wrong_codes()),
                    1 => self
                        .output
                        .warn("The code that was typed in the browser is wrong. One more try is left."),
                    left => self.output.warn(&format!(
                        "The code that was typed in the browser is wrong. {left} more tries are left."
                    )),
                }
            }
            Heard::Token(reply, token) => {
                let taken = self.delivery.take_delivered(token);
                let answer = match &taken {
                    Ok(saved) => {
                        Answer::Saved { location: self.delivery.location(), user: saved.user.clone() }
                    }
                    Err(NotTaken { refusal, .. }) => Answer::Refused(*refusal),
                };
                message.answer(Some(self.conversation.answer(reply, &answer)));
                return Ok(self.saved_or_warned(taken));
            }
        }
        Ok(None)
    }

    /// Takes a line that was pasted.
    fn paste(&self, line: &Secret) -> Option<SavedLogin> {
        match ArrivedToken::pasted(line) {
            Some(token) => self.saved_or_warned(self.delivery.take(token)),
            None => {
                // Not repeated: it may contain a part of a secret.
                self.output.warn(
                    "That line is not a token with its user. Copy it in the browser as user:token, and paste it here.",
                );
                None
            }
        }
    }

    fn saved_or_warned(&self, taken: Result<SavedLogin, NotTaken>) -> Option<SavedLogin> {
        match taken {
            Ok(saved) => Some(saved),
            Err(NotTaken { error, .. }) => {
                self.output.warn(&error.in_one_line());
                None
            }
        }
    }
}

/// Answers messages that come once more while the command ends: their first answer may have been lost.
fn answer_repeats(mut conversation: Conversation, events: Events) {
    thread::spawn(move || {
        for event in events.receiver {
            if let Event::Arrived(Arrival::Message(message)) = event
                && let Heard::Repeated(answer) = conversation.hear(&message.sealed)
            {
                message.answer(Some(answer));
            }
        }
    });
}

fn wrong_codes() -> CliError {
    let message = "Nothing was saved: the code that was typed in the browser was wrong three times";
    CliError::new(ExitCode::NotConfirmed, "wrong-code", message)
        .hint("Run the command again, and type the code that it shows then.")
}

fn no_token_came() -> CliError {
    let message = "Nothing was saved: no token came within ten minutes";
    CliError::new(ExitCode::NoAnswer, "no-token", message).hint(
        "Run the command again. A token that was created in the browser is still there, and can be saved with `latchkey save`.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_comes_once_unless_the_extension_has_come_and_the_end_after_ten_minutes() {
        let seconds = Duration::from_secs;
        let mut schedule = Schedule::new();
        assert_eq!((schedule.next(), schedule.due(seconds(9))), (seconds(10), Due::Nothing));
        assert_eq!((schedule.due(seconds(10)), schedule.due(seconds(11))), (Due::Hint, Due::Nothing));
        assert_eq!((schedule.next(), schedule.due(seconds(600))), (seconds(600), Due::End));
        let mut schedule = Schedule { hint: None, ..Schedule::new() };
        assert_eq!(schedule.due(seconds(599)), Due::Nothing);
        assert_eq!(Schedule::new().due(seconds(600)), Due::End);
    }
}
