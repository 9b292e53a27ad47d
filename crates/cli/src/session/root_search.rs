//! The search for the root of a controller, from the URL of any of its pages.

use latchkey_core::{Client, ControllerUrl, Error, PageKind, Reply, Request, Transport as _};
use latchkey_native::{HttpTransport, block_on, html};
use ureq::Agent;

use super::address::Address;

/// At most this many redirects are followed on the way to a page of Jenkins.
const MAXIMUM_REDIRECTS: usize = 5;

/// Jenkins is looked for at no more than this many roots above a page.
const MAXIMUM_CANDIDATES: usize = 6;

/// Whether a request that changes nothing may have failed because it was not sent to the controller's root.
pub(super) fn indicates_wrong_root(error: &Error) -> bool {
    match error {
        Error::NotFound
        | Error::NotJenkins
        | Error::UnknownUser(_)
        | Error::UserIdBlocked(_)
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::WebPage
        | Error::Proxy { .. } => true,
        Error::Transport(_)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::ScriptFailed { .. }
        | Error::Rejected { .. }
        | Error::ServerError { .. }
        | Error::UnexpectedReply
        | Error::UnusableToken
        | Error::ColonInUserId => false,
    }
}

/// Looks for the root of the controller that a page belongs to: the one that the page names, or one above it if a
/// proxy publishes Jenkins below a path that Jenkins does not know; without such a page, each root above the URL. A root is believed only
/// after Jenkins has answered below it. All requests are anonymous.
///
/// `None` if there is no Jenkins.
pub(super) fn find_root(agent: &Agent, address: &Address) -> Option<ControllerUrl> {
    let mut address = address.clone();
    let answers = |root: &ControllerUrl| {
        let client = Client::new(root.clone(), HttpTransport::new(agent, root.origin(), None));
        block_on(client.whoami()).is_ok()
    };
    let path = |address: &Address| format!("{}/", address.path.trim_end_matches('/'));
    for _ in 0..MAXIMUM_REDIRECTS {
        let Some(reply) = open(agent, &address) else { break };
        match reply.header("Location").filter(|_| reply.is_redirect()) {
            Some(location) => match address.redirected(location) {
                Some(target) => address = target,
                None => break,
            },
            None => match html::classify(reply.body(), address.site.origin(), &address.path) {
                PageKind::Controller(page) => {
                    let others = page.controller.others(&path(&address));
                    return std::iter::once(page.controller).chain(others).find(answers);
                }
                PageKind::PossibleRoot(_) | PageKind::ForeignRoot | PageKind::NotJenkins => break,
            },
        }
    }
    let candidates = ControllerUrl::candidates(address.site.origin(), &path(&address));
    candidates.into_iter().take(MAXIMUM_CANDIDATES).find(answers)
}

fn open(agent: &Agent, address: &Address) -> Option<Reply> {
    let transport = HttpTransport::new(agent, address.site.origin(), None);
    block_on(transport.send(Request::get_page(address.url()))).ok()
}
