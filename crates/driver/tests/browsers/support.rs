//! A web server of a few lines, and the fixture extension.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;

use latchkey_driver::{Browser, BrowserKind, LaunchOptions};
use serde_json::{Value, json};

const START: &str = "<!doctype html><title>Start</title><h1>Start</h1>\
     <form action='/second'><input name='word'><button>Go</button></form>";

/// Serves two pages on a free port of this machine, as long as the tests run.
pub(crate) fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || answer(stream.unwrap()));
        }
    });
    address
}

/// Answers one request. Browsers also open connections in advance and send nothing on them.
fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(request)) = lines.next() else { return };
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let path = request.split(' ').nth(1).unwrap_or("/");
    let page = if path.starts_with("/second") {
        format!("<!doctype html><title>Second</title><h1>Second</h1><p>{path}</p>")
    } else {
        START.to_owned()
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        page.len()
    );
    // The browser may have closed the connection, which is no failure of the test.
    let _ = stream.write_all((head + &page).as_bytes());
}

pub(crate) fn options(kind: BrowserKind) -> LaunchOptions {
    LaunchOptions::for_browser(kind, fixture(kind))
}

/// The fixture extension as the browser wants it.
fn fixture(kind: BrowserKind) -> PathBuf {
    static FOR_FIREFOX: LazyLock<PathBuf> = LazyLock::new(write_fixture_for_firefox);
    match kind {
        BrowserKind::Chromium => fixture_source(),
        BrowserKind::Firefox => FOR_FIREFOX.clone(),
    }
}

fn fixture_source() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixture-extension")
}

/// Copies the fixture, and changes its manifest for Firefox.
fn write_fixture_for_firefox() -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fixture-for-firefox");
    fs::create_dir_all(&directory).unwrap();
    for name in ["background.js", "popup.html", "popup.js"] {
        fs::copy(fixture_source().join(name), directory.join(name)).unwrap();
    }
    let mut manifest: Value =
        serde_json::from_slice(&fs::read(fixture_source().join("manifest.json")).unwrap()).unwrap();
    manifest["background"] = json!({ "scripts": ["background.js"] });
    manifest["action"]["default_area"] = json!("navbar");
    manifest["browser_specific_settings"] = json!({
        "gecko": {
            "id": "driver-fixture@latchkey.example",
            "strict_min_version": "140.0",
            "data_collection_permissions": { "required": ["none"] },
        },
    });
    fs::write(directory.join("manifest.json"), manifest.to_string()).unwrap();
    directory
}

/// A browser with the fixture extension.
pub(crate) fn launch(kind: BrowserKind) -> Browser {
    launch_with(options(kind))
}

pub(crate) fn launch_with(options: LaunchOptions) -> Browser {
    match Browser::launch(options) {
        Ok(browser) => browser,
        Err(error) => panic!("{error}"),
    }
}

/// Width and height from the PNG's first chunk.
pub(crate) fn png_size(path: &Path) -> (u32, u32) {
    let bytes = fs::read(path).unwrap();
    assert_eq!(&bytes[1..4], b"PNG");
    let number = |start: usize| u32::from_be_bytes(bytes[start..start + 4].try_into().unwrap());
    (number(16), number(20))
}
