//! Signing in at an identity provider, as the realms of OpenID Connect and SAML do.

use crate::gate::{self, Security};
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::{Principal, Proof, RequestContext};

/// `securityRealm/commenceLogin`: redirects to the identity provider.
pub(crate) fn begin(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let root = format!("{}/", request.options.context);
    let from = request.incoming.parameters.get("from").unwrap_or(&root);
    let redirect_uri = format!("{}/securityRealm/finishLogin", request.root_url());
    let address = gate::sign_in_address(request.state.gates.identity_provider(), &redirect_uri, from);
    Reply::empty(302).header("Location", address)
}

/// `securityRealm/finishLogin`: signs in the last of the accounts, and redirects to where the sign-in began.
pub(crate) fn finish(request: &mut RequestContext<'_>) -> Reply {
    let target = gate::redeemed(&mut request.state.gates, request.incoming);
    let user = request.options.accounts.last().map(|account| account.id.clone());
    let (Some(target), Some(user)) = (target, user) else { return refusals::failure(request, 500) };
    request.change_session(&user);
    request.redirect(302, &target)
}

/// oic-auth's redirect of a token whose user is not signed in; `None` if the request may go on.
///
/// The plugin redirects to `securityRealm/commenceLogin` without a leading slash (`redirectToLoginUrl`), so the address is
/// relative to the one that was requested.
pub(crate) fn session_expired(request: &RequestContext<'_>) -> Option<Reply> {
    let Principal::User { id, proof: Proof::Token } = &request.principal else { return None };
    if !request.is(Security::OicSession) || request.state.sessions.any_of(id) {
        return None;
    }
    let folder = request.incoming.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some(request.redirect(302, &format!("{folder}/securityRealm/commenceLogin")))
}
