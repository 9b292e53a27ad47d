//! The cookies of one session with one controller.

/// Cookies that one controller set. Attributes such as `Path` are ignored, because the cookies are sent to no other
/// server. There is no `Debug`: the session cookie is a secret.
#[derive(Clone, Default)]
pub(crate) struct CookieJar(Vec<(String, String)>);

impl CookieJar {
    /// Stores the value of a `Set-Cookie` header.
    pub(crate) fn set(&mut self, header: &str) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        self.0.retain(|(own, _)| own != name);
        let has_expired = parts.any(|part| part.eq_ignore_ascii_case("Max-Age=0"));
        if !value.is_empty() && !has_expired {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The value of a `Cookie` header; `None` without cookies.
    pub(crate) fn header(&self) -> Option<String> {
        let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jar(headers: &[&str]) -> Option<String> {
        let mut jar = CookieJar::default();
        headers.iter().for_each(|header| jar.set(header));
        jar.header()
    }

    #[test]
    fn a_cookie_replaces_the_one_of_the_same_name() {
        let set = ["JSESSIONID.1=a; Path=/; HttpOnly", "other=x=y", "JSESSIONID.1=b; Path=/"];
        assert_eq!(jar(&set).as_deref(), Some("other=x=y; JSESSIONID.1=b"));
    }

    #[test]
    fn an_expired_cookie_is_removed() {
        assert_eq!(jar(&["remember-me=a", "remember-me=; Path=/"]), None);
        assert_eq!(jar(&["remember-me=a", "remember-me=b; Max-Age=0"]), None);
        assert_eq!(jar(&["no cookie at all"]), None);
    }
}
