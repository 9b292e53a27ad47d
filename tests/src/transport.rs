//! The product's transport, with a record of what it sends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use latchkey_core::{ControllerUrl, Reply, Request, Transport, TransportError};
use latchkey_native::{HttpTransport, TlsFiles, agent_config};
use ureq::middleware::MiddlewareNext;
use ureq::{Agent, SendBody, http};

/// How long a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Sends requests with [`HttpTransport`] and remembers them. Clones share the session and the record.
#[derive(Clone)]
pub struct RecordedTransport {
    inner: HttpTransport,
    scheme: String,
    sent: Sent,
}

type Sent = Arc<Mutex<Vec<String>>>;

impl RecordedTransport {
    /// An anonymous session with this controller.
    pub fn new(controller: &ControllerUrl) -> Self {
        let scheme = controller.scheme().to_owned();
        let sent = Sent::default();
        let agent = agent(&scheme, &sent, TIME_LIMIT, None);
        Self { inner: HttpTransport::new(&agent, controller.origin(), None), scheme, sent }
    }

    /// The same session behind a proxy that removes this header.
    #[must_use]
    pub fn without_header(&self, name: &str) -> Self {
        self.with_agent(TIME_LIMIT, Some(name.to_owned()))
    }

    /// The same session with another time limit, also for a request that creates a token.
    #[must_use]
    pub fn giving_up_after(&self, limit: Duration) -> Self {
        self.with_agent(limit, None)
    }

    fn with_agent(&self, limit: Duration, dropped_header: Option<String>) -> Self {
        let agent = agent(&self.scheme, &self.sent, limit, dropped_header);
        Self { inner: self.inner.with_agent(&agent), ..self.clone() }
    }

    /// Method and URL of everything sent since the last call, in order.
    ///
    /// # Panics
    ///
    /// If a thread panicked while it was sending.
    pub fn take_sent(&self) -> Vec<String> {
        std::mem::take(&mut *self.sent.lock().expect("the record of requests"))
    }
}

impl Transport for RecordedTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        self.inner.send(request).await
    }
}

/// The product's agent, which records each request and can drop a header.
fn agent(scheme: &str, sent: &Sent, limit: Duration, dropped_header: Option<String>) -> Agent {
    let sent = Arc::clone(sent);
    let record = move |mut request: http::Request<SendBody>, next: MiddlewareNext| {
        let line = format!("{} {}", request.method(), request.uri());
        sent.lock().expect("the record of requests").push(line);
        if let Some(name) = &dropped_header {
            request.headers_mut().remove(name);
        }
        next.handle(request)
    };
    let config =
        agent_config(scheme, limit, &TlsFiles::default()).expect("the proxy variables of the environment");
    config.middleware(record).build().into()
}
