//! The reply to `generateNewToken`.

use crate::json::{Json, UnexpectedShape};
use crate::{Error, Reply, Secret};

/// A new token. Jenkins shows its value only once and stores a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedToken {
    /// The name as the controller stored it.
    pub name: String,
    /// Identifies it for renaming and revoking.
    pub uuid: String,
    /// The value: so far always `11` and 32 lower-case hexadecimal digits.
    pub value: Secret,
    /// When it expires, as the controller says.
    pub lifetime: Lifetime,
}

/// When a token expires, as its controller says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifetime {
    /// It never expires, and the controller said so.
    Never,
    /// It expires on a date, in the short form of the server's language (`12/24/26`, `24.12.26`): for display
    /// only.
    Until(String),
    /// The controller does not support expiry (before 2.548), so the token never expires.
    NotSupported,
}

impl Lifetime {
    /// The field `expirationDate`, which is missing before 2.548.
    pub(crate) fn of_expiration_date(date: Option<String>) -> Self {
        match date {
            None => Self::NotSupported,
            Some(date) if date == "never" => Self::Never,
            Some(date) => Self::Until(date),
        }
    }

    pub(crate) fn as_expiration_date(&self) -> Option<&str> {
        match self {
            Self::NotSupported => None,
            Self::Never => Some("never"),
            Self::Until(date) => Some(date),
        }
    }
}

/// The longest accepted value or UUID, in bytes.
const MAXIMUM_LENGTH: usize = 256;

impl GeneratedToken {
    /// Reads a reply that was accepted.
    ///
    /// # Errors
    ///
    /// [`Error::Rejected`] if Jenkins answers `status: error`: nothing was created. [`Error::UnusableToken`]
    /// if it created the token, but value or UUID cannot be used. [`Error::UnexpectedReply`] if the reply has
    /// an unexpected shape.
    pub(crate) fn read(reply: &Reply) -> Result<Self, Error> {
        if reply.is_truncated() {
            return Err(Error::UnexpectedReply);
        }
        let mut answer = Json::parse(reply.body())?;
        match answer.text("status")?.as_str() {
            "ok" => {
                let names = ["tokenName", "tokenUuid", "tokenValue", "expirationDate"];
                Self::from_json(
                    answer.take("data").ok_or(UnexpectedShape)?,
                    names,
                    &Lifetime::of_expiration_date,
                )
            }
            "error" => Err(Error::Rejected { message: answer.optional_text("message")?.unwrap_or_default() }),
            _ => Err(Error::UnexpectedReply),
        }
    }

    /// Reads the object that describes a new token; `lifetime` interprets its expiry.
    ///
    /// # Errors
    ///
    /// [`Error::UnexpectedReply`] if no token is named; [`Error::UnusableToken`] if value or UUID are missing
    /// or contain characters that no token has.
    pub(crate) fn from_json(
        mut made: Json,
        [name, uuid, value, expiry]: [&str; 4],
        lifetime: &dyn Fn(Option<String>) -> Lifetime,
    ) -> Result<Self, Error> {
        // Before 2.310, Jenkins' library for JSON (json-lib 2.4-jenkins-2) writes the text `null` as `null`.
        let name = if made.is_null(name) { "null".to_owned() } else { made.text(name)? };
        let rest = (made.text(uuid), made.text(value).map(Secret::new), made.optional_text(expiry));
        let (Ok(uuid), Ok(value), Ok(expiry)) = rest else { return Err(Error::UnusableToken) };
        if is_token_like(&uuid) && is_token_like(value.reveal()) {
            Ok(Self { name, uuid, value, lifetime: lifetime(expiry) })
        } else {
            Err(Error::UnusableToken)
        }
    }
}

fn is_token_like(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAXIMUM_LENGTH && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Result<GeneratedToken, Error> {
        let headers = vec![("Content-Type".to_owned(), "application/json;charset=utf-8".to_owned())];
        GeneratedToken::read(&Reply::new(200, headers, body.to_owned()))
    }

    #[test]
    fn reads_the_reply_of_a_version_with_expiry() {
        let token = read(
            r#"{"status":"ok","data":{"aboutToExpire":false,"tokenName":"a\/b","tokenUuid":"fc352b58-57d2","tokenValue":"11310ef6","expirationDate":"12/24/26"}}"#,
        )
        .unwrap();
        assert_eq!(token.name, "a/b");
        assert_eq!(token.value.reveal(), "11310ef6");
        assert_eq!(token.lifetime, Lifetime::Until("12/24/26".to_owned()));
    }

    #[test]
    fn distinguishes_never_from_a_version_without_expiry() {
        let never = r#"{"status":"ok","data":{"tokenName":"a","tokenUuid":"u","tokenValue":"11","expirationDate":"never"}}"#;
        assert_eq!(read(never).unwrap().lifetime, Lifetime::Never);
        let older = r#"{"status":"ok","data":{"tokenName":"a","tokenUuid":"u","tokenValue":"11"}}"#;
        assert_eq!(read(older).unwrap().lifetime, Lifetime::NotSupported);
    }

    #[test]
    fn a_token_named_null_is_not_lost() {
        let body = r#"{"status":"ok","data":{"tokenName":null,"tokenUuid":"u","tokenValue":"11"}}"#;
        assert_eq!(read(body).unwrap().name, "null");
    }

    #[test]
    fn reports_the_message_of_a_rejection() {
        let rejected = read(r#"{"status":"error","message":"Expiration date is in the past."}"#);
        assert_eq!(rejected, Err(Error::Rejected { message: "Expiration date is in the past.".to_owned() }));
    }

    #[test]
    fn rejects_replies_of_another_shape() {
        for body in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"status":"ok"}"#,
            r#"{"status":"ok","data":{"tokenUuid":"u","tokenValue":"11"}}"#,
            r#"{"status":"ok","data":{"tokenName":"a","tokenUuid":"u","tokenValue":"11"#,
        ] {
            assert_eq!(read(body), Err(Error::UnexpectedReply), "{body}");
        }
    }

    #[test]
    fn a_token_without_a_usable_value_is_reported_as_created() {
        for data in [
            r#""tokenUuid":"u""#,
            r#""tokenValue":"11""#,
            r#""tokenUuid":"","tokenValue":"11""#,
            r#""tokenUuid":"u","tokenValue":"""#,
            r#""tokenUuid":"u","tokenValue":7"#,
            r#""tokenUuid":"u","tokenValue":"1 1""#,
            r#""tokenUuid":"u","tokenValue":"11\n""#,
            r#""tokenUuid":"u","tokenValue":"11","expirationDate":7"#,
        ] {
            let body = format!(r#"{{"status":"ok","data":{{"tokenName":"a",{data}}}}}"#);
            assert_eq!(read(&body), Err(Error::UnusableToken), "{body}");
        }
    }

    #[test]
    fn rejects_a_truncated_reply() {
        let body = r#"{"status":"ok","data":{"tokenName":"a","tokenUuid":"u","tokenValue":"11"}}"#;
        let reply = Reply::new(200, Vec::new(), body.to_owned()).truncated();
        assert_eq!(GeneratedToken::read(&reply), Err(Error::UnexpectedReply));
    }

    proptest! {
        #[test]
        fn any_name_is_read_unchanged(name in any::<String>()) {
            let body = serde_json::json!({"status": "ok", "data": {
                "tokenName": name, "tokenUuid": "u", "tokenValue": "11", "expirationDate": "never"}});
            prop_assert_eq!(read(&body.to_string()).unwrap().name, name);
        }

        #[test]
        fn no_reply_panics(body in any::<String>()) {
            let _ = read(&body);
        }
    }
}
