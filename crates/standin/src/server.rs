//! Serves HTTP: reads a request, applies its faults, executes it, and sends the reply.

use std::future;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::{HeaderMap, Response};

use crate::abandoned::PendingRequest;
use crate::connection::{Abort, Limit};
use crate::control::Hold;
use crate::controller::{Controller, State};
use crate::fault::{self, Fault, Override};
use crate::form::Parameters;
use crate::gate::{self, Outcome};
use crate::incoming::Incoming;
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;
use crate::request_log::RecordedRequest;
use crate::router::route;

/// The longest body that is read, in bytes.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// The service that answers every path.
pub(crate) fn service(controller: Arc<Controller>) -> Router {
    Router::new().fallback(serve).with_state(controller)
}

async fn serve(
    Shared(controller): Shared<Arc<Controller>>,
    ConnectInfo(abort): ConnectInfo<Abort>,
    request: Request,
) -> Response<Body> {
    let reused = abort.note_request();
    let (mut incoming, record) = read(request).await;
    let number = controller.log.note(record.clone());
    let gates = controller.state().gates.on().to_vec();
    let accounts = &controller.options().accounts;
    let stopped = gate::enter(accounts, &mut controller.state().gates, &gates, &mut incoming);
    if let Some(outcome) = stopped {
        if matches!(outcome, Outcome::OtherApplication(_)) {
            controller.other_application_log.note(record);
        }
        return send(&controller, number, outcome, &abort);
    }
    let faults = controller.state().control.faults.take(&incoming.path, reused);
    if faults.contains(&Fault::LateExecution) {
        let abandoned = Arc::clone(&controller.abandoned);
        let _waiting = PendingRequest::new(abandoned, || drop(reply(&controller, &incoming, &faults)));
        return future::pending().await;
    }
    if faults.contains(&Fault::GoneBefore) {
        abort.after(Limit::Bytes(0));
        return Response::default();
    }
    let (reply, hold) = reply(&controller, &incoming, &faults);
    if !controller.options().latency.is_zero() {
        tokio::time::sleep(controller.options().latency).await;
    }
    if let Some(hold) = hold {
        hold.keep().await;
    }
    let failure = faults.into_iter().find(|fault| !fault.is_ambient());
    if failure == Some(Fault::LateAnswer) {
        let _waiting = PendingRequest::new(Arc::clone(&controller.abandoned), || ());
        return future::pending().await;
    }
    if matches!(failure, Some(Fault::GoneAfter | Fault::GoneAfterIfReused)) {
        abort.after(Limit::Bytes(0));
        return Response::default();
    }
    let outcome = gate::leave(&gates, &incoming, reply.into());
    match (failure, outcome) {
        (Some(fault), Outcome::Reply(reply)) => {
            controller.log.note_status(number, reply.status);
            fault::corrupt(fault, reply, &abort)
        }
        (_, outcome) => send(&controller, number, outcome, &abort),
    }
}

/// Sends what leaves the outermost gate.
fn send(controller: &Controller, number: u64, outcome: Outcome, abort: &Abort) -> Response<Body> {
    match outcome {
        Outcome::Reply(reply) | Outcome::OtherApplication(reply) => {
            controller.log.note_status(number, reply.status);
            reply.into_response()
        }
        Outcome::Closed => {
            abort.after(Limit::Bytes(0));
            Response::default()
        }
    }
}

/// Carries out the requests whose clients got a 504; returns their number.
pub(crate) fn carry_out_late_requests(controller: &Controller) -> usize {
    let late = controller.state().gates.take_late();
    late.iter().for_each(|incoming| drop(reply(controller, incoming, &[])));
    late.len()
}

/// Reads a request to its end.
pub(crate) async fn read(request: Request) -> (Incoming, RecordedRequest) {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let path_and_query = parts.uri.path_and_query().map_or("/", |both| both.as_str()).to_owned();
    let record = record(parts.method.as_str(), &path_and_query, &parts.headers, &body);
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
    (incoming, record)
}

/// The reply to a request, and what holds it back.
fn reply(controller: &Controller, incoming: &Incoming, faults: &[Fault]) -> (Reply, Option<Hold>) {
    let mut state = controller.state();
    let (reply, token_made) = execute(controller, &mut state, incoming, faults);
    let control = &mut state.control;
    let hold = if token_made { control.holds.pop_front() } else { None };
    (reply, hold.or_else(|| control.take_hold(&incoming.path)))
}

/// Executes a request, unless a canned reply or a fault comes first.
/// Returns the reply and whether a token was created.
fn execute(
    controller: &Controller,
    state: &mut State,
    incoming: &Incoming,
    faults: &[Fault],
) -> (Reply, bool) {
    let instead = faults.iter().find_map(|fault| fault::override_reply(*fault));
    if let Some(Override::Reply(reply)) = instead {
        return (reply, false);
    }
    if faults.contains(&Fault::Restart) {
        state.restart();
    }
    if let Some(canned) = state.control.take_canned(&incoming.path) {
        let reply = Reply { headers: canned.headers, body: canned.body, ..Reply::empty(canned.status) };
        return (reply, false);
    }
    let mut request = RequestContext::new(controller.options(), state, incoming);
    request.crumb_header_dropped = faults.contains(&Fault::CrumbHeaderDropped);
    request.crumb_changes = faults.contains(&Fault::CrumbChanges);
    let mut reply = route(&mut request);
    if faults.contains(&Fault::FailedAfter) && reply.status < 300 {
        reply = refusals::failure(&mut request, 500);
    }
    let reply = match instead {
        Some(Override::Reply(other) | Override::ReplyAfter(other)) => other,
        None => request.finish(reply),
    };
    (reply, request.token_made)
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
