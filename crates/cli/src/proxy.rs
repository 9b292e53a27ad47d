//! Proxies of the environment, as curl reads them.

use std::env;

use ureq::{Proxy, ProxyProtocol};

use crate::error::CliError;

/// The proxy for addresses of that scheme: `https_proxy` or `http_proxy`, else `all_proxy`, each also in capitals.
/// Hosts that `no_proxy` names, and those below them, are spoken with directly.
///
/// # Errors
///
/// Where the variable holds no address of a proxy. It is not repeated: it may hold a password.
pub(crate) fn of_environment(scheme: &str) -> Result<Option<Proxy>, CliError> {
    let own = format!("{scheme}_proxy");
    let names = [own.as_str(), &own.to_uppercase(), "all_proxy", "ALL_PROXY"].map(str::to_owned);
    let Some((value, name)) = names.into_iter().find_map(|name| Some((variable(&name)?, name))) else {
        return Ok(None);
    };
    let without = variable("no_proxy").or_else(|| variable("NO_PROXY")).unwrap_or_default();
    match proxy(&value, &without) {
        Some(proxy) => Ok(Some(proxy)),
        None => Err(CliError::Usage(format!("{name} holds no address of a proxy"))),
    }
}

fn proxy(address: &str, without: &str) -> Option<Proxy> {
    let named = Proxy::new(address).ok()?;
    let protocol: ProxyProtocol = named.protocol();
    let mut builder = Proxy::builder(protocol).host(named.host()).port(named.port());
    if let Some(user) = named.username() {
        builder = builder.username(user);
    }
    if let Some(password) = named.password() {
        builder = builder.password(password);
    }
    for host in without.split([',', ' ']).filter(|host| !host.is_empty()) {
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
    fn reads_addresses_with_and_without_scheme() {
        let proxy = proxy("http://joe:a%40b@proxy.example.org:3128", "").unwrap();
        assert_eq!((proxy.host(), proxy.port()), ("proxy.example.org", 3128));
        assert_eq!((proxy.username(), proxy.password()), (Some("joe"), Some("a@b")));
        assert_eq!(super::proxy("proxy.example.org:3128", "").unwrap().port(), 3128);
        assert!(super::proxy("not an address", "").is_none());
    }

    #[test]
    fn hosts_without_a_proxy_include_those_below() {
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
