//! The peak memory of a program.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _, pipe};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow, ensure};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

/// The outcome of a program.
pub(super) struct Peak {
    /// The first line that it wrote to standard output.
    pub(super) line: String,
    /// Its peak memory, in bytes.
    pub(super) bytes: u64,
}

/// Runs a program that writes one line to standard output and then writes to standard error.
///
/// The system forgets how much memory a program had when it ends. So its standard error is a pipe that is full until
/// the figure is read: at that moment it has written its result and blocks writing to standard error.
///
/// # Errors
///
/// If it failed or the system, not being Linux, does not report it.
pub(super) fn of(mut command: Command, input: &str) -> Result<Peak> {
    let (mut stderr, mut filled) = pipe()?;
    let flags = fcntl_getfl(&filled)?;
    fcntl_setfl(&filled, flags | OFlags::NONBLOCK)?;
    let mut filling = 0;
    while let Ok(written) = filled.write(&[b' '; 4096]) {
        filling += written;
    }
    fcntl_setfl(&filled, flags)?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(filled);
    let mut child = command.spawn().context("cannot start the CLI")?;
    // It holds the other end of the pipe, too.
    drop(command);
    child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
    let mut line = String::new();
    BufReader::new(child.stdout.take().context("no standard output")?).read_line(&mut line)?;
    let bytes = so_far(child.id());
    let mut said = Vec::new();
    stderr.read_to_end(&mut said)?;
    let said = String::from_utf8_lossy(said.get(filling..).unwrap_or_default()).into_owned();
    ensure!(child.wait()?.success(), "the CLI failed: {said}");
    Ok(Peak { line, bytes: bytes? })
}

/// The peak memory of a program that writes anything, in bytes. What it writes is discarded.
///
/// The figure is read again and again until the program ends. The system keeps the maximum, so that only what the program
/// takes in its last fraction of a millisecond is left out.
///
/// # Errors
///
/// If it failed or the system, not being Linux, does not report it.
pub(super) fn sampled(mut command: Command, input: &str) -> Result<u64> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("cannot start the CLI")?;
    child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
    let mut stdout = child.stdout.take().context("no standard output")?;
    let mut stderr = child.stderr.take().context("no standard error")?;
    let discarded = thread::spawn(move || io::copy(&mut stdout, &mut io::sink()));
    let said = thread::spawn(move || {
        let mut said = Vec::new();
        stderr.read_to_end(&mut said).map(|_| said)
    });
    let mut most = None;
    let status = loop {
        // There is none once it has ended.
        most = so_far(child.id()).ok().max(most);
        if let Some(status) = child.try_wait()? {
            break status;
        }
    };
    discarded.join().map_err(|_| anyhow!("the thread that reads the output panicked"))??;
    let said = said.join().map_err(|_| anyhow!("the thread that reads the messages panicked"))??;
    ensure!(status.success(), "the CLI failed: {}", String::from_utf8_lossy(&said));
    most.context("peak memory can be read on Linux only")
}

/// The peak memory of a process until now.
fn so_far(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))
        .context("peak memory can be read on Linux only")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the process is gone")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kibibytes * 1024)
}
