//! Refused and broken connections, timeouts, and proxies.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

use crate::context::{PASSWORD, TestContext};

/// Reads one request and sends this answer. The handle returns the request's first line.
fn once(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a connection");
    let address = listener.local_addr().expect("a connection").to_string();
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let line = read_request(&stream);
        stream.write_all(answer.as_bytes()).expect("a connection");
        line
    });
    (address, served)
}

fn read_request(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).expect("a connection");
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a connection");
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a connection");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    reader.read_exact(&mut vec![0; length]).expect("a connection");
    first
}

#[test]
fn a_server_that_cannot_be_reached() {
    let context = TestContext::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let token = format!("11{}", "a".repeat(32));
    // Names that end in `.invalid` have no address (RFC 6761).
    for url in [refused.as_str(), "http://jenkins.invalid/"] {
        let could_not_connect = format!("Could not connect to {}", url.trim_end_matches('/'));
        for (command, secret) in [("create", "x"), ("create", &token), ("list", "x"), ("whoami", "x")] {
            let arguments = [command, url, "--user", "a", "--password-stdin"];
            let output = context.run_with(&arguments, &[], secret).failed(9);
            output.says(&could_not_connect).says("Check the URL");
        }
        let error = context.run_with(&["list", url, "--user", "a", "--password-stdin", "--json"], &[], "x");
        assert_eq!(error.failed(9).json_error()["kind"], "not-sent");
    }
}

#[test]
fn a_broken_connection() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let variables = [("JENKINS_USER_ID", "alice"), ("JENKINS_API_TOKEN", token.as_str())];
    let (address, served) = once("");
    context
        .run_with(&["list", &format!("http://{address}")], &variables, "")
        .failed(9)
        .says("No answer from");
    assert!(served.join().unwrap().starts_with("GET /me/security/ "));
    // Without an answer to the list before, nothing is created.
    let (address, served) = once("");
    context.run_with(&["create", &format!("http://{address}")], &variables, "").failed(9).says("No answer");
    assert!(served.join().unwrap().starts_with("GET /me/security/ "));
}

#[test]
fn a_timeout() {
    let context = TestContext::new();
    let token = context.token("t", 'a');
    let held = context.standin.hold_next("/security/");
    let output = context.with_token(&["list", "--timeout", "1"], &token).failed(9);
    output.says("in time").says("--timeout");
    drop(held);
}

#[test]
fn the_environment_names_the_proxies() {
    let context = TestContext::new();
    let refusal = "HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let (address, served) = once(refusal);
    let proxy = format!("http://{address}");
    let arguments = ["list", "http://ci.example.org:8080/", "--user", "alice", "--password-stdin"];
    let output = context.run_with(&arguments, &[("http_proxy", &proxy)], PASSWORD);
    assert!(matches!(output.status, 9 | 11), "{output:?}");
    assert!(served.join().unwrap().contains("ci.example.org:8080"));
    // Each scheme has its own proxy, and an invalid URL is reported without repeating it.
    let others = [("https_proxy", "http://127.0.0.1:1"), ("JENKINS_URL", context.url())];
    context.run_with(&["list", "--user", "alice", "--password-stdin"], &others, PASSWORD).done();
    let broken = [("HTTP_PROXY", "http://joe:sesame@ ci"), ("JENKINS_URL", context.url())];
    let output =
        context.run_with(&["list", "--user", "alice", "--password-stdin"], &broken, PASSWORD).failed(2);
    assert!(output.stderr.contains("HTTP_PROXY") && !output.stderr.contains("sesame"), "{output:?}");
    // Hosts in NO_PROXY need none.
    let variables =
        [("http_proxy", proxy.as_str()), ("NO_PROXY", "127.0.0.1"), ("JENKINS_URL", context.url())];
    context.run_with(&["list", "--user", "alice", "--password-stdin"], &variables, PASSWORD).done();
}
