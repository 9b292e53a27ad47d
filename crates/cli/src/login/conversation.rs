//! The conversation with the extension: opens its messages, and checks their code.

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

/// The conversation with the extension that fetched the request.
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

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding as _};
    use hpke::aead::AesGcm256;
    use hpke::kdf::HkdfSha256;
    use hpke::kem::DhP256HkdfSha256;
    use hpke::{Deserializable as _, Kem, OpModeS, Serializable as _};
    use latchkey_core::login::{LoginRequest, binding};
    use latchkey_core::{ControllerUrl, Expiry};

    use super::*;

    /// A conversation about the code 0042, and the request.
    fn conversation() -> (Conversation, String) {
        let root = ControllerUrl::parse("https://ci.example.org").unwrap();
        let (name, expires) = ("n".to_owned(), Expiry::DEFAULT);
        let recipient = Recipient::new(|key| LoginRequest { root, key, name, expires, user: None }).unwrap();
        let request = recipient.request.clone();
        (Conversation::new(recipient, Code::of_number(42).unwrap()), request)
    }

    fn sealed(request: &str, number: u8, code: u16) -> String {
        let (receipt, code) =
            (Receipt::new(format!("receipt-number-{number}")).unwrap(), Code::of_number(code).unwrap());
        let message = Message { receipt, code, token: None }.to_json();
        let key = LoginRequest::parse(request).unwrap().key;
        let key = <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(key.as_bytes()).unwrap();
        let (mode, info) = (OpModeS::Base, binding(request));
        let text = message.reveal().as_bytes();
        let sealed =
            hpke::single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(&mode, &key, &info, text, &[]);
        let (encapsulated, ciphertext) = sealed.unwrap();
        Base64UrlUnpadded::encode_string(&[encapsulated.to_bytes().as_slice(), &ciphertext].concat())
    }

    #[test]
    fn after_three_wrong_codes_not_even_the_right_one_counts() {
        let (mut conversation, request) = conversation();
        for left in [2, 1, 0] {
            let heard = conversation.hear(&sealed(&request, left, 43));
            assert!(matches!(heard, Heard::WrongCode { left: now, .. } if now == left), "{heard:?}");
        }
        assert!(matches!(conversation.hear(&sealed(&request, 9, 42)), Heard::Unreadable));
    }

    #[test]
    fn the_same_message_sealed_again_gets_the_same_answer_and_does_not_count() {
        let (mut conversation, request) = conversation();
        let Heard::WrongCode { reply, left } = conversation.hear(&sealed(&request, 1, 43)) else { panic!() };
        let answer = conversation.answer(reply, &Answer::WrongCode { left });
        for _ in 0..5 {
            let Heard::Repeated(again) = conversation.hear(&sealed(&request, 1, 43)) else { panic!() };
            assert_eq!(again, answer);
        }
        assert!(matches!(conversation.hear(&sealed(&request, 1, 42)), Heard::RightCode(_)));
    }

    #[test]
    fn codes_differ() {
        let codes: Vec<Code> = (0..16).map(|_| random_code().unwrap()).collect();
        assert!(codes.iter().any(|code| *code != codes[0]));
    }
}
