//! Crumbs, Jenkins' protection against cross-site request forgery.

use sha2::{Digest, Sha256};

use crate::random;

/// The name of the header, the form field, and the query parameter.
pub(crate) const FIELD: &str = "Jenkins-Crumb";

/// Issues crumbs that are good for one user in one session (since 2.176.2).
pub(crate) struct CrumbIssuer {
    salt: [u8; 32],
}

impl CrumbIssuer {
    pub(crate) fn new() -> Self {
        Self { salt: random::bytes() }
    }

    /// Invalidates every crumb issued so far.
    pub(crate) fn change(&mut self) {
        self.salt = random::bytes();
    }

    /// The crumb of a user (or `anonymous`) in a session: 64 hexadecimal digits, always the same.
    pub(crate) fn crumb(&self, user: &str, session: &str) -> String {
        let mut digest = Sha256::new();
        for part in [&self.salt[..], user.as_bytes(), b"\0", session.as_bytes()] {
            digest.update(part);
        }
        random::hex(&digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crumb_belongs_to_one_user_in_one_session() {
        let issuer = CrumbIssuer::new();
        let crumb = issuer.crumb("admin", "session-1");
        assert_eq!(crumb.len(), 64);
        assert!(crumb.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
        assert_eq!(crumb, issuer.crumb("admin", "session-1"));
        assert_ne!(crumb, issuer.crumb("admin", "session-2"));
        assert_ne!(crumb, issuer.crumb("anonymous", "session-1"));
        assert_ne!(crumb, CrumbIssuer::new().crumb("admin", "session-1"));
    }
}
