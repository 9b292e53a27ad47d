//! What the terminal answers to a message.

use super::Receipt;
use crate::UserId;
use crate::json::{Json, ObjectWriter, UnexpectedShape};

/// The answer of a terminal. It is believed only if it repeats the receipt of the message: whoever took over the port
/// could not open the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The code is right.
    Accepted,
    /// The code is wrong. After the last try the terminal gives up.
    WrongCode {
        /// The number of tries left.
        left: u8,
    },
    /// The token is saved.
    Saved {
        /// Where it is saved.
        location: SavedIn,
        /// The user whose token it is, as the controller told the terminal.
        user: UserId,
    },
    /// The token is not saved.
    Refused(Refusal),
}

/// Where a terminal saved its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedIn {
    /// In the keychain of its system.
    Keychain,
    /// In a file that the person named.
    File,
}

/// Why a terminal did not save a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is for another controller.
    OtherController,
    /// The controller does not accept it.
    TokenRejected,
    /// It belongs to another user.
    OtherUser,
    /// Keychain or file cannot be written.
    NotSaved,
}

impl SavedIn {
    const ALL: [Self; 2] = [Self::Keychain, Self::File];

    fn as_str(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::File => "file",
        }
    }
}

impl Refusal {
    const ALL: [Self; 4] = [Self::OtherController, Self::TokenRejected, Self::OtherUser, Self::NotSaved];

    fn as_str(self) -> &'static str {
        match self {
            Self::OtherController => "controller",
            Self::TokenRejected => "token",
            Self::OtherUser => "user",
            Self::NotSaved => "storage",
        }
    }
}

impl Answer {
    /// The longest answer that is read, in bytes.
    pub const MAXIMUM_LENGTH: usize = 2048;

    /// Reads the answer to the message with this receipt; `None` if it does not repeat the receipt, or has an unexpected
    /// shape.
    pub fn parse(text: &str, receipt: &Receipt) -> Option<Self> {
        Self::read(text, receipt).ok().filter(|_| text.len() <= Self::MAXIMUM_LENGTH)
    }

    fn read(text: &str, receipt: &Receipt) -> Result<Self, UnexpectedShape> {
        let mut json = Json::parse(text)?;
        if json.text("receipt")? != receipt.as_str() {
            return Err(UnexpectedShape);
        }
        if let Some(left) = json.optional_integer("left")? {
            return u8::try_from(left).map(|left| Self::WrongCode { left }).map_err(|_| UnexpectedShape);
        }
        if let Some(saved) = json.optional_text("saved")? {
            let location = SavedIn::ALL.into_iter().find(|location| location.as_str() == saved);
            let user = UserId::new(json.text("user")?);
            return Ok(Self::Saved { location: location.ok_or(UnexpectedShape)?, user });
        }
        if let Some(refused) = json.optional_text("refused")? {
            let refusal = Refusal::ALL.into_iter().find(|refusal| refusal.as_str() == refused);
            return refusal.map(Self::Refused).ok_or(UnexpectedShape);
        }
        json.flag("accepted")?.then_some(Self::Accepted).ok_or(UnexpectedShape)
    }

    /// The text that answers the message with this receipt.
    pub fn to_json(&self, receipt: &Receipt) -> String {
        let mut json = ObjectWriter::new();
        json.text("receipt", receipt.as_str());
        match self {
            Self::Accepted => json.flag("accepted", true),
            Self::WrongCode { left } => json.integer("left", (*left).into()),
            Self::Saved { location, user } => {
                json.text("saved", location.as_str());
                json.text("user", user.as_str());
            }
            Self::Refused(refusal) => json.text("refused", refusal.as_str()),
        }
        json.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn receipt() -> Receipt {
        Receipt::new("q8ZtW0c3mB1yN5uKxTe7Ag").unwrap()
    }

    #[test]
    fn each_answer_is_read_as_it_was_written() {
        let user = UserId::new("zoë \"z\"");
        let saved = SavedIn::ALL.map(|location| Answer::Saved { location, user: user.clone() });
        let refused = Refusal::ALL.map(Answer::Refused);
        let others = [Answer::Accepted, Answer::WrongCode { left: 0 }, Answer::WrongCode { left: 2 }];
        for answer in saved.into_iter().chain(refused).chain(others) {
            assert_eq!(Answer::parse(&answer.to_json(&receipt()), &receipt()), Some(answer));
        }
    }

    #[test]
    fn an_answer_without_the_receipt_is_not_believed() {
        let other = Receipt::new("AAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let answer = Answer::Accepted.to_json(&other);
        assert_eq!(Answer::parse(&answer, &receipt()), None);
        assert_eq!(Answer::parse(r#"{"accepted":true}"#, &receipt()), None);
    }

    #[test]
    fn an_answer_of_another_shape_is_not_believed() {
        for rest in [
            "",
            r#","accepted":false"#,
            r#","accepted":1"#,
            r#","left":-1"#,
            r#","left":256"#,
            r#","saved":"cloud","user":"alice""#,
            r#","saved":"keychain""#,
            r#","refused":"mood""#,
        ] {
            let text = format!(r#"{{"receipt":"{}"{rest}}}"#, receipt().as_str());
            assert_eq!(Answer::parse(&text, &receipt()), None, "{text}");
        }
        let long = format!(
            r#"{{"receipt":"{}","accepted":true,"x":"{}"}}"#,
            receipt().as_str(),
            "x".repeat(Answer::MAXIMUM_LENGTH)
        );
        assert_eq!(Answer::parse(&long, &receipt()), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Answer::parse(&text, &receipt());
        }
    }
}
