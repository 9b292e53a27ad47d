//! Files with an access control list for one user.

mod system;

use std::fs::File;
use std::io;
use std::path::Path;

use self::system::SecurityDescriptor;
use super::descriptor;

pub(super) fn create(path: &Path) -> io::Result<File> {
    let private = descriptor::private_to(&system::current_user()?);
    system::create(path, &SecurityDescriptor::parse(&private)?)
}

pub(super) fn check(file: &File, path: &Path) -> io::Result<()> {
    let user = system::current_user()?;
    // Windows writes some users in short.
    let as_written = SecurityDescriptor::parse(&format!("O:{user}"))?.to_text()?;
    let as_written = as_written.strip_prefix("O:").unwrap_or(&user);
    let Some(others) = descriptor::others(&SecurityDescriptor::of(file)?.to_text()?, as_written) else {
        return Ok(());
    };
    // icacls takes what follows a slash for an option.
    let path = path.display().to_string().replace('/', "\\");
    Err(super::exposed(format!(
        "others may read it ({others}); run icacls \"{path}\" /reset and then icacls \"{path}\" /inheritance:r /grant:r \
         \"*{user}:F\" first"
    )))
}
