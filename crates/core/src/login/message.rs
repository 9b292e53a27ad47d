//! What the popup sends to the terminal, before it is sealed.

use crate::json::{Json, ObjectWriter, UnexpectedShape};
use crate::token::Lifetime;
use crate::{ControllerUrl, Expiry, GeneratedToken, Secret, UserId};

/// A message of the popup. Without a token it asks whether the code is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What the answer must repeat.
    pub receipt: Receipt,
    /// What the person typed.
    pub code: Code,
    /// The token that was created.
    pub token: Option<DeliveredToken>,
}

/// A new token, as the popup hands it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredToken {
    /// The controller that created it.
    pub controller: ControllerUrl,
    /// The user whose token it is.
    pub user: UserId,
    /// The token.
    pub token: GeneratedToken,
    /// The expiry that was requested, which the person may have changed in the popup; `None` if the popup does not say.
    pub requested: Option<Expiry>,
}

/// The names under which a message carries a token.
const TOKEN_FIELDS: [&str; 4] = ["name", "uuid", "token", "expires"];

impl Message {
    /// Reads an opened message; `None` if it has an unexpected shape.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    fn read(text: &str) -> Result<Self, UnexpectedShape> {
        let mut json = Json::parse(text)?;
        let receipt = Receipt::new(json.text("receipt")?).ok_or(UnexpectedShape)?;
        let code = Code::parse(Secret::new(json.text("code")?).reveal()).ok_or(UnexpectedShape)?;
        let token = match json.optional_text("controller")? {
            None => None,
            Some(controller) => Some(DeliveredToken {
                controller: ControllerUrl::parse(&controller).map_err(|_| UnexpectedShape)?,
                user: UserId::new(json.text("user")?),
                requested: json.optional_text("requested")?.and_then(|expiry| expiry.parse().ok()),
                token: GeneratedToken::from_json(json, TOKEN_FIELDS, &Lifetime::of_expiration_date)
                    .map_err(|_| UnexpectedShape)?,
            }),
        };
        Ok(Self { receipt, code, token })
    }

    /// The text to seal.
    pub fn to_json(&self) -> Secret {
        let mut json = ObjectWriter::new();
        json.text("receipt", self.receipt.as_str());
        json.text("code", self.code.reveal());
        if let Some(DeliveredToken { controller, user, token, requested }) = &self.token {
            json.text("controller", &controller.to_string());
            json.text("user", user.as_str());
            json.text("name", &token.name);
            json.text("uuid", &token.uuid);
            json.text("token", token.value.reveal());
            if let Some(date) = token.lifetime.as_expiration_date() {
                json.text("expires", date);
            }
            if let Some(expiry) = requested {
                json.text("requested", &expiry.to_string());
            }
        }
        Secret::new(json.finish())
    }
}

/// The four digits that the terminal shows and the person types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(Secret);

impl Code {
    /// The number of codes.
    pub const COUNT: u16 = 10_000;

    /// The code with this number below [`Code::COUNT`].
    pub fn of_number(number: u16) -> Option<Self> {
        (number < Self::COUNT).then(|| Self(Secret::new(format!("{number:04}"))))
    }

    /// Reads four digits, with or without space around them.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim();
        let shaped = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        shaped.then(|| Self(Secret::new(digits)))
    }

    /// The digits.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// A random text that only the recipient of a sealed message can repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt(String);

impl Receipt {
    /// Wraps 16 to 64 printable characters of ASCII; `None` for anything else.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let shaped = (16..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        shaped.then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(token: Option<DeliveredToken>) -> Message {
        let receipt = Receipt::new("q8ZtW0c3mB1yN5uKxTe7Ag").unwrap();
        Message { receipt, code: Code::parse("0821").unwrap(), token }
    }

    fn delivered(lifetime: Lifetime) -> DeliveredToken {
        DeliveredToken {
            controller: ControllerUrl::parse("https://ci.example.org/jenkins").unwrap(),
            user: UserId::new("alice"),
            token: GeneratedToken {
                name: "latchkey on carrara".to_owned(),
                uuid: "fc352b58-57d2".to_owned(),
                value: Secret::new("11310ef6"),
                lifetime,
            },
            requested: Some(Expiry::Days(30)),
        }
    }

    #[test]
    fn a_message_is_read_as_it_was_written() {
        let lifetimes = [Lifetime::Never, Lifetime::Until("12/29/26".to_owned()), Lifetime::NotSupported];
        let tokens = lifetimes.into_iter().map(|lifetime| Some(delivered(lifetime)));
        for token in tokens.chain([None]) {
            let message = message(token);
            assert_eq!(Message::parse(message.to_json().reveal()), Some(message));
        }
    }

    #[test]
    fn the_requested_expiry_may_be_missing_or_unknown() {
        for requested in ["", r#","requested":"a fortnight""#] {
            let text = format!(
                r#"{{"receipt":"q8ZtW0c3mB1yN5uKxTe7Ag","code":"0821","controller":"https://ci","user":"alice","name":"n",
                "uuid":"u-1","token":"11aa","expires":"never"{requested}}}"#
            );
            assert_eq!(Message::parse(&text).unwrap().token.unwrap().requested, None, "{requested}");
        }
    }

    #[test]
    fn a_message_does_not_show_code_and_token() {
        let shown = format!("{:?}", message(Some(delivered(Lifetime::Never))));
        assert!(!shown.contains("0821") && !shown.contains("11310ef6"), "{shown}");
    }

    #[test]
    fn a_message_with_an_incomplete_token_is_rejected() {
        let whole: serde_json::Value =
            serde_json::from_str(message(Some(delivered(Lifetime::Never))).to_json().reveal()).unwrap();
        for name in ["receipt", "code", "user", "name", "uuid", "token"] {
            let mut half = whole.clone();
            half.as_object_mut().unwrap().remove(name);
            assert_eq!(Message::parse(&half.to_string()), None, "without {name}");
        }
    }

    #[test]
    fn a_code_has_four_digits() {
        assert_eq!(Code::of_number(7), Code::parse(" 0007 "));
        assert_eq!(Code::of_number(Code::COUNT), None);
        for text in ["", "123", "12345", "12a4", "１２３４", "+123", "12 4"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_receipt_is_short_and_printable() {
        for text in ["", "short", "with a space in it", &"x".repeat(65)] {
            assert_eq!(Receipt::new(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_user_and_name_is_read_unchanged(user in any::<String>(), name in any::<String>()) {
            let mut token = delivered(Lifetime::Never);
            token.user = UserId::new(user);
            token.token.name = name;
            let message = message(Some(token));
            prop_assert_eq!(Message::parse(message.to_json().reveal()), Some(message));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Message::parse(&text);
        }
    }
}
