//! The memory that an audit takes, as Linux counts it in `/proc`.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use crate::context::{ADMINISTRATOR, TestContext};

/// 5,000 users with four tokens each, within 64 MB.
#[test]
#[ignore = "takes long"]
fn memory_does_not_grow_with_the_users() {
    let small = audit(250);
    let large = audit(5_000);
    assert_eq!((small.rows, large.rows), (1_000, 20_000));
    assert!(large.peak <= 64_000_000, "{} bytes at most", large.peak);
    assert!(large.peak < small.peak + 8_000_000, "{} bytes with a twentieth of them", small.peak);
}

#[test]
fn a_small_audit_takes_little_memory() {
    let audited = audit(250);
    assert_eq!(audited.rows, 1_000);
    assert!(audited.peak <= 64_000_000, "{} bytes at most", audited.peak);
}

struct Audited {
    rows: usize,
    /// In bytes, while its last rows were read.
    peak: u64,
}

/// Reads row by row. The pipe holds no more than 64 KB, so the audit cannot run ahead.
fn audit(users: usize) -> Audited {
    let context = TestContext::new();
    context.standin.add_users(users);
    let mut child = Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .args(["audit", context.url(), "--csv", "--user", "admin", "--password-stdin"])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary");
    writeln!(child.stdin.take().expect("its input"), "{ADMINISTRATOR}").expect("a password");
    let (mut rows, mut peak) = (0, 0);
    for line in BufReader::new(child.stdout.take().expect("its output")).lines() {
        rows += usize::from(line.expect("a line").starts_with("token,"));
        // There is none once it has ended.
        peak = peak_of(child.id()).unwrap_or(peak);
    }
    assert!(child.wait().expect("an end").success());
    assert!(peak > 0);
    Audited { rows, peak }
}

/// The most memory that a process had so far, in bytes.
fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}
