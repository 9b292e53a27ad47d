//! Proxies named by the environment, read as curl reads them.
//!
//! ureq reads the same variables, but it tries `ALL_PROXY` first and matches the names in `NO_PROXY` exactly.

use std::env;

use ureq::{Proxy, ProxyProtocol};

use crate::AgentError;

/// The proxy for URLs of this scheme: `https_proxy` or `http_proxy`, else `all_proxy`, each also in capitals. Requests
/// to hosts in `no_proxy`, and to their subdomains, are sent directly.
///
/// # Errors
///
/// [`AgentError::InvalidProxy`] if the value of the variable is not a proxy URL.
pub(crate) fn from_environment(scheme: &str) -> Result<Option<Proxy>, AgentError> {
    let exceptions = variable("no_proxy").or_else(|| variable("NO_PROXY")).unwrap_or_default();
    let own = format!("{scheme}_proxy");
    let names = [own.as_str(), &own.to_uppercase(), "all_proxy", "ALL_PROXY"].map(str::to_owned);
    let Some((value, name)) = names.into_iter().find_map(|name| Some((variable(&name)?, name))) else {
        return Ok(None);
    };
    proxy(&value, &exceptions).map(Some).ok_or(AgentError::InvalidProxy { variable: name })
}

fn proxy(url: &str, exceptions: &str) -> Option<Proxy> {
    let named = Proxy::new(url).ok()?;
    let protocol: ProxyProtocol = named.protocol();
    let mut builder = Proxy::builder(protocol).host(named.host()).port(named.port());
    if let Some(user) = named.username() {
        builder = builder.username(user);
    }
    if let Some(password) = named.password() {
        builder = builder.password(password);
    }
    for host in exceptions.split([',', ' ']).filter(|host| !host.is_empty()) {
        builder = builder.no_proxy(host);
        if !host.contains('*') {
            let host = host.trim_start_matches('.');
            builder = builder.no_proxy(host).no_proxy(&format!(".{host}"));
        }
    }
    builder.build().ok()
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_proxy_urls_with_and_without_a_scheme() {
        let proxy = proxy("http://joe:a%40b@proxy.example.org:3128", "").unwrap();
        assert_eq!((proxy.host(), proxy.port()), ("proxy.example.org", 3128));
        assert_eq!((proxy.username(), proxy.password()), (Some("joe"), Some("a@b")));
        assert_eq!(super::proxy("proxy.example.org:3128", "").unwrap().port(), 3128);
        assert!(super::proxy("not an address", "").is_none());
    }

    #[test]
    fn no_proxy_includes_subdomains() {
        let proxy = proxy("http://p:1", "example.org, .example.net localhost").unwrap();
        let is_direct = |url: &str| proxy.is_no_proxy(&url.parse().unwrap());
        for url in [
            "http://example.org/",
            "http://ci.example.org:8080/",
            "http://ci.example.net/",
            "http://localhost/",
        ] {
            assert!(is_direct(url), "{url}");
        }
        assert!(!is_direct("http://notexample.org/") && !is_direct("http://example.com/"));
    }
}
