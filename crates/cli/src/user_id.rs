//! User IDs, compared as most controllers do.

/// Whether these IDs are of the same user: most security realms accept a user ID in any case, and answer with their own.
pub(crate) fn is_same_user(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
