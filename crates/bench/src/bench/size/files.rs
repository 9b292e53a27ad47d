//! The size of each file in a package, by kind.

use std::io::{Read, Seek};

use anyhow::{Context, Result};
use zip::ZipArchive;

use super::super::table::laid_out;
use super::{kilobytes, share};
use latchkey_xtask::{build, licenses};

/// A file in the archive. Sizes are in bytes.
struct Packed {
    path: String,
    size: u64,
    deflated: u64,
}

/// What a file is for, in the order of the table.
const KINDS: [&str; 8] = [
    "WebAssembly",
    "glue of wasm-bindgen",
    "scripts",
    "markup and style",
    "texts of every language",
    "licenses",
    "icons",
    "manifest",
];

fn kind(path: &str) -> Option<&'static str> {
    let [module, glue, scripts, page, texts, license, icons, manifest] = KINDS;
    Some(match path {
        build::MODULE => module,
        build::GLUE => glue,
        licenses::FILE => license,
        "manifest.json" | "managed_schema.json" => manifest,
        _ if licenses::OWN.contains(&path) => license,
        _ if path.starts_with("_locales/") => texts,
        _ if path.starts_with("icons/") => icons,
        _ if path.ends_with(".js") => scripts,
        _ if path.ends_with(".html") || path.ends_with(".css") => page,
        _ => return None,
    })
}

/// A line for each kind, and below it one for each of its files where there are several.
///
/// # Errors
///
/// If the archive cannot be read, or a file in it is of no known kind.
pub(super) fn table(archive: impl Read + Seek, length: u64) -> Result<String> {
    let mut archive = ZipArchive::new(archive)?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index_raw(index)?;
        let path = file.name().to_owned();
        let kind = kind(&path).with_context(|| format!("{path} is of no known kind"))?;
        files.push((kind, Packed { path, size: file.size(), deflated: file.compressed_size() }));
    }
    let mut rows = vec![["", "size", "deflated", "of the package"].map(str::to_owned).to_vec()];
    let mut row = |what: String, size: String, deflated: u64| {
        rows.push(vec![what, size, kilobytes(deflated), share(deflated, length)]);
    };
    for kind in KINDS {
        let of_kind: Vec<&Packed> = files.iter().filter(|file| file.0 == kind).map(|file| &file.1).collect();
        let sum = |size: fn(&Packed) -> u64| of_kind.iter().map(|file| size(file)).sum();
        row(kind.to_owned(), kilobytes(sum(|file| file.size)), sum(|file| file.deflated));
        if let [_, _, ..] = of_kind[..] {
            for file in of_kind {
                row(format!("  {}", file.path), kilobytes(file.size), file.deflated);
            }
        }
    }
    let contents: u64 = files.iter().map(|(_, file)| file.deflated).sum();
    row("names and checksums of the archive".to_owned(), String::new(), length - contents);
    row("total".to_owned(), kilobytes(files.iter().map(|(_, file)| file.size).sum()), length);
    Ok(laid_out(&rows, 3))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(paths: &[&str]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for path in paths {
            archive.start_file(*path, SimpleFileOptions::default()).unwrap();
            archive.write_all(&[b'a'; 2000]).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn files_stand_below_their_kind_and_nothing_is_left_out() {
        let archive =
            packed(&["popup.js", "latchkey.js", "_locales/de/messages.json", "_locales/en/messages.json"]);
        let table = table(Cursor::new(&archive), archive.len() as u64).unwrap();
        let size = |what: &str| {
            let line = table.lines().find(|line| line.starts_with(&format!("{what}  "))).unwrap();
            line[what.len()..].trim_start().split("  ").next().unwrap().to_owned()
        };
        assert_eq!(size("scripts"), "2.0 KB");
        assert_eq!(size("glue of wasm-bindgen"), "2.0 KB");
        assert_eq!(size("texts of every language"), "4.0 KB");
        assert_eq!(size("  _locales/de/messages.json"), "2.0 KB");
        assert_eq!(size("total"), "8.0 KB");
        assert!(!table.contains("popup.js"), "the only one of its kind: {table}");
    }

    #[test]
    fn a_file_that_nobody_knows_is_an_error() {
        let archive = packed(&["notes.txt"]);
        assert!(table(Cursor::new(&archive), archive.len() as u64).is_err());
    }
}
