//! The relay in the page and the popup itself read replies in the same way.

use std::io::Write;
use std::net::TcpStream;

use latchkey_driver::BrowserKind;

use crate::context::{ALICE, TestContext};
use crate::server::{Server, respond};

/// The longest body that is taken of a reply that only reads.
const SIZE_LIMIT: usize = 16 << 20;

const WHO_AM_I: &[u8] = br#"{"_class":"hudson.security.WhoAmI","name":"alice","anonymous":false}"#;

const ME: &[u8] = br#"{"id":"alice","fullName":"Alice Adams"}"#;

/// A path that is one of Jenkins' own, even if nothing can be read from its page.
const PAGE: &str = "/job/deploy/1/consoleText";

struct Case {
    name: &'static str,
    answer: fn(&mut TcpStream),
    /// What the popup then shows.
    shown: &'static str,
}

const NOT_BELIEVED: &str = "The answer does not look like one from Jenkins.";

const CASES: [Case; 6] = [
    Case {
        name: "a byte order mark is stripped",
        answer: |stream| send(stream, &[b"\xef\xbb\xbf", ME].concat(), 0),
        shown: ALICE,
    },
    Case {
        name: "a trailing character that is cut short is dropped",
        answer: |stream| send(stream, &[ME, b"\xc3"].concat(), 0),
        shown: ALICE,
    },
    Case {
        name: "a body as long as the limit is whole",
        answer: |stream| send(stream, &padded(SIZE_LIMIT), 0),
        shown: ALICE,
    },
    Case {
        name: "a longer body is cut and not believed",
        answer: |stream| send(stream, &padded(SIZE_LIMIT + 1), 0),
        shown: NOT_BELIEVED,
    },
    Case {
        name: "a body whose connection breaks is not believed",
        answer: |stream| send(stream, &ME[..ME.len() - 1], 1),
        shown: NOT_BELIEVED,
    },
    Case {
        name: "an endless body is cut and not believed",
        answer: |stream| {
            send(stream, &ME[..ME.len() - 1], usize::MAX >> 12);
            while stream.write_all(&[b' '; 1 << 16]).is_ok() {}
        },
        shown: NOT_BELIEVED,
    },
];

/// The same with spaces before its end.
fn padded(length: usize) -> Vec<u8> {
    let (end, start) = ME.split_last().unwrap();
    let mut body = start.to_vec();
    body.resize(length - 1, b' ');
    body.push(*end);
    body
}

/// Writes a reply that declares this number of bytes more than it has.
fn send(stream: &mut TcpStream, body: &[u8], missing: usize) {
    let length = body.len() + missing;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: {length}\r\n"
    );
    let _ = stream.write_all(format!("{head}X-Jenkins: 2.579\r\n\r\n").as_bytes());
    let _ = stream.write_all(body);
}

/// A controller with this policy on its pages and this answer about the person who is signed in.
fn controller(policy: &'static str, answer: fn(&mut TcpStream)) -> Server {
    Server::start(move |path, stream| match path {
        PAGE => {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{policy}Connection: close\r\n\r\n");
            let page = "<!doctype html><html><head data-rooturl=\"\" data-crumb-header=\"C\" data-crumb-value=\"c\">\
                </head><body data-version=\"2.579\">Page</body></html>";
            let _ = stream.write_all(format!("{head}{page}").as_bytes());
        }
        "/whoAmI/api/json" => send(stream, WHO_AM_I, 0),
        path if path.starts_with("/me/") => answer(stream),
        _ => respond(stream, "text/plain", ""),
    })
}

fn check_all(policy: &'static str) {
    let context = TestContext::new(BrowserKind::Chromium);
    for Case { name, answer, shown } in CASES {
        let server = controller(policy, answer);
        let popup = context.press(&context.browser.open(&format!("{}{PAGE}", server.url)).unwrap());
        let is_shown = format!("document.body.textContent.includes({shown:?})");
        popup.wait_for(&is_shown).unwrap_or_else(|error| panic!("{name}: {error}"));
        popup.close().unwrap();
    }
}

#[test]
fn by_the_relay() {
    check_all("");
}

/// A page without an origin of its own carries no requests; the popup sends them itself.
#[test]
fn by_the_popup_itself() {
    check_all("Content-Security-Policy: sandbox allow-scripts\r\n");
}
