//! A server that is not Jenkins, for unrelated pages and for pages that pose as Jenkins.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Answers every request as the test defines, until the test's process ends.
pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answer` writes a whole HTTP response for a path.
    pub(crate) fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                thread::spawn(move || {
                    if let Some((path, mut stream)) = read_request(stream) {
                        seen.lock().unwrap().push(path.clone());
                        answer(&path, &mut stream);
                    }
                });
            }
        });
        Self { url, asked }
    }

    /// The paths requested so far, without the favicon, which the browser requests by itself.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|path| *path != "/favicon.ico").cloned().collect()
    }
}

/// Reads a request up to the end of its head; `None` for a connection that the browser opened without a request.
fn read_request(stream: TcpStream) -> Option<(String, TcpStream)> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let first = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    Some((first.split(' ').nth(1)?.to_owned(), stream))
}

/// Writes a complete response, and ignores a browser that has closed the connection.
pub(crate) fn respond(stream: &mut TcpStream, kind: &str, body: &str) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    let _ = write!(stream, "{head}Connection: close\r\n\r\n{body}");
}

/// Announces the complete body and closes the connection in the middle of it.
pub(crate) fn respond_cut(stream: &mut TcpStream, kind: &str, body: &str) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    let _ = write!(stream, "{head}X-Jenkins: 2.579\r\n\r\n{}", &body[..body.len() / 2]);
}

/// Writes a complete response that allows every origin (CORS).
pub(crate) fn respond_to_everybody(stream: &mut TcpStream, kind: &str, body: &str) {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
    let _ = write!(stream, "{head}Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n{body}");
}
