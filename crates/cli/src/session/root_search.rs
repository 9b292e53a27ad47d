//! The search for the root of a controller, from the URL of any of its pages.

use latchkey_core::{
    Client, ControllerUrl, Error, Outcome, PageKind, Reply, Request, Transport as _, Unconfirmed,
};
use latchkey_native::{HttpTransport, block_on, html};
use ureq::Agent;

use super::address::Address;

/// At most this many redirects are followed on the way to a page of Jenkins.
const MAXIMUM_REDIRECTS: usize = 5;

/// Jenkins is looked for at no more than this many roots above a page.
const MAXIMUM_CANDIDATES: usize = 6;

/// Whether a request may have failed because it was not sent to the controller's root; only if nothing was done.
pub(super) fn indicates_wrong_root(error: &Unconfirmed) -> bool {
    let elsewhere = matches!(
        error.cause,
        Error::NotFound
            | Error::NotJenkins
            | Error::UnknownUser(_)
            | Error::SsoRequired
            | Error::CrumbRefused
            | Error::Proxy { .. }
    );
    elsewhere && error.outcome == Outcome::NotDone
}

/// Looks for the root of the controller that a page belongs to: first in the page itself, then by asking each root
/// above it for the current user. All requests are anonymous.
///
/// `None` if there is no Jenkins.
pub(super) fn find_root(agent: &Agent, address: &Address) -> Option<ControllerUrl> {
    let mut address = address.clone();
    for _ in 0..MAXIMUM_REDIRECTS {
        let Some(reply) = open(agent, &address) else { break };
        match reply.header("Location").filter(|_| reply.is_redirect()) {
            Some(location) => match address.redirected(location) {
                Some(target) => address = target,
                None => break,
            },
            None => match html::classify(reply.body(), address.site.origin(), &address.path) {
                PageKind::Controller(page) => return Some(page.controller),
                PageKind::PossibleRoot(_) | PageKind::ForeignRoot | PageKind::NotJenkins => break,
            },
        }
    }
    let path = format!("{}/", address.path.trim_end_matches('/'));
    let candidates =
        ControllerUrl::candidates(address.site.origin(), &path).into_iter().take(MAXIMUM_CANDIDATES);
    candidates.into_iter().find(|root| {
        let client = Client::new(root.clone(), HttpTransport::new(agent, root.origin(), None));
        block_on(client.whoami()).is_ok()
    })
}

fn open(agent: &Agent, address: &Address) -> Option<Reply> {
    let transport = HttpTransport::new(agent, address.site.origin(), None);
    block_on(transport.send(Request::get_page(address.url()))).ok()
}
