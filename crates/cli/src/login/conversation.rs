//! What the extension says, and whether it knows the code.

use latchkey_core::Secret;
use latchkey_core::login::{Answer, Code, DeliveredToken, Message, Receipt};

use super::recipient::Recipient;

/// Wrong codes that end the command.
const TRIES: u8 = 3;

/// A code that nobody can guess in three tries; `None` if the system has no random numbers.
pub(crate) fn random_code() -> Option<Code> {
    let count = u32::from(Code::COUNT);
    let fair = u32::MAX - u32::MAX % count;
    loop {
        let number = getrandom::u32().ok()?;
        if number < fair {
            return Code::of_number(u16::try_from(number % count).ok()?);
        }
    }
}

/// The conversation with whoever answers the request.
pub(crate) struct Conversation {
    recipient: Recipient,
    code: Code,
    tries_left: u8,
    /// The messages that were answered. The same message again gets the same answer.
    answered: Vec<(Secret, String)>,
}

/// A message that was opened.
#[derive(Debug)]
pub(crate) enum Heard {
    /// It was not sealed for this command.
    Unreadable,
    /// It was answered before, like this.
    Repeated(String),
    /// Its code is right, and it carries no token.
    RightCode(Reply),
    /// Its code is wrong.
    WrongCode {
        reply: Reply,
        /// The number of tries left.
        left: u8,
    },
    /// Its code is right, and it carries a token.
    Token(Reply, DeliveredToken),
}

/// What is needed to answer a message.
#[derive(Debug)]
pub(crate) struct Reply {
    message: Secret,
    receipt: Receipt,
}

impl Conversation {
    pub(crate) fn new(recipient: Recipient, code: Code) -> Self {
        Self { recipient, code, tries_left: TRIES, answered: Vec::new() }
    }

    /// Opens a message and checks its code.
    pub(crate) fn hear(&mut self, sealed: &str) -> Heard {
        let Some(text) = self.recipient.open(sealed) else { return Heard::Unreadable };
        if let Some((_, answer)) = self.answered.iter().find(|(message, _)| *message == text) {
            return Heard::Repeated(answer.clone());
        }
        let Some(Message { receipt, code, token }) = Message::parse(text.reveal()) else {
            return Heard::Unreadable;
        };
        if self.tries_left == 0 {
            return Heard::Unreadable;
        }
        let reply = Reply { message: text, receipt };
        match token {
            _ if code != self.code => {
                self.tries_left -= 1;
                Heard::WrongCode { reply, left: self.tries_left }
            }
            None => Heard::RightCode(reply),
            Some(token) => Heard::Token(reply, token),
        }
    }

    /// The text that answers a message.
    pub(crate) fn answer(&mut self, reply: Reply, answer: &Answer) -> String {
        let text = answer.to_json(&reply.receipt);
        self.answered.push((reply.message, text.clone()));
        text
    }
}
