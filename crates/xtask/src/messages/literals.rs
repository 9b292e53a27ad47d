//! Fails on a text that stands in the code, where it cannot be translated.

use std::fs;

use super::{compact, extension_sources, read};
use crate::tools;

/// What shows a text, as Rust calls it. A literal there is a text of its own.
const SHOWING: &[&str] = &[
    "set_text_content(Some(\"",
    "set_inner_text(\"",
    "set_inner_html(\"",
    "option.set_text(\"",
    "set_title(\"",
    "set_placeholder(\"",
    "create_text_node(\"",
    "\"aria-label\",\"",
];

/// What shows a text, as JavaScript calls it. The scripts have no business with it at all.
const SHOWING_IN_SCRIPTS: &[&str] = &[
    "textContent",
    "innerText",
    "innerHTML",
    "insertAdjacent",
    "createTextNode",
    "document.title",
    "aria-label",
    "placeholder",
    "alert(",
    "confirm(",
    "prompt(",
    "notifications",
    "setTitle",
    "setBadgeText",
];

/// Attributes that a person sees or hears.
const SPOKEN_ATTRIBUTES: &[&str] =
    &[" title=", " alt=", " aria-label=", " aria-description=", " placeholder=", " label="];

/// The source without its unit tests, comments and white space between tokens left as it is.
fn shown_part(source: &str) -> String {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The string literals of a source without comments.
fn literals(source: &str) -> Vec<String> {
    let mut literals = Vec::new();
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A quotation mark as a character is none that begins a text.
            '\'' if characters.peek() == Some(&'"') => {
                characters.next();
            }
            '"' => {
                let mut literal = String::new();
                while let Some(character) = characters.next().filter(|character| *character != '"') {
                    literal.push(character);
                    if character == '\\' {
                        literal.extend(characters.next());
                    }
                }
                literals.push(literal);
            }
            _ => {}
        }
    }
    literals
}

/// Whether it reads like a sentence or the label of something: a capital letter, and a second word.
fn is_for_people(literal: &str) -> bool {
    let mut words = literal.split(' ');
    let capital = words.next().is_some_and(|first| {
        first.starts_with(|first: char| first.is_uppercase()) && first.chars().skip(1).all(char::is_lowercase)
    });
    capital && words.next().is_some_and(|second| second.starts_with(char::is_alphabetic))
}

#[test]
fn literals_are_found_and_told_apart() {
    let source = r#"f("Try again"); g('"', "a \"b\"", "main_job");"#;
    assert_eq!(literals(source), ["Try again", r#"a \"b\""#, "main_job"]);
    assert!(is_for_people("Try again") && is_for_people("A token"));
    assert!(!is_for_people("try again") && !is_for_people("Latchkey {date}") && !is_for_people("Enter"));
}

#[test]
fn no_text_stands_in_the_sources() {
    for source in extension_sources() {
        let source = shown_part(&source);
        let found: Vec<String> =
            literals(&source).into_iter().filter(|literal| is_for_people(literal)).collect();
        assert!(found.is_empty(), "to _locales with {found:?}");
        let compact = compact(&source);
        let shows = |showing: &str| compact.split(showing).skip(1).any(|literal| !literal.starts_with('"'));
        let found: Vec<_> = SHOWING.iter().filter(|showing| shows(showing)).collect();
        assert!(found.is_empty(), "a text without a key: {found:?}");
    }
}

#[test]
fn no_text_stands_in_the_page() {
    let mut page = read("www/popup.html");
    while let Some((before, rest)) = page.split_once("<!--") {
        let (_, after) = rest.split_once("-->").unwrap();
        page = format!("{before}{after}");
    }
    let mut tags = page.split('<').skip(1);
    assert!(tags.clone().count() > 100);
    let text = tags.clone().filter_map(|tag| tag.split_once('>')).find(|(_, text)| !text.trim().is_empty());
    assert_eq!(text, None);
    let spoken = tags.find(|tag| SPOKEN_ATTRIBUTES.iter().any(|attribute| tag.contains(attribute)));
    assert_eq!(spoken, None);
}

#[test]
fn the_scripts_show_nothing_themselves() {
    for folder in ["extension", "www"] {
        let files = fs::read_dir(tools::workspace().join(folder)).unwrap();
        let scripts = files.map(|file| file.unwrap().path());
        let scripts: Vec<_> =
            scripts.filter(|path| path.extension().is_some_and(|end| end == "js")).collect();
        assert!(!scripts.is_empty());
        for path in scripts {
            let script = fs::read_to_string(&path).unwrap();
            let found = SHOWING_IN_SCRIPTS.iter().find(|showing| script.contains(**showing));
            assert_eq!(found, None, "{}", path.display());
        }
    }
}
