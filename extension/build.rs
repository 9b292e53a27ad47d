//! Makes enums of the texts in `_locales/en/messages.json`, and of the elements and actions in the pages, so that naming
//! one that does not exist fails to compile; the pages and the manifest can name no other text either.

mod text_numbers;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use serde_json::{Map, Value};

const TEXTS: &str = "_locales/en/messages.json";
const POPUP: &str = "../www/popup.html";
const SETTINGS: &str = "../www/settings.html";
const MANIFEST: &str = "manifest.json";
const BACKGROUND: &str = "background.js";

fn main() {
    for source in [TEXTS, POPUP, SETTINGS, MANIFEST, BACKGROUND, "build.rs", "text_numbers.rs"] {
        println!("cargo::rerun-if-changed={source}");
    }
    let texts: Map<String, Value> = serde_json::from_str(&read(TEXTS)).expect("an object of texts");
    let (plural, plain) = keys(&texts);
    let manifest = read(MANIFEST);
    let [popup, settings] = [POPUP, SETTINGS].map(|path| {
        let page = without_comments(&read(path));
        check_page(path, &page, &plural, &plain);
        page
    });
    check(MANIFEST, named(&[&manifest], "__MSG_", "__"), &plain);
    check(BACKGROUND, named(&[&read(BACKGROUND)], "getMessage('", "'"), &plain);
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder");
    let folder = Path::new(&folder);
    fs::write(folder.join("key.rs"), key_enum(&texts, &plural, &plain)).expect("a file that can be written");
    let of_page = |page: &'_ str, mark| -> BTreeSet<String> {
        named(&[page], mark, "\"").into_iter().map(str::to_owned).collect()
    };
    let ids = &of_page(&popup, " id=\"") | &of_page(&settings, " id=\"");
    let commands = [("Command", "popup.html", &popup), ("SettingsCommand", "settings.html", &settings)]
        .map(|(name, page, source)| command_enum(name, page, &of_page(source, " data-action=\"")));
    fs::write(folder.join("page.rs"), id_enum(&ids) + &commands.concat())
        .expect("a file that can be written");
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// A page names texts by key and has none of its own.
fn check_page(path: &str, page: &str, plural: &BTreeSet<&str>, plain: &BTreeSet<&str>) {
    let counted = |tag: &&str| tag.contains("data-count=");
    let (counting, others): (Vec<&str>, Vec<&str>) = page.split('<').partition(counted);
    check(path, named(&counting, "data-text=\"", "\""), plural);
    check(path, named(&others, "data-text=\"", "\""), plain);
    for key in named(&others, "data-label=\"", "\"") {
        check(path, vec![key], plain);
    }
    let untranslated =
        page.split('>').find(|part| part.split('<').next().is_some_and(|text| !text.trim().is_empty()));
    assert_eq!(untranslated, None, "{path} has a text of its own");
}

/// The keys of texts that follow a count, without the plural category, and all other keys.
fn keys(texts: &Map<String, Value>) -> (BTreeSet<&str>, BTreeSet<&str>) {
    text_numbers::stems(texts).into_iter().partition(|stem| !texts.contains_key(*stem))
}

fn without_comments(page: &str) -> String {
    let (mut parts, mut rest) = (String::new(), page);
    while let Some((before, comment)) = rest.split_once("<!--") {
        parts += before;
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    parts + rest
}

/// The text between `mark` and `end`.
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

fn key_enum(texts: &Map<String, Value>, plural: &BTreeSet<&str>, plain: &BTreeSet<&str>) -> String {
    let keys: BTreeSet<&str> = plural.union(plain).copied().collect();
    for (index, key) in keys.iter().enumerate() {
        assert_eq!(
            text_numbers::number(key, texts),
            Some(index.to_string()),
            "{key} has another number elsewhere"
        );
    }
    let about =
        "A text of `_locales/en/messages.json`, without the plural category where it has several forms.";
    let name = nth(&keys);
    let all: Vec<String> = keys.iter().map(|key| format!("Self::{}", variant(key))).collect();
    let keys = enumeration("Key", about, &keys);
    let of_plurals: Vec<String> = plural.iter().map(|key| format!("Self::{}", variant(key))).collect();
    format!(
        "#[cfg_attr(not(test), expect(dead_code, reason = \"popup.html and the manifest name the others\"))]
{keys}
impl Key {{
    /// Every key.
    #[cfg(test)]
    pub(crate) const ALL: &[Self] = &[{}];

    /// The key in the sources.
    #[cfg(test)]
    pub(crate) fn name(self) -> &'static str {{
        {name}
    }}

    /// Whether the text has a form for each plural category, which the first value decides.
    pub(crate) fn is_plural(self) -> bool {{
        matches!(self, {})
    }}
}}
",
        all.join(", "),
        of_plurals.join(" | "),
    )
}

fn id_enum(ids: &BTreeSet<String>) -> String {
    let ids = &ids.iter().map(String::as_str).collect();
    format!(
        "#[expect(dead_code, reason = \"style sheets, labels and scripts use the others\")]
{}
impl Id {{
    /// The `id`.
    pub(crate) fn name(self) -> &'static str {{
        {}
    }}
}}
",
        enumeration("Id", "An element of `popup.html` or `settings.html`, by its `id`.", ids),
        nth(ids),
    )
}

/// Finds the name of `self`. One text is smaller in WebAssembly than a table of texts.
fn nth(names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    format!("{:?}.split(' ').nth(self as usize).unwrap_or_default()", names.join(" "))
}

fn command_enum(identifier: &str, page: &str, commands: &BTreeSet<String>) -> String {
    let commands: &BTreeSet<&str> = &commands.iter().map(String::as_str).collect();
    let all: Vec<String> = commands.iter().map(|name| format!("Self::{}", variant(name))).collect();
    let names: Vec<&str> = commands.iter().copied().collect();
    let about = format!("What the person wants, by the `data-action` of a control in `{page}`.");
    format!(
        "{}
impl {identifier} {{
    /// The one of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {{
        const ALL: &[{identifier}] = &[{}];
        ALL.get({:?}.split(' ').position(|known| known == name)?).copied()
    }}
}}
",
        enumeration(identifier, &about, commands),
        all.join(", ").replace("Self", identifier),
        names.join(" "),
    )
}

/// An enum of these names, two bytes large.
fn enumeration(identifier: &str, about: &str, names: &BTreeSet<&str>) -> String {
    let variants: Vec<String> = names.iter().map(|name| format!("    {},\n", variant(name))).collect();
    format!(
        "/// {about}
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
pub(crate) enum {identifier} {{
{}}}
",
        variants.concat()
    )
}

/// `token_name` as `TokenName`.
fn variant(name: &str) -> String {
    let words = name.split(['_', '-']).map(|word| word[..1].to_uppercase() + &word[1..]);
    words.collect()
}
