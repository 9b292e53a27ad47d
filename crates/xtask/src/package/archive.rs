//! Reproducible archives: the same files give the same bytes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroU64;
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};
use zopfli::{Format, Options};

/// The modification time of every file, as a Unix timestamp: 1980-01-01 00:00 UTC, the earliest in a ZIP archive.
const CHANGED: u64 = 315_532_800;

/// zopfli's iterations plus 9. More iterations save about ten bytes.
const ZOPFLI: i64 = 24;

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

/// Writes a ZIP archive, as small as deflate gets.
pub(super) fn zip(to: &Path, mut entries: Vec<Entry>) -> Result<()> {
    entries.sort();
    let mut archive = ZipWriter::new(create(to)?);
    for entry in &entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(ZOPFLI))
            .last_modified_time(DateTime::default())
            .system(System::Unix)
            .unix_permissions(entry.mode());
        archive.start_file(entry.path.as_str(), options)?;
        archive.write_all(&entry.content)?;
    }
    archive.finish()?.flush()?;
    Ok(())
}

/// Writes a compressed tar archive whose files are all in one folder.
pub(super) fn tar_gz(to: &Path, folder: &str, mut entries: Vec<Entry>) -> Result<()> {
    entries.sort();
    let mut archive = tar::Builder::new(Vec::new());
    for entry in &entries {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_mode(entry.mode());
        header.set_mtime(CHANGED);
        header.set_uid(0);
        header.set_gid(0);
        header.set_size(entry.content.len() as u64);
        let path = format!("{folder}/{}", entry.path);
        archive.append_data(&mut header, path, entry.content.as_slice())?;
    }
    let options = Options { iteration_count: NonZeroU64::MIN, ..Options::default() };
    // zopfli leaves the time in the header empty.
    zopfli::compress(options, Format::Gzip, archive.into_inner()?.as_slice(), create(to)?)?;
    Ok(())
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
        zip(&one, entries()).unwrap();
        zip(&other, backwards()).unwrap();
        assert!(fs::read(&one).unwrap() == fs::read(&other).unwrap());
        tar_gz(&one, "x-1.0", entries()).unwrap();
        tar_gz(&other, "x-1.0", backwards()).unwrap();
        assert!(fs::read(&one).unwrap() == fs::read(&other).unwrap());
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive");
        zip(&path, entries()).unwrap();
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

        tar_gz(&path, "x-1.0", entries()).unwrap();
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
