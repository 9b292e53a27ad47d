//! API tokens: what they are called, how long they live, and what comes back when one is made.

mod expiry;
mod generated;
mod name;

pub use expiry::{CalendarDate, Expiry};
pub use generated::{GeneratedToken, Lifetime};
pub use name::{NameError, TokenName};

/// The fields that `generateNewToken` takes.
///
/// The expiry always goes along: a core since 2.548 makes a token that never expires where it is
/// missing, and older cores ignore it.
pub(crate) fn generate_fields(name: &TokenName, expiry: Expiry) -> Vec<(&'static str, String)> {
    let mut fields =
        vec![("newTokenName", name.as_str().to_owned()), ("expirationDuration", expiry.duration_field())];
    if let Expiry::On(date) = expiry {
        fields.push(("tokenExpiration", date.to_string()));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_is_always_explicit() {
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
