//! API tokens: what they are called, how long they live, and what comes back when one is made.

mod expiry;
mod generated;
mod name;

pub use expiry::{CalendarDate, Expiry};
pub use generated::{GeneratedToken, Lifetime};
pub use name::{NameError, TokenName};

use crate::Crumb;

/// The descriptor whose methods make, rename and revoke a person's own tokens. Below `me/` it works
/// for every user id, however odd.
pub(crate) const DESCRIPTOR: &str = "me/descriptorByName/jenkins.security.ApiTokenProperty";

/// The form that `generateNewToken` takes.
///
/// The expiry always goes along: a core since 2.548 makes a token that never expires where it is
/// missing, and older cores ignore it.
pub(crate) fn generate_form(name: &TokenName, expiry: Expiry, crumb_field: Option<&Crumb>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("newTokenName", name.as_str());
    form.append_pair("expirationDuration", &expiry.duration_field());
    if let Expiry::On(date) = expiry {
        form.append_pair("tokenExpiration", &date.to_string());
    }
    if let Some(crumb) = crumb_field {
        form.append_pair(crumb.field(), crumb.value().reveal());
    }
    form.finish()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fields(form: &str) -> Vec<(String, String)> {
        form_urlencoded::parse(form.as_bytes()).into_owned().collect()
    }

    #[test]
    fn expiry_is_always_explicit() {
        let name = TokenName::new("n").unwrap();
        assert_eq!(generate_form(&name, Expiry::Never, None), "newTokenName=n&expirationDuration=never");
        assert_eq!(generate_form(&name, Expiry::Days(30), None), "newTokenName=n&expirationDuration=30");
        let date = CalendarDate::parse("2027-01-31").unwrap();
        assert_eq!(
            generate_form(&name, Expiry::On(date), None),
            "newTokenName=n&expirationDuration=custom&tokenExpiration=2027-01-31"
        );
    }

    #[test]
    fn the_crumb_can_travel_as_a_field() {
        let name = TokenName::new("n").unwrap();
        let crumb = Crumb::new("Jenkins-Crumb", "c0ffee").unwrap();
        assert!(generate_form(&name, Expiry::Never, Some(&crumb)).ends_with("&Jenkins-Crumb=c0ffee"));
    }

    proptest! {
        #[test]
        fn any_name_arrives_as_it_was(text in "\\PC{1,60}") {
            if let Ok(name) = TokenName::new(&text) {
                let form = generate_form(&name, Expiry::Never, None);
                prop_assert!(form.is_ascii());
                prop_assert_eq!(&fields(&form)[0], &("newTokenName".to_owned(), name.as_str().to_owned()));
            }
        }
    }
}
