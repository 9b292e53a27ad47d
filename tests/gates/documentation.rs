//! `docs/troubleshooting.md` shows the configuration that the tests run, and quotes the popup and the command line. Tests of both
//! check that the sections they link to quote them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use latchkey_tests::localized::every_text;

const LANGUAGES: [&str; 4] = ["nginx", "apache", "haproxy", "ini"];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document() -> String {
    fs::read_to_string(workspace().join("docs/troubleshooting.md")).unwrap()
}

/// The files of a folder and the folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn sources(folder: &str) -> impl Iterator<Item = String> {
    let rust = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    files(&workspace().join(folder)).into_iter().filter(rust).map(|path| fs::read_to_string(path).unwrap())
}

/// Configuration in the document: its language and its lines. What is typed in a shell is none.
fn snippets(document: &str) -> Vec<(&str, &str)> {
    let blocks = document.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).filter(|(language, _)| *language != "shell").collect()
}

#[test]
fn the_document_shows_what_the_tests_run() {
    let tests: String = sources("tests/gates").collect();
    let document = document();
    let shown = snippets(&document);
    assert!(shown.len() > 5);
    for (language, text) in shown {
        assert!(LANGUAGES.contains(&language), "{language}");
        let whole = format!("{text}\n");
        let file = files(&workspace().join("tests/gates"))
            .into_iter()
            .find(|path| fs::read_to_string(path).is_ok_and(|text| text == whole));
        let file = file.unwrap_or_else(|| panic!("no file in tests/gates is:\n{whole}"));
        let name = file.strip_prefix(workspace().join("tests/gates")).unwrap().to_str().unwrap().to_owned();
        assert!(tests.contains(&format!("snippet!({name:?})")), "no test runs {name}");
    }
}

#[test]
fn every_configuration_file_is_run() {
    let tests: String = sources("tests/gates").collect();
    for folder in ["nginx", "apache", "haproxy", "oauth2-proxy"] {
        let folder = workspace().join("tests/gates").join(folder);
        let configuration =
            files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end != "rs"));
        for path in configuration {
            let name =
                path.strip_prefix(workspace().join("tests/gates")).unwrap().to_str().unwrap().to_owned();
            assert!(tests.contains(&format!("{name}\"")), "no test runs {name}");
        }
    }
}

/// The sections that do not begin with what Latchkey says.
const WITHOUT_WORDS: [&str; 2] = ["Exit codes", "What a gate must let through"];

/// Where a quotation has `…`, the text has a value; all else is the same to the letter.
#[test]
fn the_document_quotes_what_latchkey_says() {
    let mut said: BTreeSet<String> = every_text().into_iter().map(|text| with_gaps(text, '$', '$')).collect();
    for source in sources("crates/cli/src") {
        said.extend(literals(&source).iter().map(|text| with_gaps(text, '{', '}')));
    }
    let is_said = |text: &str| said.contains(text);
    // Some messages are put together of two: a cause, and the status that it came with.
    assert!(is_said("… (…)"));
    let document = document();
    let quotations: Vec<&str> = document.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    assert!(quotations.len() > 100);
    for quotation in quotations {
        let cause = quotation.strip_suffix(" (…)");
        assert!(
            is_said(quotation) || cause.is_some_and(is_said),
            "nothing of Latchkey says exactly {quotation:?}"
        );
    }
    for section in document.split("\n## ").skip(1) {
        let (title, text) = section.split_once("\n\n").unwrap();
        assert_eq!(text.starts_with("> "), !WITHOUT_WORDS.contains(&title), "the first line of {title:?}");
    }
}

/// A text with `…` for each value, which stands between these two signs.
fn with_gaps(text: &str, open: char, close: char) -> String {
    let mut gaps = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        let Some((_, after)) = after.split_once(close) else { break };
        gaps.push_str(before);
        gaps.push('…');
        rest = after;
    }
    gaps + rest
}

/// The texts in Rust's quotation marks, without what a backslash at the end of a line leaves out. A quotation mark in a
/// character or a comment only moves where texts begin until the end of the line.
fn literals(source: &str) -> Vec<String> {
    let joined: String = source.split("\\\n").map(str::trim_start).collect();
    let mut texts = Vec::new();
    for line in joined.lines() {
        let line = line.replace("\\\"", "\u{e000}");
        let pieces: Vec<&str> = line.split('"').collect();
        texts.extend(pieces.into_iter().skip(1).step_by(2).map(|piece| piece.replace('\u{e000}', "\"")));
    }
    texts
}
