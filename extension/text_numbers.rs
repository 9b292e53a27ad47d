// In a built extension, the key of a text is its number in the order of all English keys: names would be a quarter of
// each language's file. `build.rs` compiles the numbers into the popup, `cargo xtask build` puts them into the files
// beside it, and browser tests look texts up by them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A key without its plural category, and the category: `expires_days` and `other`.
fn stem<'a>(key: &'a str, english: &Map<String, Value>) -> (&'a str, Option<&'a str>) {
    let is_plural =
        |stem: &str| ["one", "other"].iter().all(|end| english.contains_key(&format!("{stem}_{end}")));
    match key.rsplit_once('_') {
        Some((stem, category)) if is_plural(stem) => (stem, Some(category)),
        _ => (key, None),
    }
}

/// The keys of all texts, without plural categories.
pub(crate) fn stems(english: &Map<String, Value>) -> BTreeSet<&str> {
    english.keys().map(|key| stem(key, english).0).collect()
}

/// The number of a text, with its plural category where the key has one.
pub(crate) fn number(key: &str, english: &Map<String, Value>) -> Option<String> {
    let (stem, category) = stem(key, english);
    let number = stems(english).into_iter().position(|other| other == stem)?;
    Some(category.map_or_else(|| number.to_string(), |category| format!("{number}_{category}")))
}
