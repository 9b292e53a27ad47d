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
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../../docs/troubleshooting.md");

    const SECTIONS: [Section; 12] = [
        Section::GateSignIn,
        Section::GateBasicAuth,
        Section::AuthorizationRemoved,
        Section::RefusedRequests,
        Section::SizesAndLimits,
        Section::UserIdsInUrls,
        Section::SignOnSession,
        Section::TokensWithoutGroups,
        Section::ScriptConsole,
        Section::StrictCrumbs,
        Section::PublishedElsewhere,
        Section::NoUsers,
    ];

    #[test]
    fn every_section_is_a_heading_of_the_document() {
        let headings: Vec<String> = TEXT
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .map(|heading| heading.to_lowercase().replace(' ', "-"))
            .collect();
        for section in SECTIONS {
            assert!(headings.iter().any(|heading| heading == section.anchor()), "{section:?}: {headings:?}");
        }
    }
}
