//! Warnings about a token.

use super::{RowExpiry, TokenRow, Usage};

/// A reason to look at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenWarning {
    /// It has expired.
    Expired,
    /// It expires in less than a week, when Jenkins warns, too.
    ExpiresSoon,
    /// It never expires, although the controller supports expiry.
    NeverExpires,
    /// Nobody has ever used it.
    NeverUsed,
    /// It is a legacy token, of the kind Jenkins had before 2.129.
    Legacy,
}

impl TokenWarning {
    /// The warnings about a token: the one about its expiry first.
    pub fn of(expiry: Option<Self>, never_used: bool, legacy: bool) -> impl Iterator<Item = Self> {
        let usage = never_used.then_some(Self::NeverUsed);
        [expiry, usage, legacy.then_some(Self::Legacy)].into_iter().flatten()
    }

    /// The urgency; the smallest number comes first in a list.
    pub(super) fn urgency(self) -> u8 {
        match self {
            Self::Expired => 0,
            Self::ExpiresSoon => 1,
            Self::NeverUsed => 2,
            Self::NeverExpires | Self::Legacy => u8::MAX,
        }
    }
}

impl TokenRow {
    /// The warnings about this token: the one about its expiry first.
    pub fn warnings(&self) -> impl Iterator<Item = TokenWarning> + use<> {
        let expiry = match self.expiry {
            RowExpiry::Expired(_) => Some(TokenWarning::Expired),
            RowExpiry::AboutToExpire(_) => Some(TokenWarning::ExpiresSoon),
            RowExpiry::Never(_) => Some(TokenWarning::NeverExpires),
            // Before 2.548 nobody could choose an expiry.
            RowExpiry::On(_) | RowExpiry::NotSupported => None,
        };
        TokenWarning::of(expiry, matches!(self.usage, Usage::Never { .. }), self.legacy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_a_warning_for_each_reason() {
        let row = |expiry, usage, legacy| {
            let (uuid, name) = ("u".to_owned(), "n".to_owned());
            TokenRow { uuid, name, created: None, usage, expiry, legacy }.warnings().collect::<Vec<_>>()
        };
        let (used, text) = (Usage::NoStatistics { text: String::new() }, String::new());
        for (expiry, warning) in [
            (RowExpiry::Expired(text.clone()), Some(TokenWarning::Expired)),
            (RowExpiry::AboutToExpire(text.clone()), Some(TokenWarning::ExpiresSoon)),
            (RowExpiry::Never(text.clone()), Some(TokenWarning::NeverExpires)),
            (RowExpiry::On(text.clone()), None),
            (RowExpiry::NotSupported, None),
        ] {
            assert_eq!(row(expiry, used.clone(), false), Vec::from_iter(warning));
        }
        let all = row(RowExpiry::Never(text.clone()), Usage::Never { text }, true);
        assert_eq!(all, [TokenWarning::NeverExpires, TokenWarning::NeverUsed, TokenWarning::Legacy]);
    }
}
