//! A token in a file that only its owner can read.

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

use latchkey_core::Secret;

use super::{StoreError, private_file};

/// The longest file that is read, in bytes.
const MAXIMUM_LENGTH: u64 = 64 * 1024;

/// Checks that the file can be written: its folder exists, and an existing file may be replaced.
pub(super) fn check(file: &Path) -> Result<(), String> {
    let folder = folder(file);
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", folder.display()));
    }
    match private_file::open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Writes the whole file or nothing. Only its owner can read it, from the first byte on.
pub(super) fn write(file: &Path, text: &str) -> Result<(), String> {
    check(file)?;
    let new = tempfile::Builder::new().make_in(folder(file), private_file::create);
    let mut new = new.map_err(|error| error.to_string())?;
    // Not every file system keeps who may read a file.
    private_file::check(new.as_file(), new.path()).map_err(|error| error.to_string())?;
    let written = writeln!(new, "{text}").and_then(|()| new.as_file().sync_all());
    written.map_err(|error| error.to_string())?;
    new.persist(file).map(drop).map_err(|error| error.error.to_string())
}

pub(super) fn read(file: &Path) -> Result<Secret, StoreError> {
    let unusable = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => StoreError::None,
        _ => StoreError::Unusable(error.to_string()),
    };
    let mut text = String::new();
    let mut opened = private_file::open(file).map_err(unusable)?.take(MAXIMUM_LENGTH);
    let read = opened.read_to_string(&mut text);
    let text = Secret::new(text);
    read.map(|_| text).map_err(unusable)
}

/// Removes the file, if there is a saved token in it. Returns the user of the token.
pub(super) fn remove(file: &Path) -> Result<String, StoreError> {
    let saved = super::SavedToken::from_json(&read(file)?)?;
    fs::remove_file(file).map_err(|error| StoreError::Unusable(error.to_string()))?;
    Ok(saved.user)
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    const TOKEN: &str = r#"{"controller":"c","user":"u","token":"11"}"#;

    #[test]
    fn only_its_owner_can_read_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        write(&file, TOKEN).unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(read(&file).unwrap().reveal().trim(), TOKEN);
        write(&file, TOKEN).unwrap();
        remove(&file).unwrap();
        assert!(!file.exists());
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        fs::write(&file, "mine").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(check(&file).unwrap_err().contains("640"));
        assert!(write(&file, TOKEN).is_err() && read(&file).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }

    #[test]
    fn links_and_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        symlink(folder.path().join("elsewhere"), &link).unwrap();
        assert!(write(&link, TOKEN).is_err() && write(folder.path(), TOKEN).is_err());
        assert!(check(&folder.path().join("missing/token")).unwrap_err().contains("no folder"));
    }

    #[test]
    fn only_a_file_with_a_saved_token_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("letter");
        fs::write(&file, "Dear Jenkins").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(remove(&file).is_err() && file.exists());
    }
}
