//! The file of `--controllers`: one URL per line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use latchkey_core::ControllerUrl;

use crate::error::CliError;
use crate::session::address::Address;

/// The longest file that is read, in bytes.
const MAXIMUM_LENGTH: u64 = 4 * 1024 * 1024;

/// At most this many lines are named in an error.
const MAXIMUM_NAMED: usize = 10;

/// A controller that a file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// As it is written, for the search of the true root.
    pub(super) url: String,
    /// The root that the URL suggests.
    pub(super) root: ControllerUrl,
}

/// Whether this name stands for standard input.
pub(super) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// The controllers that a file lists, each once.
///
/// # Errors
///
/// If the file cannot be read, lists no controller, or has a line that is not a URL. The line itself is not repeated: it
/// may contain a password.
pub(super) fn read(file: &Path) -> Result<Vec<Listed>, CliError> {
    let name = if is_stdin(file) { "standard input".to_owned() } else { file.display().to_string() };
    let text =
        if is_stdin(file) { read_all(io::stdin().lock()) } else { File::open(file).and_then(read_all) };
    let text = text.map_err(|error| {
        CliError::usage(format!("{name} cannot be read: {error}"))
            .hint("Give --controllers a text file with one URL per line.")
    })?;
    parse(&text, &name)
}

fn read_all(reader: impl Read) -> io::Result<String> {
    let mut text = String::new();
    reader.take(MAXIMUM_LENGTH + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAXIMUM_LENGTH {
        Err(io::Error::other("it is longer than 4 MB"))
    } else {
        Ok(text)
    }
}

fn parse(text: &str, name: &str) -> Result<Vec<Listed>, CliError> {
    let (mut listed, mut invalid) = (Vec::<Listed>::new(), Vec::new());
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let url = line.trim();
        if url.is_empty() || url.starts_with('#') {
            continue;
        }
        match Address::parse(url).and_then(|address| address.root()) {
            Ok(root) if listed.iter().any(|other| other.root == root) => {}
            Ok(root) => listed.push(Listed { url: url.to_owned(), root }),
            Err(_) => invalid.push(number),
        }
    }
    if !invalid.is_empty() {
        return Err(CliError::usage(format!("{name} has no valid controller URL in {}", lines(&invalid)))
            .hint(
                "Write one URL per line, as https://host/path, without user and password. Nothing was sent.",
            ));
    }
    if listed.is_empty() {
        return Err(CliError::usage(format!("{name} lists no controller"))
            .hint("Write one URL per line; lines that start with # are comments."));
    }
    Ok(listed)
}

/// `line 3`, `lines 3, 7, and more`.
fn lines(numbers: &[usize]) -> String {
    let named: Vec<String> = numbers.iter().take(MAXIMUM_NAMED).map(usize::to_string).collect();
    let more = if numbers.len() > MAXIMUM_NAMED { ", and more" } else { "" };
    format!("{} {}{more}", if numbers.len() == 1 { "line" } else { "lines" }, named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(text: &str) -> Vec<String> {
        parse(text, "fleet").unwrap().into_iter().map(|listed| listed.root.to_string()).collect()
    }

    #[test]
    fn blank_lines_and_comments_are_left_out_and_each_controller_comes_once() {
        let text = "\u{feff}# ours\r\n\n https://b.example.org/ci/ \nhttps://a.example.org\n  # old\n\
                    https://b.example.org/ci/job/x/\nHTTPS://A.example.org:443/\n";
        assert_eq!(roots(text), ["https://b.example.org/ci", "https://a.example.org"]);
    }

    #[test]
    fn lines_that_are_no_url_are_named_and_not_repeated() {
        let error = parse("https://a\nb.example.org\n\nhttps://me:sesame@c/\n", "fleet").unwrap_err();
        assert_eq!(error.message, "fleet has no valid controller URL in lines 2, 4");
        assert!(!format!("{error:?}").contains("sesame"));
        let error = parse(&"x\n".repeat(12), "fleet").unwrap_err();
        assert!(
            error.message.ends_with("lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, and more"),
            "{}",
            error.message
        );
        assert!(parse("# nothing\n\n", "fleet").unwrap_err().message.contains("lists no controller"));
    }

    #[test]
    fn a_file_that_is_too_long_is_refused() {
        assert!(read_all(io::repeat(b'#')).is_err());
        assert!(read_all(&b"\xff"[..]).is_err());
    }
}
