//! The address that the terminal opens in the browser.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};

use crate::ControllerUrl;

/// The query parameter that leads the popup to the terminal.
pub const PARAMETER: &str = "latchkey";

/// The version of the protocol that this crate speaks.
const VERSION: &str = "1";

/// Where a terminal waits: `{root}/me/?latchkey=1.53412.q8ZtW0c3mB1yN5uKxTe7Ag`.
///
/// `{root}/me/` sends anonymous people to the sign-in even where they may read, and the parameter comes back from
/// Jenkins' own sign-in and from the SAML and OpenID Connect plugins. It is short because some identity providers limit
/// their state to 80 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginAddress {
    /// The port on the loopback interface, 1024 or higher.
    pub port: u16,
    /// The hash of the request that is fetched from there.
    pub id: RequestId,
}

impl LoginAddress {
    /// Parses the value of the parameter; `None` for anything else, or another version of the protocol.
    pub fn parse(value: &str) -> Option<Self> {
        let mut parts = value.split('.');
        let (version, port, id) = (parts.next()?, parts.next()?, parts.next()?);
        let port = port.parse().ok().filter(|number: &u16| *number >= 1024 && number.to_string() == port)?;
        let whole = version == VERSION && parts.next().is_none();
        Some(Self { port, id: RequestId::parse(id)? }).filter(|_| whole)
    }

    /// What the address of a page says, if it is the `{root}/me/` of this controller. `query` may begin with `?`.
    pub fn of_page(root: &ControllerUrl, path: &str, query: &str) -> Option<Self> {
        if root.join("me/").strip_prefix(root.origin())? != path {
            return None;
        }
        let query = query.strip_prefix('?').unwrap_or(query);
        let mut values = query.split('&').filter_map(|pair| pair.strip_prefix(PARAMETER)?.strip_prefix('='));
        let value = values.next()?;
        Self::parse(value).filter(|_| values.next().is_none())
    }

    /// The address to open.
    pub fn url(&self, root: &ControllerUrl) -> String {
        format!("{}?{PARAMETER}={self}", root.join("me/"))
    }

    /// Where the popup finds the terminal, in this order: `localhost` may lead out of a virtual machine (WSL).
    pub fn loopback_urls(&self) -> [String; 2] {
        ["127.0.0.1", "localhost"].map(|host| format!("http://{host}:{}/{}", self.port, self.id.as_str()))
    }
}

/// Writes the value of the parameter.
impl fmt::Display for LoginAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{VERSION}.{}.{}", self.port, self.id.as_str())
    }
}

/// The hash of a request: the first 16 bytes of the SHA-256 of its [`binding`](super::binding), as base64url.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    const BYTES: usize = 16;

    /// The ID of the request with this SHA-256; `None` for fewer than 16 bytes.
    pub fn from_digest(digest: &[u8]) -> Option<Self> {
        Some(Self(Base64UrlUnpadded::encode_string(digest.get(..Self::BYTES)?)))
    }

    /// Reads 22 characters of base64url; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 22
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        shaped.then(|| Self(text.to_owned()))
    }

    /// 22 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "q8ZtW0c3mB1yN5uKxTe7Ag";

    fn root(url: &str) -> ControllerUrl {
        ControllerUrl::parse(url).unwrap()
    }

    fn of_page(path: &str, query: &str) -> Option<u16> {
        LoginAddress::of_page(&root("https://ci.example.org/jenkins"), path, query)
            .map(|address| address.port)
    }

    #[test]
    fn the_address_is_that_of_the_users_own_page() {
        let address = LoginAddress { port: 53412, id: RequestId::parse(ID).unwrap() };
        let url = address.url(&root("https://ci.example.org/jenkins"));
        assert_eq!(url, format!("https://ci.example.org/jenkins/me/?latchkey=1.53412.{ID}"));
        assert_eq!(LoginAddress::parse(&address.to_string()), Some(address.clone()));
        assert_eq!(
            address.loopback_urls(),
            [format!("http://127.0.0.1:53412/{ID}"), format!("http://localhost:53412/{ID}")]
        );
    }

    #[test]
    fn the_state_of_a_sign_on_stays_below_80_bytes() {
        let address = LoginAddress { port: 65535, id: RequestId::parse(ID).unwrap() };
        assert!(address.url(&root("https://ci")).len() - "https://ci".len() <= 50);
    }

    #[test]
    fn only_the_users_own_page_leads_to_a_terminal() {
        let query = format!("?latchkey=1.53412.{ID}");
        assert_eq!(of_page("/jenkins/me/", &query), Some(53412));
        assert_eq!(of_page("/jenkins/me/", &format!("?a=b&latchkey=1.53412.{ID}&c")), Some(53412));
        for path in ["/me/", "/jenkins/me", "/jenkins/me/configure", "/jenkins/job/me/", "/jenkins/"] {
            assert_eq!(of_page(path, &query), None, "{path}");
        }
    }

    #[test]
    fn other_parameters_lead_nowhere() {
        for value in [
            "".to_owned(),
            "1.53412".to_owned(),
            format!("2.53412.{ID}"),
            format!("1.1023.{ID}"),
            format!("1.65536.{ID}"),
            format!("1.+53412.{ID}"),
            format!("1.053412.{ID}"),
            format!("1.53412.{ID}."),
            format!("1.53412.{ID}A"),
            format!("1.53412.{}=", &ID[1..]),
            format!("1.53412.{ID}&latchkey=1.53413.{ID}"),
        ] {
            assert_eq!(of_page("/jenkins/me/", &format!("?latchkey={value}")), None, "{value}");
        }
        assert_eq!(of_page("/jenkins/me/", &format!("?nolatchkey=1.53412.{ID}")), None);
    }

    #[test]
    fn the_id_is_half_of_the_digest() {
        let id = RequestId::from_digest(&[0xff; 32]).unwrap();
        assert_eq!(id.as_str(), "_____________________w");
        assert_eq!(RequestId::parse(id.as_str()), Some(id));
        assert_eq!(RequestId::from_digest(&[0xff; 15]), None);
    }

    proptest! {
        #[test]
        fn no_query_panics(query in any::<String>()) {
            let _ = of_page("/jenkins/me/", &query);
        }
    }
}
