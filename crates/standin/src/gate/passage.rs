//! The way of a request through the gates, and of its reply back.

use super::layer::{Answer, Layer, RequestRule};
use super::{Gate, Gates, sign_on, visitors};
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::users::Account;

/// What leaves the outermost gate.
pub(crate) enum Outcome {
    Reply(Reply),
    /// The reply of another application on the same host.
    OtherApplication(Reply),
    /// The connection ends without a byte.
    Closed,
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

const OTHER_APPLICATION: &str = "<html><title>Another application</title>hello";

/// Sends a request through the gates that are on, `on`; `None` if it reaches the controller, which has these accounts.
pub(crate) fn enter(
    accounts: &[Account],
    gates: &mut Gates,
    on: &[Gate],
    incoming: &mut Incoming,
) -> Option<Outcome> {
    for (index, gate) in on.iter().enumerate() {
        let stopped = match gate {
            Gate::SignOn(sign_on) => sign_on::stop(*sign_on, accounts, gates, incoming).map(Outcome::Reply),
            Gate::Nginx(_)
            | Gate::Apache(_)
            | Gate::Haproxy(_)
            | Gate::Tomcat
            | Gate::Jetty
            | Gate::Security(_) => gate.layer().and_then(|layer| pass(&layer, accounts, gates, incoming)),
        };
        if let Some(outcome) = stopped {
            return Some(leave(&on[..index], incoming, outcome));
        }
    }
    None
}

/// Sends a reply back through these gates.
pub(crate) fn leave(gates: &[Gate], incoming: &Incoming, outcome: Outcome) -> Outcome {
    gates.iter().rev().filter_map(|gate| gate.layer()).fold(outcome, |outcome, layer| match outcome {
        Outcome::Reply(reply) => depart(&layer, incoming, reply),
        Outcome::OtherApplication(_) | Outcome::Closed => outcome,
    })
}

/// Applies a layer to a request: its own answer, or the changed request.
fn pass(layer: &Layer, accounts: &[Account], gates: &mut Gates, incoming: &mut Incoming) -> Option<Outcome> {
    if let Some((rule, answer)) = layer.answer
        && is_covered(rule, accounts, gates, incoming)
    {
        if matches!(answer, Answer::TimedOut) {
            gates.keep_for_later(incoming.clone());
        }
        return Some(answered(layer, answer));
    }
    if let Some(change) = layer.change {
        change.apply(incoming);
    }
    None
}

fn is_covered(rule: RequestRule, accounts: &[Account], gates: &mut Gates, incoming: &Incoming) -> bool {
    match rule {
        RequestRule::Beyond(limit) => {
            gates.passed += 1;
            gates.passed > limit
        }
        RequestRule::UnknownVisitors => visitors::by_basic(accounts, incoming).is_none(),
        RequestRule::All
        | RequestRule::Posts
        | RequestRule::NewTokens
        | RequestRule::Paths(_)
        | RequestRule::CookiesOver(_)
        | RequestRule::BodyOver(_)
        | RequestRule::EncodedSlash
        | RequestRule::Attacks
        | RequestRule::Outside(_) => rule.covers(incoming),
    }
}

/// Applies a layer to a reply.
fn depart(layer: &Layer, incoming: &Incoming, reply: Reply) -> Outcome {
    let changed = match layer.reply {
        Some(rule) => rule.apply(incoming, reply),
        None => Ok(reply),
    };
    match changed {
        Ok(reply) => layer.program.sign(reply).into(),
        Err(answer) => answered(layer, answer),
    }
}

fn answered(layer: &Layer, answer: Answer) -> Outcome {
    let reply = match answer {
        Answer::Page(status) => layer.program.page(status),
        Answer::Html(status, page) => Reply::with_body(status, "text/html", page),
        Answer::Challenge => layer.program.page(401).header("WWW-Authenticate", "Basic realm=\"Restricted\""),
        Answer::TimedOut => layer.program.page(504),
        Answer::OtherApplication => {
            let reply = Reply::with_body(200, "text/html", OTHER_APPLICATION);
            return Outcome::OtherApplication(layer.program.sign(reply));
        }
        Answer::Close => return Outcome::Closed,
    };
    layer.program.sign(reply).into()
}
