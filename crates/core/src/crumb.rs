//! Crumbs, Jenkins' protection against cross-site request forgery.

use std::fmt;

use crate::Secret;
use crate::json::Json;

/// A crumb and the name under which it is sent, as a header or as a form field.
///
/// Since 2.176.2 (LTS) and 2.186 a crumb belongs to one session. The name can be configured, so it always
/// comes from the controller.
#[derive(Clone, PartialEq, Eq)]
pub struct Crumb {
    field: String,
    value: Secret,
}

/// Where the crumb of a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CrumbSource {
    /// The page carried it in `data-crumb-header` and `data-crumb-value` (since 2.246). It belongs to the
    /// session, and so to the user, that the page was made for.
    Page(Crumb),
    /// The page carries none, so the controller is asked. CSRF protection may be off.
    Controller,
    /// Every request carries user and password by HTTP Basic, and the controller is asked for the crumb. The
    /// credentials name the user, so that the session's user need not be checked.
    Password,
    /// Every request carries an API token by HTTP Basic, which needs no crumb since 2.96. The controller is
    /// asked for one only after it refuses the request, as with a password that looks like a token.
    ApiToken,
}

impl Crumb {
    /// The longest accepted name or value, in bytes.
    const MAXIMUM_LENGTH: usize = 512;

    /// Creates a crumb; `None` if a header cannot carry name and value.
    pub fn new(field: &str, value: &str) -> Option<Self> {
        let sized = |text: &str| !text.is_empty() && text.len() <= Self::MAXIMUM_LENGTH;
        let name =
            sized(field) && field.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        let printable = sized(value) && value.bytes().all(|byte| byte.is_ascii_graphic());
        (name && printable).then(|| Self { field: field.to_owned(), value: Secret::new(value) })
    }

    /// Reads the reply of `{root}/crumbIssuer/api/json`; `None` if it has an unexpected shape.
    pub fn parse(body: &str) -> Option<Self> {
        let mut issued = Json::parse(body).ok()?;
        Self::new(&issued.text("crumbRequestField").ok()?, &issued.text("crumb").ok()?)
    }

    /// Name of the header or form field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The value to send.
    pub fn value(&self) -> &Secret {
        &self.value
    }
}

impl fmt::Debug for Crumb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Crumb({}: {})", self.field, self.value)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parses_the_reply_of_the_crumb_issuer() {
        let body = r#"{"_class":"hudson.security.csrf.DefaultCrumbIssuer","crumb":"2e2b","crumbRequestField":"Jenkins-Crumb"}"#;
        let crumb = Crumb::parse(body).unwrap();
        assert_eq!((crumb.field(), crumb.value().reveal()), ("Jenkins-Crumb", "2e2b"));
        assert_eq!(format!("{crumb:?}"), "Crumb(Jenkins-Crumb: [redacted])");
    }

    #[test]
    fn rejects_what_a_header_cannot_carry() {
        for (field, value) in [
            ("", "a"),
            ("a", ""),
            ("a b", "a"),
            ("a:b", "a"),
            ("a\r\nb", "a"),
            ("a", "b\r\nX: y"),
            ("a", "b c"),
        ] {
            assert_eq!(Crumb::new(field, value), None, "{field:?} {value:?}");
        }
        assert_eq!(Crumb::new(".crumb", &"a".repeat(513)), None);
    }

    proptest! {
        #[test]
        fn no_reply_panics(body in any::<String>(), field in any::<String>(), value in any::<String>()) {
            let _ = Crumb::parse(&body);
            if let Some(crumb) = Crumb::new(&field, &value) {
                prop_assert!(!crumb.value().reveal().contains(['\r', '\n']));
            }
        }
    }
}
