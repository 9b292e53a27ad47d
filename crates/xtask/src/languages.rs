//! Tests that all languages have the same keys and placeholders, and name buttons by their labels.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::tools;

type Keys = BTreeSet<String>;

/// Chromium's store takes no longer description.
const LONGEST_DESCRIPTION: usize = 132;

/// How Unicode's CLDR divides whole numbers in each language: what `Intl.PluralRules` may select.
const PLURAL_CATEGORIES: &[(&str, &[&str])] = &[
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["one", "many", "other"]),
    ("fr", &["one", "many", "other"]),
    ("ja", &["other"]),
    ("pt-BR", &["one", "many", "other"]),
    ("zh-CN", &["other"]),
];

/// Texts that name what the person is to press or to look at, each with the key of that name.
const NAMING: &[(&str, &str)] = &[
    ("not_copied_advice", "show_token"),
    ("shown_once", "done"),
    ("no_date_advice", "expires"),
    ("owner_only_advice", "generate_token"),
    ("other_format_advice", "copy_as"),
    ("unknown_user_advice", "user_id"),
    ("terminal_never", "expires_never"),
    ("policy_expiry_advice", "expires"),
    ("paste_instead", "copy_as_user_token"),
    ("not_delivered_advice", "copy_as_user_token"),
    ("transmission_refused_advice", "give_to_terminal"),
];

/// Which marks enclose a name in each language.
const QUOTATION_MARKS: &[(&str, [&str; 2])] = &[
    ("ar", ["«", "»"]),
    ("de", ["„", "“"]),
    ("en", ["“", "”"]),
    ("es", ["«", "»"]),
    ("fr", ["«\u{a0}", "\u{a0}»"]),
    ("ja", ["「", "」"]),
    ("pt-BR", ["“", "”"]),
    ("zh-CN", ["“", "”"]),
];

struct Language {
    /// The folder's name.
    folder: String,
    texts: serde_json::Map<String, Value>,
}

impl Language {
    fn message(&self, key: &str) -> &str {
        self.texts[key]["message"].as_str().unwrap()
    }

    fn tag(&self) -> &str {
        self.message("language_tag")
    }

    fn of<T: Copy>(&self, table: &[(&str, T)]) -> T {
        let found = table.iter().find(|(tag, _)| *tag == self.tag());
        found.unwrap_or_else(|| panic!("{} is in no table of this test", self.tag())).1
    }

    fn keys(&self) -> Keys {
        self.texts.keys().cloned().collect()
    }

    /// The keys of texts that follow a count, without the plural category.
    fn plural_keys(&self) -> Keys {
        let stems = self.texts.keys().filter_map(|key| key.strip_suffix("_other"));
        stems.map(ToOwned::to_owned).collect()
    }

    /// Which value stands behind which name.
    fn placeholders(&self, key: &str) -> BTreeMap<String, String> {
        let placeholders = self.texts[key].get("placeholders").and_then(Value::as_object);
        let pairs = placeholders.into_iter().flatten();
        pairs.map(|(name, what)| (name.clone(), what["content"].as_str().unwrap().to_owned())).collect()
    }
}

fn languages() -> Vec<Language> {
    let folders = fs::read_dir(tools::workspace().join("extension/_locales")).unwrap();
    let languages = folders.map(|folder| {
        let folder = folder.unwrap();
        let texts = fs::read_to_string(folder.path().join("messages.json")).unwrap();
        Language {
            folder: folder.file_name().into_string().unwrap(),
            texts: serde_json::from_str(&texts).unwrap(),
        }
    });
    let languages: Vec<Language> = languages.collect();
    assert_eq!(languages.len(), PLURAL_CATEGORIES.len());
    languages
}

fn english(languages: &[Language]) -> &Language {
    languages.iter().find(|language| language.folder == "en").unwrap()
}

/// The names between dollar signs.
fn named_in(message: &str) -> BTreeSet<String> {
    message.split('$').skip(1).step_by(2).map(str::to_lowercase).collect()
}

#[test]
fn every_language_says_which_it_is_and_how_it_is_read() {
    for language in languages() {
        assert_eq!(language.tag().replace('-', "_"), language.folder);
        let direction = if language.folder == "ar" { "rtl" } else { "ltr" };
        assert_eq!(language.message("text_direction"), direction, "{}", language.folder);
    }
}

#[test]
fn every_language_has_the_same_keys() {
    let languages = languages();
    let english = english(&languages);
    let plurals = english.plural_keys();
    assert!(plurals.contains("expires_days") && plurals.contains("revoke_several_question"));
    let with_categories = |categories: &[&str]| -> Keys {
        plurals
            .iter()
            .flat_map(|key| categories.iter().map(move |category| format!("{key}_{category}")))
            .collect()
    };
    let common = &english.keys() - &with_categories(english.of(PLURAL_CATEGORIES));
    for language in &languages {
        let expected = &common | &with_categories(language.of(PLURAL_CATEGORIES));
        let differing: Vec<String> = expected.symmetric_difference(&language.keys()).cloned().collect();
        assert!(differing.is_empty(), "{} lacks, or has too many: {differing:?}", language.folder);
    }
}

#[test]
fn every_text_holds_the_values_of_the_english_one() {
    let languages = languages();
    let english = english(&languages);
    let plurals = english.plural_keys();
    for language in &languages {
        for key in language.keys() {
            let plural = plurals.iter().find(|plural| key.starts_with(&format!("{plural}_")));
            let same = plural.map_or_else(|| key.clone(), |plural| format!("{plural}_other"));
            let placeholders = language.placeholders(&key);
            assert_eq!(placeholders, english.placeholders(&same), "{} {key}", language.folder);
            let named = named_in(language.message(&key));
            let expected: BTreeSet<String> = placeholders.keys().cloned().collect();
            // Two tokens, or one, can be said without the number.
            let may_lack_count = plural.is_some_and(|_| !key.ends_with("_other"));
            let is_count = |name: &String| placeholders[name] == "$1";
            let lacks_only_count =
                may_lack_count && named.is_subset(&expected) && expected.difference(&named).all(is_count);
            assert!(named == expected || lacks_only_count, "{} {key}: {named:?}", language.folder);
        }
    }
}

#[test]
fn no_text_is_empty_or_left_in_english() {
    let languages = languages();
    let english = english(&languages);
    // Names, and what is code in every language.
    const SAME: &[&str] = &[
        "extension_name",
        "text_direction",
        "tokens",
        "summary_tokens_one",
        "summary_tokens_other",
        "script",
    ];
    for language in languages.iter().filter(|language| language.folder != "en") {
        for key in language.keys() {
            let message = language.message(&key);
            assert!(!message.trim().is_empty() && message.trim() == message, "{} {key}", language.folder);
            let same = english.texts.get(&key).is_some_and(|text| text["message"] == message);
            assert!(
                !same || !has_words(message) || SAME.contains(&key.as_str()),
                "{} {key} is as in English",
                language.folder
            );
        }
        let description = language.message("extension_description").chars().count();
        assert!(description <= LONGEST_DESCRIPTION, "{}: {description} characters", language.folder);
    }
}

/// Whether a message has letters besides its placeholders (`$NAME$`).
fn has_words(message: &str) -> bool {
    message.split('$').step_by(2).any(|text| text.contains(char::is_alphabetic))
}

#[test]
fn what_is_to_be_pressed_is_called_by_its_name() {
    for language in languages() {
        let [opening, closing] = language.of(QUOTATION_MARKS);
        for (key, named) in NAMING {
            let name = format!("{opening}{}{closing}", language.message(named));
            let message = language.message(key);
            assert!(message.contains(&name), "{} {key} does not name {name}: {message}", language.folder);
        }
        for (key, text) in &language.texts {
            let message = text["message"].as_str().unwrap();
            assert!(!message.contains('"'), "{} {key} has a typewriter's quotation mark", language.folder);
            assert!(!message.contains(char::is_control), "{} {key} has a control character", language.folder);
        }
    }
}
