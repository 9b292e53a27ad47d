//! Reproducible archives: the same files give the same bytes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroU64;
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};
use zopfli::{Format, Options};

/// The modification time of every file, as a Unix timestamp: 1980-01-01 00:00 UTC, the earliest in a ZIP archive.
pub(super) const CHANGED: u64 = 315_532_800;

/// What the packing may cost.
#[derive(Clone, Copy)]
pub(super) enum Effort {
    /// As small as deflate gets: people download the extension whenever it is updated.
    Most,
    /// For programs, which are thirty times as large.
    Little,
}

impl Effort {
    /// zopfli's iterations plus 9. More iterations save about ten bytes.
    fn level(self) -> i64 {
        match self {
            Self::Most => 24,
            Self::Little => 10,
        }
    }
}

/// A file of an archive.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// The path in the archive, with slashes.
    pub(super) path: String,
    pub(super) content: Vec<u8>,
    pub(super) is_executable: bool,
}

impl Entry {
    /// A file that is not executable.
    pub(super) fn new(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: content.into(), is_executable: false }
    }

    /// Everyone may read it, only the owner may write it.
    fn mode(&self) -> u32 {
        if self.is_executable { 0o755 } else { 0o644 }
    }
}

/// All files in a folder and its subfolders.
pub(super) fn entries_of(folder: &Path) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    collect(folder, "", &mut entries)?;
    Ok(entries)
}

fn collect(folder: &Path, before: &str, entries: &mut Vec<Entry>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), entries)?;
        } else {
            entries.push(Entry::new(name, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Writes a ZIP archive.
pub(super) fn zip(to: &Path, mut entries: Vec<Entry>, effort: Effort) -> Result<()> {
    entries.sort();
    let mut archive = ZipWriter::new(create(to)?);
    for entry in &entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(effort.level()))
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(entry.mode());
        archive.start_file(entry.path.as_str(), options)?;
        archive.write_all(&entry.content)?;
    }
    archive.finish()?.flush()?;
    Ok(())
}

/// Puts all files into one folder.
pub(super) fn in_folder(folder: &str, entries: Vec<Entry>) -> Vec<Entry> {
    let inside = |entry: Entry| Entry { path: format!("{folder}/{}", entry.path), ..entry };
    entries.into_iter().map(inside).collect()
}

/// Writes a compressed tar archive.
pub(super) fn tar_gz(to: &Path, mut entries: Vec<Entry>) -> Result<()> {
    entries.sort();
    let mut archive = tar::Builder::new(Vec::new());
    for entry in &entries {
        append(&mut archive, tar::EntryType::Regular, &entry.path, entry.mode(), &entry.content)?;
    }
    fs::write(to, gzip(&archive.into_inner()?)?).with_context(|| format!("cannot write {}", to.display()))
}

/// A compressed tar archive that has an entry for each folder, too.
pub(super) fn tar_gz_with_folders(mut entries: Vec<Entry>) -> Result<Vec<u8>> {
    entries.sort();
    let mut archive = tar::Builder::new(Vec::new());
    let mut folders = BTreeSet::new();
    for entry in &entries {
        for (at, _) in entry.path.match_indices('/') {
            let folder = &entry.path[..=at];
            if folders.insert(folder) {
                append(&mut archive, tar::EntryType::Directory, folder, 0o755, &[])?;
            }
        }
        append(&mut archive, tar::EntryType::Regular, &entry.path, entry.mode(), &entry.content)?;
    }
    gzip(&archive.into_inner()?)
}

fn append(
    archive: &mut tar::Builder<Vec<u8>>,
    kind: tar::EntryType,
    path: &str,
    mode: u32,
    content: &[u8],
) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_mtime(CHANGED);
    header.set_uid(0);
    header.set_gid(0);
    header.set_size(content.len() as u64);
    archive.append_data(&mut header, path, content)
}

/// Compresses with gzip. zopfli leaves the time in the header empty.
pub(super) fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let options = Options { iteration_count: NonZeroU64::MIN, ..Options::default() };
    let mut compressed = Vec::new();
    zopfli::compress(options, Format::Gzip, content, &mut compressed)?;
    Ok(compressed)
}

fn create(path: &Path) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(path)?))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn entries() -> Vec<Entry> {
        let program = Entry { is_executable: true, ..Entry::new("b/run", "echo") };
        vec![program, Entry::new("a.txt", "aaaa".repeat(1000))]
    }

    #[test]
    fn the_order_of_the_files_makes_no_difference() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
        let backwards = || entries().into_iter().rev().collect();
        zip(&one, entries(), Effort::Most).unwrap();
        zip(&other, backwards(), Effort::Most).unwrap();
        assert!(fs::read(&one).unwrap() == fs::read(&other).unwrap());
        tar_gz(&one, entries()).unwrap();
        tar_gz(&other, backwards()).unwrap();
        assert!(fs::read(&one).unwrap() == fs::read(&other).unwrap());
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        zip(&path, entries(), Effort::Little).unwrap();
        let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
        let mut read = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            let is_executable = file.unix_mode().unwrap() & 0o777 == 0o755;
            read.push(Entry { is_executable, ..Entry::new(file.name(), content) });
        }
        assert!(read == entries().into_iter().rev().collect::<Vec<_>>());

        tar_gz(&path, in_folder("x-1.0", entries())).unwrap();
        let gzip = flate2::read::GzDecoder::new(File::open(&path).unwrap());
        let mut archive = tar::Archive::new(gzip);
        let paths = archive.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            (entry.path().unwrap().display().to_string(), entry.header().mode().unwrap())
        });
        let expected = [("x-1.0/a.txt".to_owned(), 0o644), ("x-1.0/b/run".to_owned(), 0o755)];
        assert_eq!(paths.collect::<Vec<_>>(), expected);
    }
}
