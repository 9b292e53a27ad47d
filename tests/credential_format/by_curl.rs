//! Credential formats read by curl, as a local server sees them.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_core::credential_format::{CredentialFormat, FormatError};

use crate::consumer::{has, run, sh};
use crate::credentials::{TOKEN, for_ids, rendered};

/// A server that records the path and the `Authorization` header of every request.
struct Server {
    port: u16,
    requests: Receiver<(String, Option<String>)>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for mut connection in listener.incoming().map_while(Result::ok) {
                let lines: Vec<String> = BufReader::new(&connection)
                    .lines()
                    .map_while(Result::ok)
                    .take_while(|line| !line.is_empty())
                    .collect();
                let _ = connection
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
                let path = lines[0].split(' ').nth(1).unwrap_or_default().to_owned();
                let credential = lines.iter().find_map(|line| line.strip_prefix("Authorization: "));
                if sender.send((path, credential.map(str::to_owned))).is_err() {
                    break;
                }
            }
        });
        Self { port, requests }
    }

    /// The one request received, with the credential decoded.
    fn request(&self) -> (String, Option<String>) {
        let (path, credential) = self.requests.recv_timeout(Duration::from_secs(10)).unwrap();
        let basic = credential.map(|credential| {
            let encoded = credential.strip_prefix("Basic ").unwrap();
            String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
        });
        (path, basic)
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

/// curl without the user's own settings.
fn curl() -> Command {
    let mut curl = Command::new("curl");
    curl.args(["--disable", "--silent", "--show-error", "--noproxy", "*"]);
    curl
}

#[test]
fn curl_command_reads_the_credential_from_standard_input() {
    if !has("sh") || !has("curl") {
        return;
    }
    let server = Server::start();
    for_ids(|id| {
        let command = rendered(CredentialFormat::Curl, &server.url("/it's{a}"), id).unwrap();
        let (arguments, _) = command.split_once("<<").unwrap();
        assert!(!arguments.contains(TOKEN), "{command}");
        let output = run(sh().arg("-s").env("NO_PROXY", "*"), &command);
        assert!(output.status.success(), "{id:?}: {output:?}");
        assert_eq!(output.stdout, b"{}");
        assert_eq!(server.request(), ("/it's{a}/me/api/json".to_owned(), Some(format!("{id}:{TOKEN}"))));
    });
}

#[test]
fn curl_sends_the_header_unchanged() {
    if !has("curl") {
        return;
    }
    let server = Server::start();
    for_ids(|id| {
        let header = rendered(CredentialFormat::Header, &server.url(""), id).unwrap();
        let output = run(curl().args(["--header", "@-"]).arg(server.url("/")), &header);
        assert!(output.status.success(), "{id:?}: {output:?}");
        assert_eq!(server.request().1, Some(format!("{id}:{TOKEN}")));
    });
}

#[test]
fn curl_accepts_user_and_token() {
    if !has("curl") {
        return;
    }
    let server = Server::start();
    for_ids(|id| {
        let credential = rendered(CredentialFormat::UserToken, &server.url(""), id).unwrap();
        let output = run(curl().arg("--user").arg(credential).arg(server.url("/")), "");
        assert!(output.status.success(), "{id:?}: {output:?}");
        assert_eq!(server.request().1, Some(format!("{id}:{TOKEN}")));
    });
}

#[test]
fn curl_finds_the_netrc_line_by_its_host() {
    if !has("curl") {
        return;
    }
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("netrc");
    for_ids(|id| {
        let line = match rendered(CredentialFormat::Netrc, "http://127.0.0.1", id) {
            Ok(line) => line,
            Err(error) => return assert_eq!(error, FormatError::UnsupportedUserId),
        };
        fs::write(&file, format!("machine other.example.org login x password y\n{line}\n")).unwrap();
        let output = run(curl().arg("--netrc-file").arg(&file).arg(server.url("/")), "");
        assert!(output.status.success(), "{id:?}: {output:?}");
        assert_eq!(server.request().1, Some(format!("{id}:{TOKEN}")));
    });
}
