//! Substring search in little code.
//!
//! The standard library's search is made for long texts; with its panic messages it would be 7 KB of
//! WebAssembly. The part must not be empty.

/// Whether a text contains a part.
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// What precedes and follows the first occurrence of a part.
pub fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = text.split_at_checked(find(text, part)?)?;
    Some((before, rest.strip_prefix(part)?))
}

fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|window| window == part.as_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_the_standard_library_finds(text in "[ab\u{e9}]{0,8}", part in "[ab\u{e9}]{1,3}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
            prop_assert_eq!(split_once(&text, &part), text.split_once(&part));
        }
    }
}
