//! The versions of Jenkins core and how they differ.

use std::fmt;
use std::str::FromStr;

use clap::ValueEnum;

/// A version of Jenkins core that the stand-in imitates.
///
/// All but 2.492.3 are compared with recordings of that version. 2.492.3 follows from its neighbors and the history
/// of Jenkins core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JenkinsVersion {
    /// 2.249.3 LTS: signs in with Acegi Security, and only the token store creates and revokes tokens in scripts.
    V2_249_3,
    /// 2.303.3 LTS: tokens are listed on the configuration page, cookies carry no `SameSite`, no expiry.
    V2_303_3,
    /// 2.492.3 LTS: the security page with the older markup, cookies without `SameSite`, no expiry.
    V2_492_3,
    /// 2.516.3 LTS: tokens as cards, `SameSite=Lax`, no expiry.
    V2_516_3,
    /// 2.579 weekly: a crumb in the sign-in form, tokens expire.
    V2_579,
}

/// The `SameSite` attribute of a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum SameSite {
    /// `SameSite=Lax`, Jenkins' default since 2.513.
    Lax,
    /// `SameSite=Strict`.
    Strict,
    /// `SameSite=None`.
    None,
}

impl SameSite {
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Lax => "; SameSite=Lax",
            Self::Strict => "; SameSite=Strict",
            Self::None => "; SameSite=None",
        }
    }
}

impl JenkinsVersion {
    /// Every version, the oldest first.
    pub const ALL: [Self; 5] = [Self::V2_249_3, Self::V2_303_3, Self::V2_492_3, Self::V2_516_3, Self::V2_579];

    /// The version as in `data-version` and `X-Jenkins`.
    ///
    /// The recorded weekly calls itself `2.579-SNAPSHOT`.
    #[must_use]
    pub fn version(self) -> &'static str {
        match self {
            Self::V2_249_3 => "2.249.3",
            Self::V2_303_3 => "2.303.3",
            Self::V2_492_3 => "2.492.3",
            Self::V2_516_3 => "2.516.3",
            Self::V2_579 => "2.579-SNAPSHOT",
        }
    }

    /// Whether a token can expire (since 2.548, LTS 2.555.1).
    #[must_use]
    pub fn tokens_expire(self) -> bool {
        self >= Self::V2_579
    }

    /// Whether all tokens of a user can be revoked at once, and `ApiTokenProperty` itself creates and revokes tokens
    /// (since 2.260).
    pub(crate) fn property_changes_tokens(self) -> bool {
        self > Self::V2_249_3
    }

    /// Whether people sign in with Spring Security (since 2.266); before, with Acegi Security.
    pub(crate) fn has_spring_security(self) -> bool {
        self > Self::V2_249_3
    }

    /// Where the sign-in form is sent.
    pub(crate) fn sign_in_path(self) -> &'static str {
        if self.has_spring_security() { "j_spring_security_check" } else { "j_acegi_security_check" }
    }

    /// The cookie of "keep me signed in".
    pub(crate) fn remember_me_cookie(self) -> &'static str {
        if self.has_spring_security() { "remember-me" } else { "ACEGI_SECURITY_HASHED_REMEMBER_ME_COOKIE" }
    }

    /// Whether pages have a `Referrer-Policy` and a `Cross-Origin-Opener-Policy` (measured on 2.303).
    pub(crate) fn isolates_pages(self) -> bool {
        self > Self::V2_249_3
    }

    /// Whether a tokens page has begun when it is refused, so that a header comes twice (2.303.3 alone has not).
    pub(crate) fn begins_refused_pages(self) -> bool {
        self != Self::V2_303_3
    }

    /// Whether a token with the name `null` has none in the reply to its creation (json-lib 2.4-jenkins-2, before 2.310).
    pub(crate) fn takes_null_for_nothing(self) -> bool {
        self <= Self::V2_303_3
    }

    /// Whether renaming is confirmed in JSON (since 2.505); before, with nothing.
    pub(crate) fn confirms_renaming(self) -> bool {
        self >= Self::V2_516_3
    }

    /// Whether renaming without a uuid is a bad request (measured on 2.303); later, an error in JSON.
    pub(crate) fn refuses_renaming_without_uuid(self) -> bool {
        self <= Self::V2_303_3
    }

    /// Whether tokens are on the security page (since 2.468, LTS 2.479.1); before, on the configuration page.
    pub(crate) fn has_security_page(self) -> bool {
        self > Self::V2_303_3
    }

    /// Whether tokens are shown as cards (since 2.505).
    pub(crate) fn shows_cards(self) -> bool {
        self >= Self::V2_516_3
    }

    /// Whether times have a narrow no-break space before AM and PM (measured on 2.579, which runs on a newer Java).
    pub(crate) fn has_narrow_blanks(self) -> bool {
        self >= Self::V2_579
    }

    /// Whether signing in needs the hidden crumb of the form (since 2.541, LTS 2.528.3).
    pub(crate) fn crumb_at_sign_in(self) -> bool {
        self >= Self::V2_579
    }

    /// The `SameSite` attribute of cookies (`Lax` since 2.513).
    pub(crate) fn same_site(self) -> Option<SameSite> {
        (self >= Self::V2_516_3).then_some(SameSite::Lax)
    }

    /// Whether redirects only have a path; in 2.303 they have the whole URL.
    pub(crate) fn redirects_by_path(self) -> bool {
        self > Self::V2_303_3
    }

    /// Whether an unknown path gets a page of Jenkins; in 2.303 Jetty answers.
    pub(crate) fn has_not_found_page(self) -> bool {
        self > Self::V2_303_3
    }

    /// Whether it runs on a newer Jetty (a `Vary` header, cookie dates with spaces).
    pub(crate) fn newer_jetty(self) -> bool {
        self > Self::V2_303_3
    }

    /// Whether a name with a character that XML forbids breaks the user's record (measured on 2.516 and 2.579).
    pub(crate) fn breaks_on_forbidden_characters(self) -> bool {
        self > Self::V2_303_3
    }

    /// Whether the page header has buttons; before the redesign it had links.
    pub(crate) fn redesigned_header(self) -> bool {
        self >= Self::V2_516_3
    }

    /// Whether the 403 for anonymous visitors names the missing permission in headers (measured on 2.249.3 and
    /// 2.579).
    pub(crate) fn names_missing_read_permission(self) -> bool {
        self >= Self::V2_579 || self == Self::V2_249_3
    }

    /// Whether signing in by password adds an authority (measured on 2.579).
    pub(crate) fn has_password_factor(self) -> bool {
        self >= Self::V2_579
    }

    /// Whether a 405 names the allowed method (measured on 2.579).
    pub(crate) fn names_allowed_method(self) -> bool {
        self >= Self::V2_579
    }
}

impl fmt::Display for JenkinsVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V2_249_3 => "2.249.3",
            Self::V2_303_3 => "2.303.3",
            Self::V2_492_3 => "2.492.3",
            Self::V2_516_3 => "2.516.3",
            Self::V2_579 => "2.579",
        })
    }
}

/// A string that is not a version the stand-in imitates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseJenkinsVersionError(String);

impl fmt::Display for ParseJenkinsVersionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the stand-in does not imitate Jenkins {}; choose", self.0)?;
        for (index, core) in JenkinsVersion::ALL.iter().enumerate() {
            write!(formatter, "{} {core}", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl std::error::Error for ParseJenkinsVersionError {}

impl FromStr for JenkinsVersion {
    type Err = ParseJenkinsVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|core| core.to_string() == text || core.version() == text)
            .ok_or_else(|| ParseJenkinsVersionError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_is_read_back_from_its_name() {
        for core in JenkinsVersion::ALL {
            assert_eq!(core.to_string().parse(), Ok(core));
            assert_eq!(core.version().parse(), Ok(core));
        }
    }

    #[test]
    fn an_unknown_core_is_told_what_there_is() {
        let error = "2.1".parse::<JenkinsVersion>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the stand-in does not imitate Jenkins 2.1; choose 2.249.3, 2.303.3, 2.492.3, 2.516.3, 2.579"
        );
    }
}
