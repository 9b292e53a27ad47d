use proptest::prelude::*;

use super::*;

const ORIGIN: &str = "https://ci.example.org:8443";

#[test]
fn joins_root_and_context_path() {
    let root = ControllerUrl::new(ORIGIN, "").unwrap();
    assert_eq!(root.join("whoAmI/api/json"), "https://ci.example.org:8443/whoAmI/api/json");
    let prefixed = ControllerUrl::new(ORIGIN, "/jenkins").unwrap();
    assert_eq!(prefixed.join("me/api/json"), "https://ci.example.org:8443/jenkins/me/api/json");
    assert_eq!(prefixed.host_and_path(), "ci.example.org:8443/jenkins");
    assert_eq!(prefixed.to_string(), "https://ci.example.org:8443/jenkins");
}

#[test]
fn parses_what_people_write() {
    for (text, root) in [
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://ci:443/jenkins", "https://ci/jenkins"),
        ("http://[::1]:080", "http://[::1]"),
        ("http://ci:443", "http://ci:443"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://ci.example.org/a/b/", "https://ci.example.org/a/b"),
        ("http://[::1]:8080/jenkins", "http://[::1]:8080/jenkins"),
    ] {
        assert_eq!(ControllerUrl::parse(text).unwrap().to_string(), root);
    }
}

#[test]
fn gives_scheme_host_and_port() {
    for (origin, scheme, host, port) in [
        ("https://ci.example.org", "https", "ci.example.org", None),
        ("https://CI.example.org:443", "https", "ci.example.org", None),
        ("http://ci:80", "http", "ci", None),
        ("http://ci:443", "http", "ci", Some(443)),
        ("https://ci:80", "https", "ci", Some(80)),
        ("http://[::1]", "http", "[::1]", None),
        ("https://[::1]:8443", "https", "[::1]", Some(8443)),
    ] {
        let root = ControllerUrl::new(origin, "/jenkins").unwrap();
        assert_eq!((root.scheme(), root.host(), root.port()), (scheme, host, port), "{origin}");
    }
}

#[test]
fn rejects_invalid_origins() {
    for origin in [
        "",
        "ci.example.org",
        "ftp://ci",
        "http://",
        "http://:80",
        "http://user@host",
        "http://a/b",
        "file:///etc",
        "http://ci:",
        "http://ci:0",
        "http://ci:+80",
        "http://ci:65536",
        "http://ci:80:80",
        "http://[::1",
        "http://[::1]80",
    ] {
        assert_eq!(ControllerUrl::new(origin, ""), Err(ControllerUrlError::Origin), "{origin}");
    }
}

#[test]
fn rejects_roots_on_other_origins() {
    for path in [
        "//evil.test",
        "/jenkins//evil",
        "\\\\evil",
        "/\\evil.test",
        "https://evil.test",
        "jenkins",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/.%2E/b",
        "/a/%2E/b",
        "/a?b",
        "/a#b",
        "/a b",
        "/a\nb",
    ] {
        assert_eq!(ControllerUrl::new(ORIGIN, path), Err(ControllerUrlError::ContextPath), "{path}");
    }
}

#[test]
fn guesses_the_root_from_segments_and_endings() {
    for (path, root) in [
        ("/job/a/1/consoleText", Some("")),
        ("/jenkins/job/a/job/b/", Some("/jenkins")),
        ("/ci/eu/view/all/job/a", Some("/ci/eu")),
        ("/jenkins/user/alice/", Some("/jenkins")),
        ("/jenkins/computer/", Some("/jenkins")),
        ("/jenkins/manage", Some("/jenkins")),
        ("/jenkins/api/json", Some("/jenkins")),
        ("/api/xml", Some("")),
        ("/jobs/", None),
        ("/", None),
        ("/articles/managed/", None),
    ] {
        let guessed = ControllerUrl::guess(ORIGIN, path).map(|url| url.context_path);
        assert_eq!(guessed.as_deref(), root, "{path}");
    }
}

#[test]
fn candidates_go_from_the_longest_to_the_origin() {
    let candidates: Vec<_> =
        ControllerUrl::candidates(ORIGIN, "/a/b/page").into_iter().map(|url| url.context_path).collect();
    assert_eq!(candidates, ["/a/b", "/a", ""]);
}

proptest! {
    /// Whatever root a page names, requests stay on the tab's own origin.
    #[test]
    fn an_accepted_root_stays_on_its_origin(claimed in any::<String>()) {
        if let Ok(root) = ControllerUrl::new(ORIGIN, &claimed) {
            let prefix = format!("{ORIGIN}/");
            let joined = root.join("me");
            prop_assert!(joined.starts_with(&prefix));
            prop_assert!(!joined[prefix.len()..].starts_with('/'));
        }
    }

    #[test]
    fn guessing_never_panics(path in "[/a-z.]{0,40}", tail in any::<String>()) {
        let _ = ControllerUrl::guess(ORIGIN, &format!("{path}{tail}"));
        let _ = ControllerUrl::candidates(ORIGIN, &format!("{path}{tail}"));
        let _ = ControllerUrl::parse(&tail);
    }
}

#[test]
fn other_roots_are_above_the_page() {
    let others = |root: &str, page: &str| -> Vec<String> {
        let others = ControllerUrl::parse(root).unwrap().others(page);
        others.iter().map(|root| root.host_and_path()).collect()
    };
    assert_eq!(others("http://ci", "/ci/job/x/"), ["ci/ci"]);
    assert_eq!(others("http://ci", "/ci/"), ["ci/ci"]);
    assert_eq!(others("http://ci", "/a/b/c/job/x/configure"), ["ci/a/b/c", "ci/a/b", "ci/a"]);
    assert_eq!(others("http://ci", "/a/b/c/d/e"), ["ci/a/b/c/d", "ci/a/b/c", "ci/a/b"]);
    assert_eq!(others("http://ci/jenkins", "/ci/jenkins/job/x/"), ["ci/ci/jenkins", "ci/ci", "ci"]);
    assert_eq!(others("http://ci", "/job/x/"), [""; 0]);
}
