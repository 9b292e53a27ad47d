//! `cargo xtask release-notes`: the notes of a release, cut from `CHANGELOG.md`.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::tools;

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The arguments of the task.
#[derive(clap::Args)]
pub struct ReleaseNotesArguments {
    /// The version of the release, or its tag, such as `v0.1.0`. It must be the version in `Cargo.toml`.
    version: String,
}

/// The section of this version in `CHANGELOG.md`, without its heading, as the page of a release shows it: each paragraph on
/// one line, because that page breaks lines where the text does, and links to files as links to the repository.
///
/// # Errors
///
/// If this is not the version in `Cargo.toml`, or `CHANGELOG.md` says nothing about it.
pub fn release_notes(arguments: &ReleaseNotesArguments) -> Result<String> {
    let asked = arguments.version.as_str();
    ensure!(
        asked.strip_prefix('v').unwrap_or(asked) == VERSION,
        "the release is called {asked}, but the version in Cargo.toml is {VERSION}: tag it v{VERSION}, or change the \
         version first"
    );
    let changelog = fs::read_to_string(tools::workspace().join("CHANGELOG.md"));
    let changelog = changelog.context("cannot read CHANGELOG.md")?;
    let section = section(&changelog, VERSION)?;
    Ok(with_addresses(&on_one_line(&section), &format!("{REPOSITORY}/blob/v{VERSION}/")))
}

/// What is between the heading of a version and the next, without the addresses of links at the end of the file.
fn section(changelog: &str, version: &str) -> Result<String> {
    let is_heading = |line: &&str| line.starts_with("## ");
    let heading = format!("## [{version}]");
    let mut lines = changelog.lines().skip_while(|line| !line.starts_with(&heading));
    lines.next().with_context(|| {
        format!(
            "CHANGELOG.md has no section for {version}: give what is under \"## [Unreleased]\" the heading \"{heading} - \
             YEAR-MONTH-DAY\""
        )
    })?;
    let is_address = |line: &&str| line.starts_with('[') && line.contains("]: ");
    let lines: Vec<&str> = lines.take_while(|line| !is_heading(line) && !is_address(line)).collect();
    let text = lines.join("\n").trim().to_owned();
    ensure!(!text.is_empty(), "CHANGELOG.md says nothing about {version}");
    Ok(text)
}

/// Joins the lines of each paragraph and of each item of a list.
fn on_one_line(text: &str) -> String {
    let mut joined = String::new();
    let mut is_code = false;
    let mut may_go_on = false;
    for line in text.lines() {
        let words = line.trim_start();
        let is_fence = words.starts_with("```");
        let is_new = is_code || is_fence || words.is_empty() || words.starts_with(['-', '*', '#', '|', '>']);
        if may_go_on && !is_new {
            joined.push(' ');
            joined.push_str(words);
        } else {
            joined.push_str(if joined.is_empty() { "" } else { "\n" });
            joined.push_str(line);
        }
        is_code ^= is_fence;
        may_go_on = !is_code && !is_fence && !words.is_empty() && !words.starts_with(['#', '|']);
    }
    joined + "\n"
}

/// Puts an address before the targets of links that are files of this repository.
fn with_addresses(text: &str, before: &str) -> String {
    let mut parts = text.split("](");
    let mut linked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        linked.push_str("](");
        let target = part.split(')').next().unwrap_or_default();
        if !target.contains(':') {
            linked.push_str(before);
        }
        linked.push_str(part);
    }
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [Unreleased]\n\n- Later.\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n\
        - One thing, see\n  [docs/a.md](docs/a.md#b) and [c](https://c.test/).\n- Another.\n\n```\nx\n  y\n```\n\n\
        ## [0.1.0] - 2026-11-01\n\n[Unreleased]: https://d.test/\n[0.2.0]: https://e.test/\n";

    #[test]
    fn the_notes_are_the_section_of_the_version() {
        let section = section(CHANGELOG, "0.2.0").unwrap();
        assert!(section.starts_with("### Added") && section.ends_with("```"), "{section}");
        assert_eq!(
            with_addresses(&on_one_line(&section), "https://r.test/blob/v0.2.0/"),
            "### Added\n\n- One thing, see [docs/a.md](https://r.test/blob/v0.2.0/docs/a.md#b) and \
             [c](https://c.test/).\n- Another.\n\n```\nx\n  y\n```\n"
        );
    }

    #[test]
    fn a_version_without_notes_is_not_released() {
        let without = section(CHANGELOG, "0.3.0").unwrap_err().to_string();
        assert!(without.contains("## [0.3.0] - YEAR-MONTH-DAY"), "{without}");
        let empty = section(CHANGELOG, "0.1.0").unwrap_err().to_string();
        assert_eq!(empty, "CHANGELOG.md says nothing about 0.1.0");
        assert!(section(CHANGELOG, "0.2").is_err());
    }

    #[test]
    fn a_tag_must_name_the_version_in_the_manifest() {
        for asked in ["v99.0.0", "99.0.0", "vv0.1.0", ""] {
            let arguments = ReleaseNotesArguments { version: asked.to_owned() };
            let error = release_notes(&arguments).unwrap_err().to_string();
            assert!(error.contains(&format!("tag it v{VERSION}")), "{error}");
        }
    }
}
