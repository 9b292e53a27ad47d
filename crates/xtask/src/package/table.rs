//! The table of packages with sizes and checksums.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Name, size and SHA-256 of every file in a folder, by name.
pub(super) fn sums(folder: &Path) -> Result<Vec<(String, u64, String)>> {
    let mut sums = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let content = fs::read(entry.path())?;
        let sum = Sha256::digest(&content).iter().fold(String::new(), |sum, byte| format!("{sum}{byte:02x}"));
        sums.push((entry.file_name().to_string_lossy().into_owned(), content.len() as u64, sum));
    }
    sums.sort();
    Ok(sums)
}

/// One line per file: name, size in KB (1,000 bytes), goal and whether it is met, checksum.
pub(super) fn of(folder: &Path, goal: &dyn Fn(&Path) -> Option<u64>) -> Result<String> {
    let sums = sums(folder)?;
    let width = sums.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
    let mut table = format!("{:<width$}  {:>10}  {:<20}  SHA-256\n", "package", "size", "goal");
    for (name, size, sum) in sums {
        let verdict = goal(Path::new(&name)).map_or_else(String::new, |goal| {
            let met = if size < goal { "met" } else { "missed" };
            format!("under {} KB: {met}", goal / 1000)
        });
        writeln!(table, "{name:<width$}  {:>7.1} KB  {verdict:<20}  {sum}", size as f64 / 1000.0)?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_its_sum_and_verdict() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b.zip"), "x".repeat(2000)).unwrap();
        fs::write(folder.path().join("a.tar.gz"), "").unwrap();
        fs::write(folder.path().join("c.zip"), "x".repeat(1999)).unwrap();
        let goal = |path: &Path| path.extension().is_some_and(|end| end == "zip").then_some(2000);
        let table = of(folder.path(), &goal).unwrap();
        let lines: Vec<&str> = table.lines().collect();
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(lines[1], format!("a.tar.gz      0.0 KB{}{nothing}", " ".repeat(24)));
        assert!(lines[2].starts_with("b.zip         2.0 KB  under 2 KB: missed    "), "{table}");
        assert!(lines[3].starts_with("c.zip         2.0 KB  under 2 KB: met       "), "{table}");
    }
}
