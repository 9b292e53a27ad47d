//! Tests that the links and the commands in the documents exist, and that the workflows call commands of the documents.

use std::fs;
use std::path::PathBuf;

use clap::{CommandFactory, Parser as _};
use latchkey_xtask::package::command_line;
use latchkey_xtask::tools;

use crate::Arguments;

/// Path, text, and the name in a message of every Markdown file.
fn documents() -> Vec<(PathBuf, String, String)> {
    let folders = [tools::workspace().to_owned(), tools::workspace().join("docs")];
    let paths =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let markdown = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let documents = markdown.map(|path| {
        let (text, name) = (fs::read_to_string(&path).unwrap(), tools::relative(&path));
        (path, text, name)
    });
    documents.collect()
}

/// Every line, and whether it is in a code block.
fn lines(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut is_code = false;
    text.lines().filter_map(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        (!is_fence).then_some((is_code, line))
    })
}

/// Targets of links and pictures that are in this repository.
fn links(text: &str) -> Vec<&str> {
    let marks = [("](", ')'), ("src=\"", '"'), ("srcset=\"", '"'), ("href=\"", '"')];
    let prose = lines(text).filter(|(is_code, _)| !is_code);
    let targets = prose.flat_map(|(_, line)| {
        marks.into_iter().flat_map(move |(mark, end)| {
            line.split(mark).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
        })
    });
    targets.filter(|target| !target.contains(':')).collect()
}

/// The headings as GitHub names them in URLs.
fn anchors(text: &str) -> Vec<String> {
    let headings = lines(text).filter(|(is_code, line)| !is_code && line.starts_with('#'));
    let kept = |character: &char| character.is_alphanumeric() || " -_".contains(*character);
    let anchor = |line: &str| {
        line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>()
    };
    headings.map(|(_, line)| str::replace(&anchor(line), ' ', "-")).collect()
}

/// The first word after `command` in each piece of code.
fn subcommands<'a>(text: &'a str, command: &str) -> Vec<&'a str> {
    let code = lines(text).flat_map(|(is_code, line)| {
        let inline = line.split('`').skip(1).step_by(2);
        if is_code { vec![line.split(" # ").next().unwrap()] } else { inline.collect() }
    });
    let calls = code.flat_map(|code| {
        code.match_indices(command).filter_map(move |(at, found)| {
            let stands_alone = code[..at].chars().next_back().is_none_or(|before| " $(".contains(before));
            let word = code[at + found.len()..].strip_prefix(' ')?.split_whitespace().next()?;
            (stands_alone && word.starts_with(|first: char| first.is_ascii_lowercase())).then_some(word)
        })
    });
    calls.collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let mut count = 0;
    for (path, text, name) in documents() {
        for link in links(&text) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.with_file_name(file) };
            assert!(target.exists(), "{name} links to {link}, which does not exist");
            let has_heading =
                || anchors(&fs::read_to_string(&target).unwrap()).iter().any(|known| known == anchor);
            assert!(anchor.is_empty() || has_heading(), "{name} links to {link}: there is no such heading");
            count += 1;
        }
    }
    assert!(count > 10);
}

/// In the table of CONTRIBUTING.md, a path that is not in the workspace's folder is in that of the path before it.
#[test]
fn every_path_in_the_table_of_folders_exists() {
    let text = fs::read_to_string(tools::workspace().join("CONTRIBUTING.md")).unwrap();
    let (_, table) = text.split_once("| folder | holds |").unwrap();
    let rows = table.lines().skip(1).take_while(|line| line.is_empty() || line.starts_with('|'));
    let mut count = 0;
    for row in rows.filter_map(|line| line.split('|').nth(1)) {
        let mut folder = tools::workspace().to_owned();
        for path in row.split('`').skip(1).step_by(2) {
            let found =
                [tools::workspace().join(path), folder.join(path)].into_iter().find(|path| path.exists());
            let found = found.unwrap_or_else(|| panic!("CONTRIBUTING.md names {path}, which does not exist"));
            folder = found.parent().unwrap().to_owned();
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_command_in_the_documents_exists() {
    let tasks = Arguments::command();
    let commands = command_line::commands(tools::workspace()).unwrap();
    let mut count = 0;
    for (_, text, name) in documents() {
        for task in subcommands(&text, "cargo xtask") {
            assert!(tasks.find_subcommand(task).is_some(), "{name} names cargo xtask {task}");
            count += 1;
        }
        for command in subcommands(&text, "latchkey") {
            assert!(commands.iter().any(|known| known == command), "{name} names latchkey {command}");
            count += 1;
        }
    }
    assert!(count > 8);
}

/// The Chrome Web Store's limit is that of the package's description, which has a test of its own.
#[test]
fn the_summaries_are_those_of_the_package_and_fit_the_stores() {
    let listing = fs::read_to_string(tools::workspace().join("docs/store-listing.md")).unwrap();
    let [chrome, firefox] =
        listing.lines().filter_map(|line| line.strip_prefix("> ")).collect::<Vec<_>>()[..]
    else {
        panic!("the store listing has other quotations than its two summaries");
    };
    let texts = fs::read_to_string(tools::workspace().join("extension/_locales/en/messages.json")).unwrap();
    let texts: serde_json::Value = serde_json::from_str(&texts).unwrap();
    assert_eq!(texts["extension_description"]["message"], chrome);
    assert!(firefox.chars().count() <= 250);
}

/// The commands in a workflow that are this repository's, or cargo's, without what the shell does with their output.
fn called(workflow: &str) -> Vec<&str> {
    let lines = workflow.lines().map(|line| line.trim_start_matches([' ', '-']).trim_start_matches("run: "));
    let own = lines.filter(|line| ["cargo ", ".ci/", "tests/"].iter().any(|start| line.starts_with(start)));
    own.map(|line| line.split(" > ").next().unwrap_or(line)).collect()
}

/// What continuous integration does, a person can do, and finds described.
#[test]
fn every_command_of_a_workflow_is_in_the_documents() {
    let described: String = documents().into_iter().map(|(_, text, _)| text).collect();
    let mut count = 0;
    for file in fs::read_dir(tools::workspace().join(".github/workflows")).unwrap() {
        let path = file.unwrap().path();
        let (text, name) = (fs::read_to_string(&path).unwrap(), tools::relative(&path));
        for command in called(&text) {
            let (fixed, _) = command.split_once(" \"$").unwrap_or((command, ""));
            assert!(described.contains(fixed), "{name} calls {fixed}, which no document names");
            if let Some(words) = command.strip_prefix("cargo xtask ") {
                let parsed = Arguments::try_parse_from(["cargo xtask"].into_iter().chain(words.split(' ')));
                assert!(parsed.is_ok(), "{name} calls {command}: {}", parsed.err().unwrap());
            } else if let Some(script) = command.split(' ').next().filter(|word| word.contains('/')) {
                assert!(tools::workspace().join(script).is_file(), "{name} calls {script}");
            }
            count += 1;
        }
    }
    assert!(count > 8);
}

#[test]
fn finds_the_commands_of_a_workflow() {
    let text = "- run: cargo xtask fly \"$HEIGHT\" > log.txt\n  run: |\n    mkdir x\n    .ci/run\n- uses: a/b@c # cargo d\n";
    assert_eq!(called(text), ["cargo xtask fly \"$HEIGHT\"", ".ci/run"]);
}

#[test]
fn finds_links_headings_and_commands() {
    let text = "# A b, c!\n[x](no.md#a-b-c) <img src=\"no.png\"> <https://a.test>\n\
        `cargo xtask fly --high -- x`, `T=$(latchkey sing x)`, `latchkey-core a`, `-p latchkey --x`\n\
        ```\ncargo xtask swim # cargo xtask sink\n[y](code.md)\n```\n";
    assert_eq!(links(text), ["no.md#a-b-c", "no.png"]);
    assert_eq!(anchors(text), ["a-b-c"]);
    assert_eq!(subcommands(text, "cargo xtask"), ["fly", "swim"]);
    assert_eq!(subcommands(text, "latchkey"), ["sing"]);
}
