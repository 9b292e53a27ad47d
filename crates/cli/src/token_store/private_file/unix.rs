//! Files with mode 0600.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

pub(super) fn check(file: &File, _path: &Path) -> io::Result<()> {
    let mode = file.metadata()?.mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(super::exposed(format!("others may read it (mode {:o}); run chmod 600 first", mode & 0o777)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::super::{create, open};

    #[test]
    fn only_its_owner_can_read_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(open(&path).is_ok() && create(&path).is_err());
        for mode in [0o640, 0o602, 0o644] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let error = open(&path).unwrap_err().to_string();
            assert!(error.contains(&format!("{mode:o}")) && error.contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn links_and_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        create(&path).unwrap();
        symlink(&path, &link).unwrap();
        assert_eq!(open(&link).unwrap_err().to_string(), "it is a symbolic link");
        assert_eq!(open(folder.path()).unwrap_err().to_string(), "it is not a file");
    }
}
