use proptest::prelude::*;

use super::*;

const EXTENSION: &str = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";

fn endpoint() -> Endpoint {
    Endpoint { port: 53412, path: "/q8ZtW0c3mB1yN5uKxTe7Ag".to_owned() }
}

fn read(text: &str) -> Result<Request, Rejected> {
    endpoint().read(&mut text.as_bytes())
}

/// A request with this line at its beginning and these headers.
fn request(line: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    format!("{line} HTTP/1.1\r\n{headers}\r\n{body}")
}

const HOST: &str = "Host: 127.0.0.1:53412";
const ORIGIN: &str = "Origin: chrome-extension://abcdefghijklmnopabcdefghijklmnop";
const GET: &str = "GET /q8ZtW0c3mB1yN5uKxTe7Ag";
const POST: &str = "POST /q8ZtW0c3mB1yN5uKxTe7Ag";

#[test]
fn an_extension_may_fetch_ask_and_send() {
    let read = |line: &str, more: &str, body: &str| {
        let read = read(&request(line, &[HOST, ORIGIN, more], body)).unwrap();
        assert_eq!(read.origin, EXTENSION);
        read.action
    };
    assert_eq!(read(GET, "Accept: */*", ""), Action::Get);
    assert_eq!(
        read(&GET.replace("GET", "OPTIONS"), "Access-Control-Request-Method: POST", ""),
        Action::Options
    );
    assert_eq!(read(POST, "Content-Length: 6", "sealed and more"), Action::Post("sealed".to_owned()));
    let firefox = ["Host: localhost:53412", "ORIGIN: moz-extension://0f1a2b3c-4d5e-6f70-8192-a3b4c5d6e7f8"];
    assert!(endpoint().read(&mut request(GET, &firefox, "").as_bytes()).is_ok());
}

#[test]
fn pages_and_other_hosts_are_forbidden() {
    for headers in [
        &[HOST][..],
        &[ORIGIN],
        &[HOST, "Origin: null"],
        &[HOST, "Origin: https://ci.example.org"],
        &[HOST, "Origin: http://127.0.0.1:53412"],
        &[HOST, "Origin: chrome-extension://"],
        &[HOST, "Origin: https://chrome-extension://abc"],
        &[HOST, "Origin: chrome-extension://abc.example.org"],
        &["Host: 127.0.0.1", ORIGIN],
        &["Host: 127.0.0.1:53413", ORIGIN],
        &["Host: rebound.example.org:53412", ORIGIN],
        &["Host: [::1]:53412", ORIGIN],
    ] {
        assert_eq!(read(&request(GET, headers, "")), Err(FORBIDDEN), "{headers:?}");
    }
    for headers in [&[HOST, HOST, ORIGIN][..], &[HOST, ORIGIN, "Origin: null"]] {
        assert_eq!(read(&request(GET, headers, "")), Err(BAD_REQUEST), "{headers:?}");
    }
}

#[test]
fn other_paths_and_methods_are_refused() {
    for line in ["GET /", "GET /q8ZtW0c3mB1yN5uKxTe7A", "GET /q8ZtW0c3mB1yN5uKxTe7Ag?x", "POST /favicon.ico"]
    {
        assert_eq!(read(&request(line, &[HOST, ORIGIN], "")), Err(NOT_FOUND), "{line}");
    }
    let put = POST.replace("POST", "PUT");
    assert_eq!(read(&request(&put, &[HOST, ORIGIN], "")), Err(METHOD_NOT_ALLOWED));
}

#[test]
fn a_body_has_a_length_within_limits() {
    let with = |header: &str| read(&request(POST, &[HOST, ORIGIN, header], "sealed"));
    assert_eq!(with("Accept: */*"), Err(LENGTH_REQUIRED));
    assert_eq!(with("Transfer-Encoding: chunked"), Err(LENGTH_REQUIRED));
    assert_eq!(with("Content-Length: 10000000"), Err(TOO_LARGE));
    assert_eq!(with("Content-Length: 99999999999999999999999"), Err(TOO_LARGE));
    assert_eq!(with("Content-Length: 7"), Err(Rejected::Incomplete));
    for length in ["-1", "+6", "6, 6", "six"] {
        assert_eq!(with(&format!("Content-Length: {length}")), Err(BAD_REQUEST), "{length}");
    }
}

#[test]
fn an_endless_head_is_not_read_to_the_end() {
    let long = format!("{GET} HTTP/1.1\r\nX: {}", "x".repeat(2 * MAXIMUM_LENGTH));
    assert_eq!(read(&long), Err(TOO_LARGE));
    assert_eq!(read(&format!("{GET} HTTP/1.1\r\n")), Err(Rejected::Incomplete));
    assert_eq!(read("\u{16}\u{3}\u{1}"), Err(BAD_REQUEST), "TLS");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = endpoint().read(&mut bytes.as_slice());
    }
}
