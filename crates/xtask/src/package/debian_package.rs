//! The command line as a Debian package.
//!
//! A package is an `ar` archive of two tar archives, one with what it says about itself and one with its files (deb(5)). It
//! needs no other package, because the program is static.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use md5::{Digest as _, Md5};

use super::archive::{self, Entry};
use super::command_line::MANUAL;

/// A placeholder until there is a home.
const MAINTAINER: &str = "Latchkey's maintainers <maintainers@latchkey.example>";

const DOCUMENTATION: &str = "usr/share/doc/latchkey/";

/// The name that Debian expects of a package's file.
pub(super) fn file(architecture: &str) -> String {
    format!("latchkey_{}_{architecture}.deb", env!("CARGO_PKG_VERSION"))
}

/// Writes a package for one of Debian's architectures with the files of the command line's archive.
///
/// # Errors
///
/// If it cannot be written.
pub(super) fn write(to: &Path, architecture: &str, entries: &[Entry]) -> Result<()> {
    let files = files(entries)?;
    let control =
        vec![Entry::new("control", control(architecture, &files)), Entry::new("md5sums", md5sums(&files))];
    let file = File::create(to).with_context(|| format!("cannot write {}", to.display()))?;
    let mut package = ar::Builder::new(file);
    // In this order.
    let members = [
        ("debian-binary", b"2.0\n".to_vec()),
        ("control.tar.gz", archive::tar_gz_with_folders(control)?),
        ("data.tar.gz", archive::tar_gz_with_folders(files)?),
    ];
    for (name, content) in members {
        let mut header = ar::Header::new(name.into(), content.len() as u64);
        header.set_mode(0o100_644);
        header.set_mtime(archive::CHANGED);
        package.append(&header, content.as_slice())?;
    }
    Ok(())
}

/// The files of the command line, where Debian wants them. Completions for shells without such a place are left out.
fn files(entries: &[Entry]) -> Result<Vec<Entry>> {
    let mut files = Vec::new();
    for entry in entries {
        let path = match entry.path.as_str() {
            "latchkey" => "usr/bin/latchkey".to_owned(),
            "completions/latchkey.bash" => "usr/share/bash-completion/completions/latchkey".to_owned(),
            "completions/_latchkey" => "usr/share/zsh/vendor-completions/_latchkey".to_owned(),
            "completions/latchkey.fish" => "usr/share/fish/vendor_completions.d/latchkey.fish".to_owned(),
            path if path.starts_with("completions/") => continue,
            path => match path.strip_prefix(MANUAL) {
                Some(page) => format!("usr/share/man/man1/{page}.gz"),
                None => format!("{DOCUMENTATION}{path}"),
            },
        };
        let content =
            if path.ends_with(".gz") { archive::gzip(&entry.content)? } else { entry.content.clone() };
        files.push(Entry { path, content, is_executable: entry.is_executable });
    }
    files.push(Entry::new(format!("{DOCUMENTATION}copyright"), copyright()));
    files.sort();
    Ok(files)
}

fn control(architecture: &str, files: &[Entry]) -> String {
    // In KiB, and each file by itself, as Debian's policy asks.
    let size: usize = files.iter().map(|file| file.content.len().div_ceil(1024)).sum();
    format!(
        "Package: latchkey\n\
         Version: {version}\n\
         Architecture: {architecture}\n\
         Maintainer: {MAINTAINER}\n\
         Installed-Size: {size}\n\
         Recommends: ca-certificates\n\
         Section: utils\n\
         Priority: optional\n\
         Homepage: {homepage}\n\
         Description: Jenkins API tokens on the command line\n \
         Creates, lists, renames, replaces, and revokes API tokens of a Jenkins\n \
         controller, and keeps them in the keychain or in a file.\n",
        version = env!("CARGO_PKG_VERSION"),
        homepage = env!("CARGO_PKG_REPOSITORY"),
    )
}

fn copyright() -> String {
    format!(
        "Latchkey: {homepage}\n\n\
         Latchkey may be used under the terms of {license}: see LICENSE-APACHE and\n\
         LICENSE-MIT in this folder. The program contains other software, whose copyright\n\
         notices and licenses are in THIRD-PARTY-LICENSES.txt in this folder.\n",
        homepage = env!("CARGO_PKG_REPOSITORY"),
        license = env!("CARGO_PKG_LICENSE").replace("OR", "or"),
    )
}

/// What `dpkg --verify` compares the installed files with.
fn md5sums(files: &[Entry]) -> String {
    let mut lines = String::new();
    for file in files {
        for byte in Md5::digest(&file.content) {
            let _ = write!(lines, "{byte:02x}");
        }
        let _ = writeln!(lines, "  {}", file.path);
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Read as _;

    use super::*;

    fn made(to: &Path) {
        let program = Entry { is_executable: true, ..Entry::new("latchkey", "program") };
        let others = [
            "man/man1/latchkey.1",
            "completions/latchkey.bash",
            "completions/_latchkey",
            "completions/latchkey.fish",
            "completions/_latchkey.ps1",
            "LICENSE-MIT",
        ];
        let entries: Vec<Entry> =
            others.into_iter().map(|path| Entry::new(path, path)).chain([program]).collect();
        write(to, "arm64", &entries).unwrap();
    }

    /// Mode and content of each file.
    fn unpacked(member: &[u8]) -> BTreeMap<String, (u32, Vec<u8>)> {
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(member));
        let entries = archive.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            assert_eq!((entry.header().uid().unwrap(), entry.header().gid().unwrap()), (0, 0));
            let path = entry.path().unwrap().display().to_string();
            (path, (entry.header().mode().unwrap(), content))
        });
        entries.collect()
    }

    #[test]
    fn a_package_has_its_three_members_with_the_files_where_debian_wants_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.deb");
        made(&path);
        let mut package = ar::Archive::new(File::open(&path).unwrap());
        let mut members = Vec::new();
        while let Some(member) = package.next_entry() {
            let mut member = member.unwrap();
            let mut content = Vec::new();
            member.read_to_end(&mut content).unwrap();
            members.push((String::from_utf8(member.header().identifier().to_vec()).unwrap(), content));
        }
        assert_eq!(members[0], ("debian-binary".to_owned(), b"2.0\n".to_vec()));
        assert_eq!(members[1].0, "control.tar.gz");
        assert_eq!(members[2].0, "data.tar.gz");
        let (control, data) = (unpacked(&members[1].1), unpacked(&members[2].1));

        let about = String::from_utf8(control["control"].1.clone()).unwrap();
        assert!(about.contains("\nArchitecture: arm64\n") && about.contains("\n Creates, "), "{about}");
        let sums = String::from_utf8(control["md5sums"].1.clone()).unwrap();
        // md5sum of "program"
        assert!(sums.contains("a9c449d4fa44e9e5a41c574ae55ce4d9  usr/bin/latchkey\n"), "{sums}");

        assert_eq!(data["usr/bin/latchkey"], (0o755, b"program".to_vec()));
        assert_eq!(data["usr/share/bash-completion/completions/latchkey"].0, 0o644);
        assert_eq!(data["usr/share/man/man1/latchkey.1.gz"].1[..2], [0x1f, 0x8b]);
        let names = data.keys().map(String::as_str);
        let files: Vec<&str> = names.filter(|name| !name.ends_with('/')).collect();
        assert_eq!(files.len(), 7, "{files:?}");
        for file in files {
            for (at, _) in file.match_indices('/') {
                assert_eq!(data[&file[..=at]].0, 0o755, "dpkg makes no folders that are not there");
            }
        }
    }

    #[test]
    fn the_same_files_give_the_same_package() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
        made(&one);
        made(&other);
        assert!(std::fs::read(one).unwrap() == std::fs::read(other).unwrap());
    }
}
