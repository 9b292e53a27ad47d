//! API tokens: their names, their expiry, and the reply to the request that creates one.

mod expiry;
mod generated;
mod last_day;
mod name;

pub use expiry::{CalendarDate, Expiry, ParseExpiryError};
pub use generated::{GeneratedToken, Lifetime};
pub use last_day::LastDay;
pub use name::{NameError, TokenName};

use crate::Secret;

/// The form fields of `generateNewToken`.
///
/// The expiry is always sent: without it, 2.548 and later create a token that never expires. Older versions
/// ignore it.
pub(crate) fn generate_fields(name: &TokenName, expiry: Expiry) -> Vec<(&'static str, String)> {
    let mut fields = vec![("newTokenName", name.as_str().to_owned())];
    match expiry {
        Expiry::Days(_) | Expiry::Never => fields.push(("expirationDuration", expiry.to_string())),
        Expiry::On(date) => {
            fields.push(("expirationDuration", "custom".to_owned()));
            fields.push(("tokenExpiration", date.to_string()));
        }
    }
    fields
}

/// Whether a secret has the shape of an API token: `11` and 32 hexadecimal digits (since 2.129), or the 32 of
/// a legacy token. A password can have this shape, too.
pub fn is_shaped_like_token(secret: &Secret) -> bool {
    let digits = match secret.reveal() {
        text if text.len() == 34 => text.strip_prefix("11").unwrap_or_default(),
        text => text,
    };
    digits.len() == 32 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_the_shape_of_a_token() {
        let digits = "0123456789abcdef".repeat(2);
        let shaped = |text: &str| is_shaped_like_token(&Secret::new(text));
        assert!(shaped(&digits) && shaped(&format!("11{digits}")));
        for text in
            ["", "alice-pass-1", &format!("12{digits}"), &digits.to_uppercase(), &format!("11{digits}0")]
        {
            assert!(!shaped(text), "{text}");
        }
    }

    #[test]
    fn the_expiry_is_always_sent() {
        let fields = |expiry| {
            let fields = generate_fields(&TokenName::new("n").unwrap(), expiry);
            fields.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(fields(Expiry::Never), ["newTokenName=n", "expirationDuration=never"]);
        assert_eq!(fields(Expiry::Days(30)), ["newTokenName=n", "expirationDuration=30"]);
        let date = CalendarDate::parse("2027-01-31").unwrap();
        assert_eq!(
            fields(Expiry::On(date)),
            ["newTokenName=n", "expirationDuration=custom", "tokenExpiration=2027-01-31"]
        );
    }
}
