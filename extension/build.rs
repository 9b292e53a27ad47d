//! Makes an enum of the texts in `_locales/en/messages.json`, so that naming a text that does not exist fails to
//! compile, in `popup.html` and in the manifest as well.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

const TEXTS: &str = "_locales/en/messages.json";
const PAGE: &str = "../www/popup.html";
const MANIFEST: &str = "manifest.json";

fn main() {
    for source in [TEXTS, PAGE, MANIFEST] {
        println!("cargo::rerun-if-changed={source}");
    }
    let texts: Map<String, Value> = serde_json::from_str(&read(TEXTS)).expect("an object of texts");
    let (plural, plain) = keys(&texts);
    let (page, manifest) = (without_comments(&read(PAGE)), read(MANIFEST));
    let counted = |tag: &&str| tag.contains("data-count=");
    let (counting, others): (Vec<&str>, Vec<&str>) = page.split('<').partition(counted);
    check(PAGE, named(&counting, "data-text=\"", "\""), &plural);
    check(PAGE, named(&others, "data-text=\"", "\""), &plain);
    check(PAGE, named(&others, "data-label=\"", "\""), &plain);
    let untranslated =
        page.split('>').find(|part| part.split('<').next().is_some_and(|text| !text.trim().is_empty()));
    assert_eq!(untranslated, None, "{PAGE} has a text of its own");
    check(MANIFEST, named(&[&manifest], "__MSG_", "__"), &plain);
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("key.rs"), generate(&texts, &plural, &plain))
        .expect("a file that can be written");
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// The keys of texts that follow a count, without the plural category, and all other keys.
fn keys(texts: &Map<String, Value>) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let stems = texts.keys().filter_map(|key| key.strip_suffix("_other"));
    let plural: BTreeSet<&str> = stems.filter(|stem| texts.contains_key(&format!("{stem}_one"))).collect();
    let is_plural = |key: &str| key.rsplit_once('_').is_some_and(|(stem, _)| plural.contains(stem));
    let plain = texts.keys().map(String::as_str).filter(|key| !is_plural(key)).collect();
    (plural, plain)
}

fn without_comments(page: &str) -> String {
    let (mut parts, mut rest) = (String::new(), page);
    while let Some((before, comment)) = rest.split_once("<!--") {
        parts += before;
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    parts + rest
}

/// What stands between `mark` and `end`.
fn named<'a>(parts: &[&'a str], mark: &str, end: &str) -> Vec<&'a str> {
    let after = parts.iter().flat_map(|part| part.split(mark).skip(1));
    after.filter_map(|rest| rest.split_once(end)).map(|(key, _)| key).collect()
}

fn check(path: &str, named: Vec<&str>, texts: &BTreeSet<&str>) {
    assert!(!named.is_empty(), "{path} names no text");
    for key in named {
        assert!(
            texts.contains(key),
            "{path} names the text {key:?}, which {TEXTS} lacks, or has with another number of plural forms"
        );
    }
}

fn generate(texts: &Map<String, Value>, plural: &BTreeSet<&str>, plain: &BTreeSet<&str>) -> String {
    let keys: BTreeSet<&str> = plural.union(plain).copied().collect();
    let mut variants = String::new();
    for key in &keys {
        let text = texts.get(*key).or_else(|| texts.get(&format!("{key}_other")));
        let english = text.and_then(|text| text["message"].as_str()).expect("every text has a message");
        writeln!(variants, "    /// {english}\n    {},", variant(key)).expect("memory suffices");
    }
    let count = keys.len();
    let of_plurals: Vec<String> = plural.iter().map(|key| format!("Self::{}", variant(key))).collect();
    format!(
        "/// A text of `_locales/en/messages.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Key {{
{variants}}}

impl Key {{
    const NAMES: [&'static str; {count}] = {keys:?};

    /// The name in `messages.json`; without the plural category, where the text has several plural forms.
    pub fn name(self) -> &'static str {{
        Self::NAMES[self as usize]
    }}

    /// Whether the text has a form for each plural category, which the first value decides.
    pub fn is_plural(self) -> bool {{
        matches!(self, {})
    }}
}}
",
        of_plurals.join(" | "),
        keys = keys.iter().collect::<Vec<_>>(),
    )
}

/// `token_name` as `TokenName`.
fn variant(key: &str) -> String {
    let words = key.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}
