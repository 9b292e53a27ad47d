//! The JavaScript modules that run in the browser, laid into the profile.

use std::fs;
use std::path::Path;

use crate::error::{DriverError, Result};

const MODULES: &[(&str, &str)] = &[
    ("accessibility.sys.mjs", include_str!("modules/accessibility.sys.mjs")),
    ("child.sys.mjs", include_str!("modules/child.sys.mjs")),
    ("documents.sys.mjs", include_str!("modules/documents.sys.mjs")),
    ("extension.sys.mjs", include_str!("modules/extension.sys.mjs")),
    ("input.sys.mjs", include_str!("modules/input.sys.mjs")),
    ("parent.sys.mjs", include_str!("modules/parent.sys.mjs")),
    ("popups.sys.mjs", include_str!("modules/popups.sys.mjs")),
    ("script.sys.mjs", include_str!("modules/script.sys.mjs")),
    ("tabs.sys.mjs", include_str!("modules/tabs.sys.mjs")),
    ("waiting.sys.mjs", include_str!("modules/waiting.sys.mjs")),
];

/// Where the modules lie, within the profile.
pub(crate) const DIRECTORY: &str = "latchkey-driver";

/// Makes the modules known as `resource://latchkey-driver/` and sets them up. Its argument is their directory.
pub(crate) const SET_UP: &str = r#"
    const [directory, done] = arguments;
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(directory);
    const handler = Services.io.getProtocolHandler("resource").QueryInterface(Ci.nsIResProtocolHandler);
    handler.setSubstitution("latchkey-driver", Services.io.newFileURI(file));
    ChromeUtils.importESModule("resource://latchkey-driver/parent.sys.mjs")
        .setUp()
        .then(() => done(null), (error) => done(`${error} ${error.awaited ?? ""} ${error.stack}`));
"#;

/// Runs a command of the modules. Its arguments are the command's name and its parameters.
pub(crate) const RUN: &str = r#"
    const [name, parameters, done] = arguments;
    ChromeUtils.importESModule("resource://latchkey-driver/parent.sys.mjs").run(name, parameters).then(done);
"#;

/// Writes the modules into the profile.
pub(crate) fn write(profile: &Path) -> Result<()> {
    let directory = profile.join(DIRECTORY);
    fs::create_dir_all(&directory).map_err(DriverError::in_file(&directory))?;
    for (name, content) in MODULES {
        let path = directory.join(name);
        fs::write(&path, content).map_err(DriverError::in_file(&path))?;
    }
    Ok(())
}
