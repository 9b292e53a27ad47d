//! Java, the Groovy library and the compiled stubs.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const GROOVY: &str = "org.codehaus.groovy:groovy-all:2.4.21";

/// What the classes of Jenkins core offer to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CoreApi {
    /// Only the token store creates and revokes tokens.
    Before2_260,
    /// Tokens never expire.
    Before2_548,
    Latest,
}

impl CoreApi {
    /// Whether it has a line of the stubs, which may end in the version that brought it.
    fn has(self, line: &str) -> bool {
        match self {
            Self::Before2_260 => !line.ends_with("// since 2.260") && !line.ends_with("// since 2.548"),
            Self::Before2_548 => !line.ends_with("// since 2.548"),
            Self::Latest => true,
        }
    }
}

/// The class path of a console; `None` with a message on standard error if a tool is missing.
pub(crate) fn class_path(core: CoreApi) -> Option<&'static OsString> {
    static PATHS: [OnceLock<Option<OsString>>; 3] = [const { OnceLock::new() }; 3];
    PATHS[core as usize].get_or_init(|| groovy().map(|jar| compile(core, &jar))).as_ref()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("groovy")
}

/// The library of Groovy, fetched by Maven.
fn groovy() -> Option<PathBuf> {
    static JAR: OnceLock<Option<PathBuf>> = OnceLock::new();
    JAR.get_or_init(|| {
        let found = fetch();
        if let Err(reason) = &found {
            // The test runner hides what a passing test prints, but not this.
            let _ = writeln!(std::io::stderr(), "\nSKIPPED: scripts under real Groovy: {reason}\n");
        }
        found.ok()
    })
    .clone()
}

fn fetch() -> Result<PathBuf, String> {
    for tool in ["java", "javac"] {
        let run = Command::new(tool).arg("-version").output();
        run.map_err(|_| format!("{tool} is missing; install a JDK (Debian: default-jdk-headless)"))?;
    }
    let jar = folder().join("groovy-all-2.4.21.jar");
    if jar.exists() {
        return Ok(jar);
    }
    let mut maven = Command::new("mvn");
    maven.args(["-q", "-B", "dependency:copy", &format!("-Dartifact={GROOVY}")]);
    maven.arg(format!("-DoutputDirectory={}", folder().display())).current_dir(env!("CARGO_TARGET_TMPDIR"));
    let run = maven.output().map_err(|_| "mvn is missing; install Maven (Debian: maven)".to_owned())?;
    if jar.exists() {
        Ok(jar)
    } else {
        Err(format!("Maven could not fetch {GROOVY}: {}", String::from_utf8_lossy(&run.stdout)))
    }
}

fn compile(core: CoreApi, jar: &Path) -> OsString {
    let folder = folder().join(format!("{core:?}"));
    let sources = folder.join("sources");
    let classes = folder.join("classes");
    fs::create_dir_all(&classes).unwrap();
    let mut files = Vec::new();
    copy_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("groovy/stubs"), &sources, core, &mut files);
    let class_path = std::env::join_paths([jar, &classes]).unwrap();
    let mut compiler = Command::new("javac");
    compiler.arg("-encoding").arg("UTF-8").arg("-d").arg(&classes).arg("-cp").arg(&class_path).args(&files);
    let run = compiler.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    class_path
}

/// Copies the stubs, without the lines that are newer than the core.
fn copy_sources(from: &Path, to: &Path, core: CoreApi, files: &mut Vec<PathBuf>) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_sources(&entry.path(), &target, core, files);
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let kept = text.lines().filter(|line| core.has(line));
        fs::write(&target, kept.collect::<Vec<_>>().join("\n")).unwrap();
        files.push(target);
    }
}
