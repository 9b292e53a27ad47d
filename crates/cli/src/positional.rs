//! Words of a command line of which the first may be an address.

use crate::session::address::Address;

/// Takes the address off the words, where the first is one. A token whose name looks like an address is named behind
/// the controller's.
pub(crate) fn split_url(words: &[String]) -> (Option<&str>, &[String]) {
    match words.split_first() {
        Some((first, rest)) if Address::is_meant(first) => (Some(first), rest),
        _ => (None, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_word_can_be_an_address() {
        let words = ["http://ci", "http://a token"].map(str::to_owned);
        assert_eq!(split_url(&words), (Some("http://ci"), &words[1..]));
        let words = ["a token", "https://ci"].map(str::to_owned);
        assert_eq!(split_url(&words), (None, &words[..]));
        assert_eq!(split_url(&[]), (None, &[][..]));
    }
}
