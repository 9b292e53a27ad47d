//! Other clients that find the port: pages, programs, and connections that send nothing.

use std::io::{ErrorKind, Read as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use latchkey_core::login::Answer;
use rustix::process::{Pid, Signal, kill_process};

use super::command::{Extension, Login, ORIGIN, code_message, exchange, exchange_raw, get, post};
use super::{deliver, saved};
use crate::context::TestContext;

fn login(context: &TestContext) -> Login {
    Login::start(context, &["--save-to", &context.text("token")])
}

#[test]
fn only_extensions_get_more_than_a_status() {
    let context = TestContext::new();
    let login = login(&context);
    let Extension { port, path, .. } = login.extension();
    let request = get(port, &path);
    for (part, other, status) in [
        (ORIGIN, "https://ci.example.org", 403),
        (ORIGIN, "null", 403),
        ("Origin", "X-Origin", 403),
        ("127.0.0.1", "rebound.example.org", 403),
        ("127.0.0.1", "[::1]", 403),
        (path.as_str(), "/", 404),
        (path.as_str(), "/favicon.ico", 404),
        ("GET", "DELETE", 405),
    ] {
        let reply = exchange_raw(port, &request.replace(part, other));
        assert_eq!(
            reply,
            format!(
                "HTTP/1.1 {status} {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                match status {
                    403 => "Forbidden",
                    404 => "Not Found",
                    _ => "Method Not Allowed",
                }
            ),
            "{other}"
        );
    }
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done();
}

#[test]
fn a_browser_learns_that_its_extension_may_read_and_send() {
    let context = TestContext::new();
    let mut login = login(&context);
    let Extension { port, path, text, .. } = login.extension();
    let preflight = exchange_raw(port, &get(port, &path).replace("GET", "OPTIONS"));
    assert!(preflight.starts_with("HTTP/1.1 204 No Content\r\n"), "{preflight}");
    assert!(preflight.contains("Access-Control-Allow-Private-Network: true\r\n"), "{preflight}");
    let reply = exchange_raw(port, &get(port, &path));
    for header in [
        &format!("Access-Control-Allow-Origin: {ORIGIN}"),
        "Vary: Origin",
        "Connection: close",
        "Cache-Control: no-store",
    ] {
        assert!(reply.contains(&format!("\r\n{header}\r\n")), "{header}: {reply}");
    }
    assert!(reply.ends_with(&text));
    login.child.kill().unwrap();
}

#[test]
fn what_was_not_sealed_for_this_login_is_unreadable() {
    let context = TestContext::new();
    let login = login(&context);
    let extension = login.extension();
    let message = code_message(0, login.code()).to_json();
    let other = extension.text.replace(context.url(), "https://ci.example.org");
    let damaged = {
        let mut sealed = extension.seal(message.reveal());
        let last = sealed.pop().unwrap();
        sealed.push(if last == 'A' { 'B' } else { 'A' });
        sealed
    };
    for sealed in [
        String::new(),
        "sesame".to_owned(),
        "A".repeat(200),
        extension.seal_for(message.reveal(), &other),
        damaged,
        extension.seal("no message"),
        extension.seal(&format!(r#"{{"code":"{}"}}"#, login.code)),
    ] {
        assert_eq!(extension.post(&sealed), (400, String::new()), "{sealed}");
    }
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done();
}

#[test]
fn silent_connections_and_large_requests_do_not_block_others() {
    let context = TestContext::new();
    let login = login(&context);
    let Extension { port, path, .. } = login.extension();
    let silent: Vec<TcpStream> = (0..12).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let large = "x".repeat(10_000_000);
    let (status, _) = exchange(port, &post(port, &path, &large));
    // The connection may break while the client still sends.
    assert!(status == 413 || status == 0, "{status}");
    let (status, _) = exchange(port, &format!("GET {path} HTTP/1.1\r\nX: {large}\r\n\r\n"));
    assert!(status == 413 || status == 0, "{status}");
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    drop(silent);
    login.end().done();
}

#[test]
fn connections_beyond_the_limit_are_closed() {
    let context = TestContext::new();
    let login = login(&context);
    let port = login.extension().port;
    let silent: Vec<TcpStream> = (0..64).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let mut last = silent.last().unwrap();
    // Closed at once, and not after the five seconds that a request may take.
    last.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let read = last.read(&mut [0]);
    assert!(!matches!(&read, Err(error) if error.kind() == ErrorKind::WouldBlock), "{read:?}");
    for mut stream in silent {
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(deliver(&context, &login, 'a').0, saved());
    login.end().done();
}

#[test]
fn nothing_is_left_behind_when_the_command_is_interrupted_or_its_terminal_goes() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let context = TestContext::new();
        let mut login = login(&context);
        let extension = login.extension();
        assert_eq!(extension.send(&code_message(0, login.code())), Answer::Accepted);
        let pid = Pid::from_raw(login.child.id().try_into().unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        login.child.wait().unwrap();
        assert!(TcpStream::connect(("127.0.0.1", extension.port)).is_err());
        assert!(!context.path("token").exists());
        assert_eq!(std::fs::read_dir(context.path("")).unwrap().count(), 0);
    }
}

#[test]
fn the_token_is_in_no_argument_and_no_variable() {
    let context = TestContext::new();
    let mut login = login(&context);
    let process = format!("/proc/{}", login.child.id());
    let value = context.token("new", 'a');
    let extension = login.extension();
    let held = context.standin.hold_next("/me/api/json");
    let message = super::token_message(0, login.code(), context.url(), "alice", &value, "u-1");
    let sending = std::thread::spawn(move || extension.send(&message));
    assert!(held.wait_for_arrival(Duration::from_secs(20)));
    for file in ["cmdline", "environ"] {
        let text = std::fs::read(format!("{process}/{file}")).unwrap();
        assert!(!String::from_utf8_lossy(&text).contains(&value), "{file}");
    }
    drop(held);
    assert_eq!(sending.join().unwrap(), saved());
    login.wait_for("Saved in");
    login.end().done();
}
