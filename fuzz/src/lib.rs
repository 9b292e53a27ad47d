//! A controller that sends the replies of a fuzzer.

#![forbid(unsafe_code)]

use std::cell::RefCell;

use arbitrary::{Arbitrary, Result, Unstructured};
use latchkey_core::http::Retry;
use latchkey_core::{Client, ControllerUrl, Reply, Request, Transport, TransportError};

/// One reply, or none.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    truncated: bool,
}

/// Statuses that some reader looks for.
const STATUSES: [u16; 14] = [0, 200, 204, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503, 200];

/// Headers that some reader looks for. The byte before the body selects them.
const HEADERS: [(&str, &str); 6] = [
    ("Content-Type", "text/html;charset=utf-8"),
    ("X-Jenkins", "2.579"),
    ("X-You-Are-Authenticated-As", "alice"),
    ("X-You-Are-Authenticated-As", "anonymous"),
    ("X-Required-Permission", "hudson.model.Hudson.Administer"),
    ("WWW-Authenticate", "Basic realm=\"Jenkins\""),
];

impl<'a> Arbitrary<'a> for Answer {
    /// A byte for the status, one for the headers, one for truncation, and the body.
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let [status, headers, truncated] = [bytes.arbitrary::<u8>()?, bytes.arbitrary()?, bytes.arbitrary()?];
        let status = STATUSES.get(usize::from(status) % STATUSES.len()).copied().unwrap_or_default();
        let given = HEADERS.iter().enumerate().filter(|(bit, _)| headers >> bit & 1 == 1);
        let headers = given.map(|(_, (name, value))| ((*name).to_owned(), (*value).to_owned())).collect();
        Ok(Self { status, headers, body: bytes.arbitrary()?, truncated: truncated % 8 == 7 })
    }

    fn arbitrary_take_rest(mut bytes: Unstructured<'a>) -> Result<Self> {
        let head = Unstructured::new(bytes.bytes(3.min(bytes.len()))?).arbitrary::<[u8; 3]>()?;
        let head = [head[0], head[1], head[2], 0, 0, 0, 0];
        let answer = Self::arbitrary(&mut Unstructured::new(&head))?;
        Ok(Self { body: String::from_utf8_lossy(bytes.take_rest()).into_owned(), ..answer })
    }
}

impl Answer {
    /// The reply; status 0 means a redirect whose status the browser hides.
    pub fn reply(&self) -> Reply {
        if self.status == 0 {
            return Reply::opaque_redirect();
        }
        let reply = Reply::new(self.status, self.headers.clone(), self.body.clone());
        if self.truncated { reply.truncated() } else { reply }
    }
}

/// A transport that sends its replies in order, and then none.
pub struct Scripted<'a> {
    answers: RefCell<&'a [Answer]>,
    asked: &'a RefCell<Vec<Retry>>,
}

/// The result of a flow, and its requests.
pub struct Played<E> {
    /// The result.
    pub end: E,
    /// Whether each request may be sent again, in order.
    pub asked: Vec<Retry>,
}

impl<'a> Scripted<'a> {
    /// Runs a flow.
    ///
    /// # Panics
    ///
    /// Never: the root is valid.
    pub fn client<E>(answers: &'a [Answer], flow: impl FnOnce(&Client<Scripted<'_>>) -> E) -> Played<E> {
        let asked = RefCell::default();
        let root = ControllerUrl::parse("https://ci.example.org/jenkins").expect("a root");
        let end = flow(&Client::new(root, Scripted { answers: RefCell::new(answers), asked: &asked }));
        Played { end, asked: asked.take() }
    }
}

impl Transport for Scripted<'_> {
    async fn send(&self, request: Request) -> std::result::Result<Reply, TransportError> {
        self.asked.borrow_mut().push(request.retry());
        let mut answers = self.answers.borrow_mut();
        match answers.split_first() {
            Some((answer, rest)) => {
                *answers = rest;
                Ok(answer.reply())
            }
            None => Err(TransportError::TimedOut),
        }
    }
}
