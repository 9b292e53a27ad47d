//! Links to the sections of `docs/troubleshooting.md`.

use super::CliError;

/// The document at the project's home.
const DOCUMENT: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/troubleshooting.md");

/// A section of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    GateSignIn,
    GateBasicAuth,
    AuthorizationRemoved,
    RefusedRequests,
    SizesAndLimits,
    UserIdsInUrls,
    SignOnSession,
    TokensWithoutGroups,
    ScriptConsole,
    StrictCrumbs,
    PublishedElsewhere,
    NoUsers,
}

impl Section {
    fn anchor(self) -> &'static str {
        match self {
            Self::GateSignIn => "gate-sign-in",
            Self::GateBasicAuth => "gate-basic-auth",
            Self::AuthorizationRemoved => "authorization-removed",
            Self::RefusedRequests => "refused-requests",
            Self::SizesAndLimits => "sizes-and-limits",
            Self::UserIdsInUrls => "user-ids-in-urls",
            Self::SignOnSession => "sign-on-session",
            Self::TokensWithoutGroups => "tokens-without-groups",
            Self::ScriptConsole => "script-console",
            Self::StrictCrumbs => "strict-crumbs",
            Self::PublishedElsewhere => "published-elsewhere",
            Self::NoUsers => "no-users",
        }
    }

    /// Where to read more. There is no period at the end, which a terminal would take for a part of the URL.
    pub(crate) fn see(self) -> String {
        format!("See {DOCUMENT}#{}", self.anchor())
    }
}

impl CliError {
    /// The same error with the place to read more.
    #[must_use]
    pub(crate) fn see(self, section: Section) -> Self {
        self.hint(section.see())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::LazyLock;

    const CRATE: &str = env!("CARGO_MANIFEST_DIR");

    static PAGE: LazyLock<String> = LazyLock::new(|| {
        let page = Path::new(CRATE).join("../../docs/troubleshooting.md");
        fs::read_to_string(page).expect("the document")
    });

    /// Whether this is the published crate, without the document: cargo adds this file to a crate that it packs.
    pub(in crate::error) fn is_published() -> bool {
        Path::new(CRATE).join("Cargo.toml.orig").exists()
    }

    /// The lines of the section with this anchor.
    pub(in crate::error) fn section(anchor: &str) -> Vec<&'static str> {
        let mut sections = PAGE.split("\n## ").skip(1).map(|section| section.lines().collect::<Vec<_>>());
        let section = sections.find(|lines| lines[0].to_lowercase().replace(' ', "-") == anchor);
        section.unwrap_or_else(|| panic!("no section of the document is #{anchor}"))
    }

    /// Whether the section that a hint leads to quotes this message, with `…` for its values.
    pub(in crate::error) fn is_quoted(message: &str, hint: &str) -> bool {
        let (_, anchor) = hint.rsplit_once('#').expect("an anchor");
        let quotations = section(anchor).into_iter().filter_map(|line| line.strip_prefix("> "));
        quotations
            .map(|quotation| quotation.split('…').collect::<Vec<_>>())
            .any(|pieces| fits(message, &pieces))
    }

    fn fits(message: &str, pieces: &[&str]) -> bool {
        let [first, between @ .., last] = pieces else { return pieces == [message] };
        let Some(mut rest) = message.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
            return false;
        };
        for piece in between {
            let Some((_, after)) = rest.split_once(piece) else { return false };
            rest = after;
        }
        true
    }

    #[test]
    fn a_quotation_fits_to_the_letter_but_for_its_gaps() {
        assert!(fits("No answer from http://ci in time", &["No answer from ", " in time"]));
        assert!(!fits("No answer from http://ci", &["No answer from ", " in time"]));
        assert!(!fits("No answer", &["No answer from"]));
    }
}
