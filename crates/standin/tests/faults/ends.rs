//! Connections that end too early, and clients that give up.

use std::io::Write;
use std::time::Duration;

use latchkey_standin::{Fault, FaultedRequest, Options, Standin};

use super::session::{LIMIT, Session, start};
use super::wire::{generate, give_up, one_reply, send, until_the_end};

/// The outcome of a request that creates a token: everything that was received, and whether there is a token.
fn with(fault: Fault) -> (String, bool) {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(fault, FaultedRequest::Generate);
    let received = until_the_end(send(&session, &generate(&session, "x")));
    let made = made(&standin) == 1;
    assert_eq!(session.generate("y").status(), 200, "the fault is over");
    (received, made)
}

fn made(standin: &Standin) -> usize {
    standin.tokens_of("admin").len()
}

#[test]
fn a_connection_ends_before_the_request_is_carried_out() {
    assert_eq!(with(Fault::GoneBefore), (String::new(), false));
}

#[test]
fn a_connection_ends_after_the_request_was_carried_out() {
    assert_eq!(with(Fault::GoneAfter), (String::new(), true));
}

#[test]
fn only_a_reused_connection_is_cut() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_every(Fault::GoneAfterIfReused, FaultedRequest::Generate);
    let mut stream = send(&session, &generate(&session, "fresh"));
    assert!(one_reply(&mut stream).ends_with("}}"));
    stream.write_all(generate(&session, "reused").as_bytes()).unwrap();
    assert_eq!(until_the_end(stream), "");
    assert_eq!(made(&standin), 2);
    assert_eq!(session.generate("fresh again").status(), 200);
}

#[test]
fn a_connection_ends_in_the_head() {
    assert_eq!(with(Fault::GoneInHead), ("HTTP/1.1 2".to_owned(), true));
}

#[test]
fn a_body_ends_before_its_announced_length() {
    let (received, made) = with(Fault::HalfBody);
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    assert_eq!(length.map(|length: usize| length / 2), Some(body.len()));
    assert!(made && body.starts_with("{\"status\":\"ok\""));
}

#[test]
fn the_chunks_of_a_body_end_early() {
    let (received, made) = with(Fault::HalfChunks);
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.to_lowercase().contains("transfer-encoding: chunked"), "{head}");
    assert!(
        made && body.contains("{\"status\":\"ok\"") && !body.contains("}}") && !body.ends_with("0\r\n\r\n")
    );
}

/// Waits until a request more than those known has come and waits for its client.
fn wait_until_late(standin: &Standin, known: usize) {
    while standin.requests().len() == known || standin.wait_for_abandoned_requests(Duration::ZERO) {
        std::thread::yield_now();
    }
}

#[test]
fn an_answer_waits_until_its_client_gives_up() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(Fault::LateAnswer, FaultedRequest::Generate);
    let known = standin.requests().len();
    let stream = send(&session, &generate(&session, "x"));
    wait_until_late(&standin, known);
    // Another request is answered meanwhile: the first one is still waiting.
    assert_eq!(session.get("/me/api/json").status(), 200);
    stream.set_nonblocking(true).unwrap();
    assert!(stream.peek(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock));
    give_up(&stream);
    assert!(standin.wait_for_abandoned_requests(LIMIT));
    assert_eq!(made(&standin), 1);
}

#[test]
fn a_request_is_carried_out_once_its_client_gave_up() {
    let standin = start(Options::default());
    let session = Session::admin(&standin);
    standin.fault_next(Fault::LateExecution, FaultedRequest::Generate);
    let known = standin.requests().len();
    let stream = send(&session, &generate(&session, "x"));
    wait_until_late(&standin, known);
    assert_eq!(made(&standin), 0);
    give_up(&stream);
    assert!(standin.wait_for_abandoned_requests(LIMIT));
    assert_eq!(made(&standin), 1);
}
