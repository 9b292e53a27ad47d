//! The journal: what the next run must know of a renewal that was interrupted. It is written before the request that
//! creates a token, and holds no secret.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::state_folder::{self, no_access};
use crate::error::{CliError, ExitCode};
use crate::token_store::{SavedToken, TokenStore};

/// The place of the journal for one saved token. Nobody else renews that token while this exists.
pub(super) struct JournalPlace {
    file: PathBuf,
    /// Locked while it is open. The system unlocks it, however the command ends.
    _lock: File,
}

/// A renewal that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    version: u8,
    pub(super) controller: String,
    pub(super) user: String,
    /// Where the token is saved.
    pub(super) place: String,
    /// The name of the new token, which no other has.
    pub(super) name: String,
    /// The UUIDs of the user's tokens before the new one was requested.
    pub(super) before: Vec<String>,
    pub(super) old_uuid: Option<String>,
    pub(super) old_name: Option<String>,
}

const VERSION: u8 = 1;

/// What the names of journals end with.
const EXTENSION: &str = "renewal.json";

impl JournalPlace {
    /// Locks the place of a saved token.
    ///
    /// # Errors
    ///
    /// If another command renews this token.
    pub(super) fn lock(store: &TokenStore, saved: &SavedToken) -> Result<Self, CliError> {
        Self::lock_in(&state_folder::create()?, store, saved)
    }

    /// Locks the place of a saved token; `None` if there is no folder for journals, so that there is none to read.
    ///
    /// # Errors
    ///
    /// If another command renews this token.
    pub(super) fn lock_existing(store: &TokenStore, saved: &SavedToken) -> Result<Option<Self>, CliError> {
        let folder = state_folder::find().filter(|folder| folder.is_dir());
        folder.map(|folder| Self::lock_in(&folder, store, saved)).transpose()
    }

    fn lock_in(folder: &Path, store: &TokenStore, saved: &SavedToken) -> Result<Self, CliError> {
        let name = digest(&[&place_of(store), &saved.controller, &saved.user]);
        let lock_file = folder.join(format!("{name}.lock"));
        let failed = |error: std::io::Error| no_access(&lock_file, &error);
        // Windows locks no file that is open for appending alone.
        let mut options = File::options();
        let lock =
            options.read(true).write(true).create(true).truncate(false).open(&lock_file).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { file: folder.join(format!("{name}.{EXTENSION}")), _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                let message = format!(
                    "Another latchkey is renewing the token of {} at {}",
                    saved.user, saved.controller
                );
                Err(CliError::new(ExitCode::Failed, "busy", message)
                    .hint("Nothing was done. Run the command again when the other one has ended."))
            }
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// The file of the journal.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// The journal of a renewal that was not finished.
    pub(super) fn read(&self) -> Result<Option<Journal>, CliError> {
        read(&self.file)
    }

    /// Writes the journal atomically, and waits until it is on the disk.
    pub(super) fn write(&self, journal: &Journal) -> Result<(), CliError> {
        self.try_write(journal).map_err(|error| no_access(&self.file, &error))
    }

    fn try_write(&self, journal: &Journal) -> std::io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        writeln!(new, "{}", serde_json::to_string(journal)?)?;
        new.as_file().sync_all()?;
        new.persist(&self.file).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    /// The renewal is finished.
    pub(super) fn remove(&self) -> Result<(), CliError> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(no_access(&self.file, &error)),
            _ => Ok(()),
        }
    }
}

impl Journal {
    pub(super) fn new(store: &TokenStore, saved: &SavedToken, name: String, before: Vec<String>) -> Self {
        Self {
            version: VERSION,
            controller: saved.controller.clone(),
            user: saved.user.clone(),
            place: place_of(store),
            name,
            before,
            old_uuid: saved.uuid.clone(),
            old_name: saved.name.clone(),
        }
    }

    /// The journal of a renewal whose own is gone, as far as the new token in the record tells it.
    pub(super) fn of_successor(store: &TokenStore, saved: &SavedToken) -> Option<Self> {
        let successor = saved.successor.as_ref()?;
        Some(Self::new(store, saved, successor.name.clone(), Vec::new()))
    }
}

/// All journals, with their files.
pub(super) fn all() -> Result<Vec<(PathBuf, Journal)>, CliError> {
    let folder = state_folder::create()?;
    let entries = fs::read_dir(&folder).map_err(|error| no_access(&folder, &error))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut journals = Vec::new();
    for file in files.filter(|file| file.to_string_lossy().ends_with(EXTENSION)) {
        journals.extend(read(&file)?.map(|journal| (file, journal)));
    }
    Ok(journals)
}

/// Where a token is saved, as journals record it: a file by its absolute path.
pub(super) fn place_of(store: &TokenStore) -> String {
    match store {
        TokenStore::Keychain => store.to_string(),
        TokenStore::File(file) => {
            fs::canonicalize(file).unwrap_or_else(|_| file.clone()).display().to_string()
        }
    }
}

fn read(file: &Path) -> Result<Option<Journal>, CliError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(no_access(file, &error)),
    };
    match serde_json::from_str(&text) {
        Ok(journal @ Journal { version: VERSION, .. }) => Ok(Some(journal)),
        Ok(_) | Err(_) => {
            let message = format!("{} is not the journal of a renewal that can be read", file.display());
            Err(CliError::new(ExitCode::Failed, "journal", message).hint(
                "It may be of a later version. If not, look at the tokens with `latchkey list`, and delete the file.",
            ))
        }
    }
}

/// A file name that only these texts have.
fn digest(texts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text);
        digest.update([0]);
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// So that a new name in the folder survives a power failure.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
