//! Files that name the packages of a release: checksums, a formula for Homebrew, a manifest for Scoop.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::json;

use super::{command_line, name, program_archive, table};
use crate::tools;

/// The file with a SHA-256 sum for each package, as `sha256sum --check` reads it.
pub(super) const SUMS: &str = "SHA256SUMS";
pub(super) const FORMULA: &str = "latchkey.rb";
pub(super) const MANIFEST: &str = "latchkey.json";

pub(super) const LINUX: [&str; 2] = ["x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"];
pub(super) const WINDOWS: &str = "x86_64-pc-windows-gnu";

const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Homebrew wants no article and no full stop.
const DESCRIPTION: &str = "Create, list, rename, replace, and revoke Jenkins API tokens";

/// Writes the sums of the packages in a folder and, if what they install is there, the formula and the manifest.
///
/// # Errors
///
/// If a file cannot be read or written.
pub(super) fn write(folder: &Path) -> Result<()> {
    let sums: BTreeMap<String, String> =
        table::sums(folder)?.into_iter().map(|(name, _, sum)| (name, sum)).collect();
    let lines: String = sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect();
    let commands = command_line::commands(tools::workspace())?;
    let files = [(SUMS, Some(lines)), (FORMULA, formula(&sums, &commands)), (MANIFEST, manifest(&sums))];
    for (name, content) in files {
        if let Some(content) = content {
            fs::write(folder.join(name), content).with_context(|| format!("cannot write {name}"))?;
        }
    }
    Ok(())
}

/// The address of a package of this release.
fn url(file: &str) -> String {
    format!("{REPOSITORY}/releases/download/v{VERSION}/{file}")
}

/// The formula: on Linux, it installs the static programs; on macOS, it builds the sources. `None` if one of the three is not
/// there.
fn formula(sums: &BTreeMap<String, String>, commands: &[String]) -> Option<String> {
    let package = |file: String| {
        let sum = sums.get(&file)?;
        Some(format!("url \"{}\"\n    sha256 \"{sum}\"", url(&file)))
    };
    let source = package(name("source.tar.gz"))?;
    let [intel, arm] = LINUX.map(|triple| Some(package(program_archive(triple))?.replace('\n', "\n  ")));
    let (intel, arm) = (intel?, arm?);
    let commands = commands.join(" ");
    Some(format!(
        r##"class Latchkey < Formula
  desc "{DESCRIPTION}"
  homepage "{REPOSITORY}"
  version "{VERSION}"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    {source}
    depends_on "rust" => :build
  end

  on_linux do
    on_intel do
      {intel}
    end
    on_arm do
      {arm}
    end
  end

  def install
    if OS.mac?
      system "cargo", "install", *std_cargo_args(path: "crates/cli")
    else
      bin.install "latchkey"
    end
    generate_completions_from_executable(bin/"latchkey", "completions", shells: [:bash, :zsh, :fish])
    (man1/"latchkey.1").write Utils.safe_popen_read(bin/"latchkey", "man")
    %w[{commands}].each do |command|
      (man1/"latchkey-#{{command}}.1").write Utils.safe_popen_read(bin/"latchkey", "man", command)
    end
  end

  test do
    assert_match version.to_s, shell_output("#{{bin}}/latchkey --version")
  end
end
"##
    ))
}

/// The manifest. `None` if the package for Windows is not there.
fn manifest(sums: &BTreeMap<String, String>) -> Option<String> {
    let file = program_archive(WINDOWS);
    let manifest = json!({
        "version": VERSION,
        "description": DESCRIPTION,
        "homepage": REPOSITORY,
        // Scoop's sign for a choice.
        "license": env!("CARGO_PKG_LICENSE").replace(" OR ", "|"),
        "architecture": { "64bit": { "url": url(&file), "hash": sums.get(&file)?, "extract_dir": name(WINDOWS) } },
        "bin": "latchkey.exe",
    });
    serde_json::to_string_pretty(&manifest).ok().map(|manifest| manifest + "\n")
}

#[cfg(test)]
mod tests {
    use super::super::target;
    use super::*;

    fn sums(files: &[String]) -> BTreeMap<String, String> {
        files.iter().enumerate().map(|(at, file)| (file.clone(), format!("{at:064x}"))).collect()
    }

    #[test]
    fn the_formula_names_each_package_with_its_sum() {
        let files = [name("source.tar.gz"), program_archive(LINUX[0]), program_archive(LINUX[1])];
        let text = formula(&sums(&files), &["create".to_owned(), "man".to_owned()]).unwrap();
        for (at, file) in files.iter().enumerate() {
            let lines = text.split_once(&format!("/releases/download/v{VERSION}/{file}\"\n")).unwrap().1;
            assert!(lines.trim_start().starts_with(&format!("sha256 \"{at:064x}\"\n")), "{text}");
        }
        assert!(text.contains("%w[create man].each") && text.contains("latchkey-#{command}.1"), "{text}");
        assert!(DESCRIPTION.len() < 80, "Homebrew rejects longer ones");
        assert_eq!(formula(&sums(&files[1..]), &[]), None);
        assert_eq!(formula(&sums(&files[..2]), &[]), None);
    }

    #[test]
    fn the_manifest_names_the_package_for_windows() {
        let file = program_archive(WINDOWS);
        let text = manifest(&sums(std::slice::from_ref(&file))).unwrap();
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let package = &read["architecture"]["64bit"];
        assert_eq!(package["url"], format!("{REPOSITORY}/releases/download/v{VERSION}/{file}"));
        assert_eq!(package["hash"], "0".repeat(64));
        assert_eq!(package["extract_dir"], file.strip_suffix(".zip").unwrap());
        assert_eq!(read["license"], "MIT|Apache-2.0");
        assert_eq!(manifest(&BTreeMap::new()), None);
    }

    #[test]
    fn what_is_installed_is_built() {
        assert_eq!([LINUX[0], LINUX[1], WINDOWS], target::RELEASE.map(|target| target.triple));
    }

    /// `cargo binstall` finds the packages by the templates in the manifest of the command line.
    #[test]
    fn cargo_binstall_finds_each_package() {
        let manifest = fs::read_to_string(tools::workspace().join("crates/cli/Cargo.toml")).unwrap();
        let value = |section: &str, key: &str| {
            let section = manifest.split_once(&format!("[package.metadata.binstall{section}]\n"))?.1;
            let section = section.split("\n[").next()?;
            let line = section.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")))?;
            Some(line.strip_suffix('"')?.to_owned())
        };
        for target in target::RELEASE {
            let triple = target.triple;
            let of = |key| {
                let template =
                    value(&format!(".overrides.{triple}"), key).or_else(|| value("", key)).unwrap();
                [
                    ("repo", REPOSITORY),
                    ("version", VERSION),
                    ("target", triple),
                    ("bin", "latchkey"),
                    ("binary-ext", target::exe_suffix(triple)),
                ]
                .iter()
                .fold(template, |filled, (name, value)| filled.replace(&format!("{{ {name} }}"), value))
            };
            assert_eq!(of("pkg-url"), url(&program_archive(triple)));
            let program = format!("{}/latchkey{}", name(triple), target::exe_suffix(triple));
            assert_eq!(of("bin-dir"), program);
            assert_eq!(of("pkg-fmt"), if target::is_windows(triple) { "zip" } else { "tgz" });
        }
    }
}
