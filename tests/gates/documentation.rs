//! `docs/troubleshooting.md` shows the configuration that the tests run, and quotes the popup and the command line.

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

/// Configuration in the document: its language and its lines.
fn snippets(document: &str) -> Vec<(&str, &str)> {
    let blocks = document.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| block.split_once('\n')).collect()
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

/// Where a quotation has `…`, the text has a value.
#[test]
fn the_document_quotes_what_latchkey_says() {
    let messages: Vec<String> =
        sources("crates/cli/src").map(|source| without_line_breaks(&source)).collect();
    let said: Vec<&str> = every_text().into_iter().chain(messages.iter().map(String::as_str)).collect();
    let document = document();
    let quotations: Vec<&str> = document.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    assert!(quotations.len() > 10);
    for quotation in quotations {
        let is_said = |text: &&str| {
            quotation.split('…').all(|piece| text.contains(piece.trim_matches(&['“', '”'][..])))
        };
        assert!(said.iter().any(is_said), "nothing of Latchkey says {quotation:?}");
    }
}

/// Joins the lines of a string that a backslash continues.
fn without_line_breaks(source: &str) -> String {
    source.split("\\\n").map(str::trim_start).collect()
}
