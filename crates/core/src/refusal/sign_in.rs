//! The pages that ask for a sign-in: Jenkins' own, and those of gates in front of it.

use crate::text;

/// What Jenkins' page for visitors who must sign in first says, in every language.
const JENKINS_SENTENCE: &str = "Authentication required";

/// Where Jenkins' page leads: by a script since 2.492, by an inline script before (measured on 2.249.3 to 2.579).
const JENKINS_REDIRECTS: [&str; 2] = ["data-redirect-url=", "window.location.replace("];

/// Scripts that redirect to another page, such as a sign-in.
const REDIRECTING_SCRIPTS: [&str; 3] = ["location.replace(", "location.assign(", "location.href"];

/// Whether this is Jenkins' page for visitors who must sign in first. A proxy may have hidden its headers.
pub(super) fn is_jenkins_page(body: &str) -> bool {
    let redirects = JENKINS_REDIRECTS.iter().any(|redirect| text::contains(body, redirect));
    redirects && text::contains(body, JENKINS_SENTENCE)
}

/// The address that Jenkins' page leads to, if it is one on the same host.
pub(super) fn address(body: &str) -> Option<String> {
    let (_, redirect) = JENKINS_REDIRECTS.iter().find_map(|redirect| text::split_once(body, redirect))?;
    let quote = redirect.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let address = redirect.split(quote).nth(1)?;
    let mut path = String::with_capacity(address.len());
    let mut rest = address;
    while let Some((part, behind)) = text::split_once(rest, "&amp;") {
        path.push_str(part);
        path.push('&');
        rest = behind;
    }
    path.push_str(rest);
    is_path_on_this_host(&path).then_some(path)
}

/// Whether a browser resolves it to the host of the page: `//elsewhere` and `/\elsewhere` are other hosts.
fn is_path_on_this_host(address: &str) -> bool {
    let mut characters = address.chars();
    let begins = characters.next() == Some('/') && !matches!(characters.next(), Some('/' | '\\'));
    begins && !address.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\')
}

/// Whether a page of something in front of Jenkins asks for a sign-in: it has a field for a password, or it leads
/// elsewhere.
pub(super) fn is_gate_page(body: &str) -> bool {
    let redirects = REDIRECTING_SCRIPTS.iter().any(|script| text::contains(body, script));
    redirects || tags(body).any(|tag| asks_for_password(&tag) || leads_elsewhere(&tag))
}

/// Whether a refusal of something in front of Jenkins asks for a sign-in. A form that leads to the sign-in of the gate
/// itself has neither a password nor another host (oauth2-proxy 7 with an OpenID Connect provider).
pub(super) fn is_gate_refusal(body: &str) -> bool {
    is_gate_page(body) || tags(body).any(|tag| is_named(&tag, "form"))
}

/// The tags of a page in lower case, without brackets and quotes. What a comment or a script contains counts, too.
fn tags(body: &str) -> impl Iterator<Item = String> {
    body.split('<').skip(1).filter_map(|rest| rest.split('>').next()).map(|tag| {
        let unquoted = tag.chars().filter(|c| !matches!(c, '"' | '\''));
        unquoted.map(|c| c.to_ascii_lowercase()).collect()
    })
}

fn is_named(tag: &str, name: &str) -> bool {
    tag.split(|c: char| c.is_ascii_whitespace()).next() == Some(name)
}

fn asks_for_password(tag: &str) -> bool {
    is_named(tag, "input") && text::contains(tag, "type=password")
}

fn leads_elsewhere(tag: &str) -> bool {
    (is_named(tag, "meta") && text::contains(tag, "http-equiv=refresh"))
        || (is_named(tag, "a") && text::contains(tag, "href=http"))
        || (is_named(tag, "form") && text::contains(tag, "action=http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages of 2.579, 2.303.3 (recorded), and of a security realm with an address of its own.
    #[test]
    fn the_page_of_jenkins_says_where_to_sign_in() {
        for (redirect, expected) in [
            ("<script id='redirect' data-redirect-url='/login?from=%2Fme' src='x'>", "/login?from=%2Fme"),
            ("<script>window.location.replace('/ci/login?from=%2Fme');</script>", "/ci/login?from=%2Fme"),
            (
                "<script data-redirect-url=\"/securityRealm/commenceLogin?a=b&amp;from=%2F\">",
                "/securityRealm/commenceLogin?a=b&from=%2F",
            ),
        ] {
            let body = format!("<html><head>{redirect}</head><body>\n\nAuthentication required\n");
            assert!(is_jenkins_page(&body));
            assert_eq!(address(&body).as_deref(), Some(expected));
        }
    }

    #[test]
    fn one_trait_of_jenkins_page_is_not_enough() {
        assert!(!is_jenkins_page("<script>window.location.replace('/start')</script>"));
        assert!(!is_jenkins_page("<h1>Authentication required</h1>nginx"));
    }

    #[test]
    fn an_address_on_another_host_is_not_believed() {
        for given in ["https://evil.test/", "//evil.test/", "/\\evil.test/", "login", "", "/a b", "/a\tb"] {
            let body = format!("<script data-redirect-url='{given}'></script>");
            assert_eq!(address(&body), None, "{given}");
        }
        assert_eq!(address("Authentication required"), None);
    }

    #[test]
    fn a_gates_page_asks_for_a_password_or_leads_elsewhere() {
        for page in [
            "<form><input type=\"password\" name=p></form>",
            "<INPUT\nname='p' TYPE=password>",
            "<meta http-equiv=\"refresh\" content=\"0; url=/x\">",
            "<script>window.location.href = '/x'</script>",
            "<form method=post action=\"https://idp.test/saml\">",
            "<a id=sign-in href='https://idp.test/'>Sign in</a>",
        ] {
            assert!(is_gate_page(page), "{page}");
        }
        for page in [
            "<html><title>Another application</title>hello",
            "<h1>Sorry</h1><a href=\"/help\">Help</a>",
            "<abbr title=\"href=http\"><link rel=stylesheet href=\"https://cdn.test/a.css\">",
            "<form action=/search><input type=search></form>",
            "<meta charset=utf-8><p title=http-equiv=refresh>hello",
        ] {
            assert!(!is_gate_page(page), "{page}");
        }
        assert!(is_gate_refusal("<form method=\"GET\" action=\"/oauth2/start\">"));
        assert!(!is_gate_refusal("<html><h1>403 Forbidden</h1><hr>nginx"));
    }
}
