//! What a terminal asks for.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};

use crate::json::{Json, ObjectWriter, UnexpectedShape};
use crate::{ControllerUrl, Expiry, UserId};

/// The request of a terminal for a token. Whoever listens on the port can send one, so it is untrusted beyond its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRequest {
    /// The controller that the token is for.
    pub root: ControllerUrl,
    /// The one-time key to which messages are sealed.
    pub key: PublicKey,
    /// The name of the new token, to be checked like one that a person types.
    pub name: String,
    /// The expiry of the new token.
    pub expires: Expiry,
    /// The user for whom the terminal wants the token; `None` takes whoever is signed in.
    pub user: Option<UserId>,
}

/// Why a text is not a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginRequestError {
    /// It is damaged, or not a request at all.
    Unreadable,
    /// It is of another version of the protocol, so CLI and extension do not fit together.
    Version,
}

impl LoginRequest {
    /// The longest request, in bytes.
    pub const MAXIMUM_LENGTH: usize = 2048;

    const VERSION: i64 = 1;

    /// Reads a request.
    ///
    /// # Errors
    ///
    /// [`LoginRequestError`] if it is none, is too long, or is of another version.
    pub fn parse(text: &str) -> Result<Self, LoginRequestError> {
        if text.len() > Self::MAXIMUM_LENGTH {
            return Err(LoginRequestError::Unreadable);
        }
        let mut json = Json::parse(text)?;
        if json.optional_integer("v")?.ok_or(UnexpectedShape)? != Self::VERSION {
            return Err(LoginRequestError::Version);
        }
        Ok(Self {
            root: ControllerUrl::parse(&json.text("root")?).map_err(|_| UnexpectedShape)?,
            key: PublicKey::parse(&json.text("key")?).ok_or(UnexpectedShape)?,
            name: json.text("name")?,
            expires: expiry(json.take("expires").ok_or(UnexpectedShape)?)?,
            user: json.optional_text("user")?.map(UserId::new),
        })
    }

    /// The text that the terminal hashes and sends.
    pub fn to_json(&self) -> String {
        let mut json = ObjectWriter::new();
        json.integer("v", Self::VERSION);
        json.text("root", &self.root.to_string());
        json.text("key", &self.key.to_string());
        json.text("name", &self.name);
        match self.expires {
            Expiry::Days(days) => json.integer("expires", days.into()),
            Expiry::On(_) | Expiry::Never => json.text("expires", &self.expires.to_string()),
        }
        if let Some(user) = &self.user {
            json.text("user", user.as_str());
        }
        json.finish()
    }
}

/// Days are a number; everything else is a text.
fn expiry(value: Json) -> Result<Expiry, UnexpectedShape> {
    match value {
        Json::Integer(days) => {
            let days = u16::try_from(days).ok().filter(|days| *days > 0);
            days.map(Expiry::Days).ok_or(UnexpectedShape)
        }
        value => match value.into_text()?.parse() {
            Ok(expiry @ (Expiry::On(_) | Expiry::Never)) => Ok(expiry),
            Ok(Expiry::Days(_)) | Err(_) => Err(UnexpectedShape),
        },
    }
}

impl From<UnexpectedShape> for LoginRequestError {
    fn from(_: UnexpectedShape) -> Self {
        Self::Unreadable
    }
}

impl fmt::Display for LoginRequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unreadable => "not a request of latchkey login",
            Self::Version => "a request of another version of latchkey login",
        })
    }
}

impl std::error::Error for LoginRequestError {}

/// A point of the curve P-256, not compressed. Whether it is on the curve shows when something is sealed to it.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey([u8; 65]);

impl PublicKey {
    /// Wraps a point; `None` unless its first byte says that it is not compressed.
    pub fn new(point: [u8; 65]) -> Option<Self> {
        (point[0] == 4).then_some(Self(point))
    }

    /// Reads base64url.
    pub fn parse(text: &str) -> Option<Self> {
        let mut point = [0; 65];
        let length = Base64UrlUnpadded::decode(text, &mut point).ok()?.len();
        Self::new(point).filter(|_| length == point.len())
    }

    /// The point.
    pub fn as_bytes(&self) -> &[u8; 65] {
        &self.0
    }
}

/// Writes base64url.
impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::CalendarDate;

    fn request() -> LoginRequest {
        let mut point = [7; 65];
        point[0] = 4;
        LoginRequest {
            root: ControllerUrl::parse("https://ci.example.org/jenkins").unwrap(),
            key: PublicKey::new(point).unwrap(),
            name: "latchkey on carrara".to_owned(),
            expires: Expiry::DEFAULT,
            user: None,
        }
    }

    #[test]
    fn the_request_is_json_of_version_1() {
        let request = LoginRequest { user: Some(UserId::new("CORP\\\"carl\"")), ..request() };
        let json: serde_json::Value = serde_json::from_str(&request.to_json()).unwrap();
        let expected = serde_json::json!({
            "v": 1, "root": "https://ci.example.org/jenkins", "key": request.key.to_string(),
            "name": "latchkey on carrara", "expires": 30, "user": "CORP\\\"carl\"",
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn each_expiry_is_read_as_it_was_written() {
        let date = CalendarDate::parse("2027-01-31").unwrap();
        for expires in [Expiry::Days(1), Expiry::Days(u16::MAX), Expiry::On(date), Expiry::Never] {
            let request = LoginRequest { expires, ..request() };
            assert_eq!(LoginRequest::parse(&request.to_json()), Ok(request));
        }
    }

    #[test]
    fn anything_else_is_unreadable() {
        let valid: serde_json::Value = serde_json::from_str(&request().to_json()).unwrap();
        for (name, value) in [
            ("v", serde_json::json!("1")),
            ("root", serde_json::json!("ftp://ci.example.org")),
            ("root", serde_json::json!("https://ci.example.org/?x")),
            ("key", serde_json::json!("AAAA")),
            ("key", serde_json::json!("A".repeat(87))),
            ("name", serde_json::json!(7)),
            ("expires", serde_json::json!(0)),
            ("expires", serde_json::json!(65536)),
            ("expires", serde_json::json!("30")),
            ("expires", serde_json::json!(null)),
            ("user", serde_json::json!(["alice"])),
            ("filler", serde_json::json!("x".repeat(2048))),
        ] {
            let mut changed = valid.clone();
            changed[name] = value;
            let parsed = LoginRequest::parse(&changed.to_string());
            assert_eq!(parsed, Err(LoginRequestError::Unreadable), "{changed}");
        }
    }

    #[test]
    fn another_version_is_told_apart() {
        assert_eq!(LoginRequest::parse(r#"{"v":2,"new":true}"#), Err(LoginRequestError::Version));
    }

    proptest! {
        #[test]
        fn any_name_and_user_is_read_unchanged(name in "\\PC{0,60}", user in any::<String>()) {
            let request = LoginRequest { name, user: Some(UserId::new(user)), ..request() };
            let text = request.to_json();
            prop_assume!(text.len() <= LoginRequest::MAXIMUM_LENGTH);
            prop_assert_eq!(LoginRequest::parse(&text), Ok(request));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = LoginRequest::parse(&text);
            let _ = PublicKey::parse(&text);
        }
    }
}
