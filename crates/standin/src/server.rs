//! From the wire to the controller and back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Response};

use crate::answer::answer;
use crate::control::Hold;
use crate::form::Parameters;
use crate::options::Options;
use crate::record::RecordedRequest;
use crate::reply::Reply;
use crate::state::State;
use crate::visit::{Incoming, Visit};

/// The most bytes a body may have.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// A running controller.
pub(crate) struct Controller {
    options: Options,
    state: Mutex<State>,
    requests: Mutex<Vec<(u64, RecordedRequest)>>,
    arrivals: Mutex<u64>,
}

impl Controller {
    pub(crate) fn new(options: Options) -> Self {
        let state = Mutex::new(State::new(&options.accounts));
        Self { options, state, requests: Mutex::default(), arrivals: Mutex::default() }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        self.log().iter().map(|(_, request)| request.clone()).collect()
    }

    pub(crate) fn clear_requests(&self) {
        self.log().clear();
    }

    /// Notes a request down and returns the number under which its status will be added.
    fn note(&self, request: RecordedRequest) -> u64 {
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        *arrivals += 1;
        self.log().push((*arrivals, request));
        *arrivals
    }

    fn note_status(&self, number: u64, status: u16) {
        if let Some((_, request)) = self.log().iter_mut().find(|(own, _)| *own == number) {
            request.status = status;
        }
    }

    fn log(&self) -> MutexGuard<'_, Vec<(u64, RecordedRequest)>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The service that answers every address.
pub(crate) fn router(controller: Arc<Controller>) -> Router {
    Router::new().fallback(serve).with_state(controller)
}

async fn serve(Shared(controller): Shared<Arc<Controller>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let path_and_query = parts.uri.path_and_query().map_or("/", |both| both.as_str()).to_owned();
    let number = controller.note(record(parts.method.as_str(), &path_and_query, &parts.headers, &body));
    let (path, query) = path_and_query.split_once('?').unwrap_or((&path_and_query, ""));
    let content_type = parts.headers.get("content-type").and_then(|value| value.to_str().ok());
    let parameters = Parameters::read(query, content_type, &body).await;
    let incoming = Incoming {
        method: parts.method.as_str().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: parts.headers,
        parameters,
    };
    let (reply, hold) = reply(&controller, &incoming);
    if !controller.options.latency.is_zero() {
        tokio::time::sleep(controller.options.latency).await;
    }
    if let Some(hold) = hold {
        hold.keep().await;
    }
    controller.note_status(number, reply.status);
    reply.into_response()
}

/// Executes a request, unless an answer to it was prepared.
fn reply(controller: &Controller, incoming: &Incoming) -> (Reply, Option<Hold>) {
    let mut state = controller.state();
    if let Some(canned) = state.control.take_canned(&incoming.path) {
        let reply = Reply { headers: canned.headers, body: canned.body, ..Reply::empty(canned.status) };
        return (reply, None);
    }
    let mut visit = Visit::new(&controller.options, &mut state, incoming);
    let reply = answer(&mut visit);
    let reply = visit.finish(reply);
    let hold = if visit.token_made { state.control.holds.pop_front() } else { None };
    (reply, hold)
}

fn record(method: &str, path: &str, headers: &HeaderMap, body: &Bytes) -> RecordedRequest {
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    RecordedRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        headers: headers.iter().map(header).collect(),
        body: String::from_utf8_lossy(body).into_owned(),
        status: 0,
    }
}
