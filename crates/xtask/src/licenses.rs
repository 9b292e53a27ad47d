//! The licenses of the crates in a package: `THIRD-PARTY-LICENSES.txt`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};

use crate::crates::{self, Crate};
use crate::reproducible::Compiler;

/// The name of the file.
pub const FILE: &str = "THIRD-PARTY-LICENSES.txt";

/// The files with Latchkey's own licenses.
pub const OWN: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// How the name of a license file can start.
const NAMES: [&str; 6] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];

/// The end of a target triple, and the licenses of the C runtime that programs for it contain.
const RUNTIMES: [(&str, &str); 2] = [
    ("-linux-musl", include_str!("../licenses/musl.txt")),
    ("-windows-gnu", include_str!("../licenses/mingw-w64.txt")),
];

const LINE: &str = "================================================================================";

/// The licenses of all crates in a package built for a target. A text that several crates share is there once.
///
/// # Errors
///
/// If cargo fails, or files cannot be read.
pub fn third_party(package: &str, target: &str) -> Result<String> {
    let mut all = written(&crates::within(package, target)?, &Compiler::ask()?.release)?;
    for (_, text) in RUNTIMES.into_iter().filter(|(end, _)| target.ends_with(end)) {
        write!(all, "\n{LINE}\n{text}")?;
    }
    Ok(all)
}

fn written(crates: &[Crate], rust: &str) -> Result<String> {
    let mut texts: BTreeMap<String, (String, Vec<&Crate>)> = BTreeMap::new();
    let mut without = Vec::new();
    for found in crates {
        let files = license_files(found)?;
        if files.is_empty() {
            without.push(found);
        }
        for text in files {
            let shared = texts.entry(normalized(&text)).or_insert_with(|| (text, Vec::new()));
            shared.1.push(found);
        }
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by_key(|(_, crates)| crates[0]);

    let mut all = format!(
        "Latchkey contains the software listed here. Where its authors leave a choice of licenses and one of them is\n\
         the MIT License, that one was chosen. The source code of every crate is at the address beside it.\n\n\
         It also contains the standard library of Rust {rust}, under the MIT License, with parts under Apache-2.0 with\n\
         the LLVM exception and the Unicode License v3: https://github.com/rust-lang/rust/blob/{rust}/COPYRIGHT\n"
    );
    for (text, crates) in texts {
        write!(all, "\n{LINE}\n{}\n{}\n", list(&crates), text.trim_matches('\n'))?;
    }
    if !without.is_empty() {
        write!(all, "\n{LINE}\nThese come without a license file. Their manifests name the license:\n\n")?;
        all.push_str(&list(&without));
    }
    Ok(all)
}

fn list(crates: &[&Crate]) -> String {
    let line = |found: &&Crate| {
        let Crate { name, version, license, .. } = found;
        format!("{name} {version} ({license}), https://crates.io/crates/{name}/{version}\n")
    };
    crates.iter().map(line).collect()
}

/// The license texts of a crate, with Unix line ends. The MIT License is enough where it can be chosen.
fn license_files(found: &Crate) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(&found.folder).with_context(|| format!("{} has no sources", found.name))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let upper = name.to_uppercase();
        if entry.file_type()?.is_file() && NAMES.iter().any(|license| upper.starts_with(license)) {
            names.push(name);
        }
    }
    names.sort();
    if may_choose_mit(&found.license) && names.iter().any(|name| is_mit(name)) {
        names.retain(|name| is_mit(name) || goes_along(name));
    }
    let read = |name: &String| {
        let path = found.folder.join(name);
        let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(String::from_utf8_lossy(&text).replace("\r\n", "\n"))
    };
    names.iter().map(read).collect()
}

fn may_choose_mit(expression: &str) -> bool {
    !expression.contains("AND") && expression.split([' ', '/']).any(|license| license == "MIT")
}

fn is_mit(name: &str) -> bool {
    name.to_uppercase().contains("MIT")
}

/// Notices that are required whichever license is chosen.
fn goes_along(name: &str) -> bool {
    let name = name.to_uppercase();
    name.contains("THIRD-PARTY") || name.starts_with("NOTICE")
}

/// Equal for texts that differ only in white space.
fn normalized(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(folder: &std::path::Path, name: &str, license: &str, files: &[(&str, &str)]) -> Crate {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
        let (name, version) = (name.to_owned(), "1.0.0".to_owned());
        Crate { name, version, license: license.to_owned(), folder, is_foreign: true }
    }

    #[test]
    fn what_a_release_links_from_c_has_its_license() {
        for target in &crate::package::target::RELEASE {
            assert!(RUNTIMES.iter().any(|(end, _)| target.triple.ends_with(end)), "{}", target.triple);
        }
    }

    #[test]
    fn each_text_stands_once_and_the_short_one_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let (mit, apache) =
            (("LICENSE-MIT", "Permission is\ngranted."), ("LICENSE-APACHE", "Terms and so on."));
        let crates = [
            made(folder.path(), "a", "MIT OR Apache-2.0", &[mit, apache, ("NOTICE", "By A.")]),
            made(folder.path(), "b", "Unlicense/MIT", &[("LICENSE-MIT", "Permission\r\nis granted.")]),
            made(
                folder.path(),
                "c",
                "(MIT OR Apache-2.0) AND Unicode-3.0",
                &[("LICENSE-UNICODE", "Tables."), mit],
            ),
            made(folder.path(), "d", "MPL-2.0", &[]),
        ];
        let all = written(&crates, "1.95.0").unwrap();
        assert_eq!(all.matches("Permission").count(), 1, "{all}");
        assert!(
            all.contains("a/1.0.0\nb 1.0.0 (Unlicense/MIT), https://crates.io/crates/b/1.0.0\nc 1.0.0"),
            "{all}"
        );
        assert!(!all.contains("Terms") && all.contains("By A.") && all.contains("Tables."), "{all}");
        assert!(
            all.contains("without a license file. Their manifests name the license:\n\nd 1.0.0 (MPL-2.0)"),
            "{all}"
        );
    }
}
