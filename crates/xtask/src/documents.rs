//! Holds the documents to what is there: links, pictures, commands and their options.

use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use serde_json::Value;

use crate::package::command_line;
use crate::{Arguments, tools};

struct Document {
    path: PathBuf,
    text: String,
}

impl Document {
    /// Its name in a message.
    fn name(&self) -> String {
        tools::relative(&self.path)
    }

    /// The lines that are no code block.
    fn prose(&self) -> impl Iterator<Item = &str> {
        self.lines().filter(|(is_code, _)| !is_code).map(|(_, line)| line)
    }

    /// What is written as code: the lines of blocks, and what stands between backticks.
    fn code(&self) -> Vec<&str> {
        let pieces = self.lines().flat_map(|(is_code, line)| {
            let pieces: Vec<&str> =
                if is_code { vec![line] } else { line.split('`').skip(1).step_by(2).collect() };
            pieces
        });
        pieces.collect()
    }

    fn lines(&self) -> impl Iterator<Item = (bool, &str)> {
        let mut is_code = false;
        self.text.lines().filter_map(move |line| {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
                return None;
            }
            Some((is_code, line))
        })
    }

    /// Everything that leads to a file, or to a heading.
    fn links(&self) -> Vec<&str> {
        let marks = [("](", ')'), ("src=\"", '"'), ("srcset=\"", '"'), ("href=\"", '"')];
        let of = |line| {
            marks.iter().flat_map(move |(mark, end)| {
                let after = str::split(line, mark).skip(1);
                after.filter_map(|rest: &str| Some(rest.split_once(*end)?.0))
            })
        };
        let is_here = |link: &&str| !link.contains(':');
        self.prose().flat_map(of).filter(is_here).collect()
    }

    /// Its headings as GitHub names them in addresses.
    fn anchors(&self) -> Vec<String> {
        let headings = self.prose().filter_map(|line| line.strip_prefix('#'));
        let headings = headings.map(|line| line.trim_start_matches('#').trim().to_lowercase());
        let kept = |character: &char| character.is_alphanumeric() || [' ', '-', '_'].contains(character);
        headings.map(|line| line.chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
    }

    /// What follows a command's name, where it stands by itself: the words of each piece of code.
    fn calls_of(&self, command: &str) -> Vec<Vec<&str>> {
        let mut calls = Vec::new();
        for code in self.code() {
            // A remark of the shell is no part of the command.
            let code = code.split(" # ").next().unwrap();
            for (at, _) in code.match_indices(command) {
                let rest = &code[at + command.len()..];
                let stands_alone = code[..at].chars().next_back().is_none_or(|before| " $(".contains(before));
                if stands_alone && rest.starts_with(' ') {
                    calls.push(rest.split_whitespace().take_while(|word| !"|>;&".contains(word)).collect());
                }
            }
        }
        calls
    }
}

/// The documents of the workspace.
fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for folder in [tools::workspace().to_owned(), tools::workspace().join("docs")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                documents.push(Document { path, text });
            }
        }
    }
    assert!(documents.len() > 6);
    documents
}

fn read(path: &Path) -> Document {
    Document { path: path.to_owned(), text: fs::read_to_string(path).unwrap() }
}

/// Pictures are among them.
#[test]
fn what_documents_link_to_is_there() {
    let mut count = 0;
    for document in documents() {
        for link in document.links() {
            let (file, anchor) = link.split_once('#').map_or((link, None), |(file, at)| (file, Some(at)));
            let target = if file.is_empty() {
                document.path.clone()
            } else {
                document.path.with_file_name("").join(file)
            };
            assert!(target.exists(), "{} links to {link}, which is not there", document.name());
            if let Some(anchor) = anchor {
                let known = read(&target).anchors().iter().any(|known| known == anchor);
                assert!(known, "{} links to {link}; there is no such heading", document.name());
            }
            count += 1;
        }
    }
    assert!(count > 10);
}

#[test]
fn tasks_that_documents_name_are_there() {
    let tasks = Arguments::command();
    let mut count = 0;
    for document in documents() {
        for call in document.calls_of("cargo xtask") {
            let Some((name, words)) = call.split_first() else { continue };
            let task = tasks.find_subcommand(name);
            let task = task.unwrap_or_else(|| panic!("{} names cargo xtask {name}", document.name()));
            for option in
                words.iter().take_while(|word| **word != "--").filter_map(|word| word.strip_prefix("--"))
            {
                let known = task.get_arguments().any(|known| known.get_long() == Some(option));
                assert!(known, "{} names cargo xtask {name} --{option}", document.name());
            }
            count += 1;
        }
    }
    assert!(count > 5);
}

/// And the README names all that are.
#[test]
fn commands_that_documents_name_are_there() {
    let commands = command_line::commands(tools::workspace()).unwrap();
    let mut count = 0;
    for document in documents() {
        for call in document.calls_of("latchkey") {
            let Some(name) = call.first().filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
            else {
                continue;
            };
            assert!(commands.iter().any(|known| known == name), "{} names latchkey {name}", document.name());
            count += 1;
        }
    }
    assert!(count > 3);
    let readme = read(&tools::workspace().join("README.md"));
    for command in commands {
        assert!(readme.code().contains(&command.as_str()), "the README does not name latchkey {command}");
    }
}

/// `module::test` and `module` with `::*` stand for files of the browser tests.
#[test]
fn tests_that_show_a_promise_are_there() {
    let tests = tools::workspace().join("tests/browser");
    let mut count = 0;
    for code in read(&tools::workspace().join("SECURITY.md")).code() {
        // The others are paths of crates.
        let Some((module, name)) = code.split_once("::").filter(|(first, _)| !first.starts_with("latchkey"))
        else {
            continue;
        };
        let source = fs::read_to_string(tests.join(format!("{module}.rs")));
        let source = source.unwrap_or_else(|error| panic!("SECURITY.md names {code}: {error}"));
        let is_there = name == "*" || source.contains(&format!("fn {name}("));
        assert!(is_there, "SECURITY.md names {code}, which is not there");
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn stores_and_administrators_get_the_names_of_the_manifest() {
    let listing = read(&tools::workspace().join("docs/store-listing.md")).text;
    let texts = fs::read_to_string(tools::workspace().join("extension/_locales/en/messages.json")).unwrap();
    let texts: Value = serde_json::from_str(&texts).unwrap();
    let summary = texts["extension_description"]["message"].as_str().unwrap();
    assert!(listing.contains(&format!("\n## Summary\n\n{summary}\n")), "the store's summary is {summary}");
    let administrators = read(&tools::workspace().join("docs/administrators.md")).text;
    let manifest = fs::read_to_string(tools::workspace().join("extension/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let gecko = &manifest["firefox"]["browser_specific_settings"]["gecko"];
    let (id, version) = (gecko["id"].as_str().unwrap(), gecko["strict_min_version"].as_str().unwrap());
    assert!(administrators.contains(&format!("\n      \"{id}\": {{\n")));
    assert!(administrators.contains(&format!("needs Firefox {} or later", version.trim_end_matches(".0"))));
    for permission in manifest["common"]["permissions"].as_array().unwrap() {
        let row = format!("\n| `{}` | ", permission.as_str().unwrap());
        assert!(listing.contains(&row), "the store wants a reason for {permission}");
    }
}

#[test]
fn what_is_wrong_in_a_document_is_found() {
    let text = "# A b, c!\n[x](no.md#a-b-c) <img src=\"no.png\"> <https://a.test>\n\
        `cargo xtask fly --high -- x`, `T=$(latchkey sing)`, `latchkey-core a`, `-p latchkey --x`\n\
        ```\ncargo xtask swim # cargo xtask sink\n[y](code.md)\n```\n";
    let document = Document { path: "x.md".into(), text: text.to_owned() };
    assert_eq!(document.links(), ["no.md#a-b-c", "no.png"]);
    assert_eq!(document.anchors(), ["a-b-c"]);
    assert_eq!(document.calls_of("cargo xtask"), [vec!["fly", "--high", "--", "x"], vec!["swim"]]);
    assert_eq!(document.calls_of("latchkey"), [vec!["sing)"], vec!["--x"]]);
}
