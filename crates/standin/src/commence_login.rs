//! Signing in at an identity provider, as the realms of OpenID Connect and SAML do.

mod saml;

use crate::gate::{self, Security};
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::{Principal, Proof, RequestContext};

/// `securityRealm/commenceLogin`: redirects to the identity provider.
pub(crate) fn begin(request: &mut RequestContext<'_>) -> Reply {
    request.session_or_new();
    let finish = format!("{}/securityRealm/finishLogin", request.root_url());
    let provider = request.state.gates.identity_provider();
    let address = if request.is(Security::SamlSignIn) {
        saml::sign_in_address(provider, &finish, &afterwards(request))
    } else {
        gate::sign_in_address(provider, &finish, &afterwards(request))
    };
    Reply::empty(302).header("Location", address)
}

/// Where the sign-in leads: the path in `from`, or the page that linked here, or the root.
///
/// azure-ad (`AzureSecurityRealm.doCommenceLogin`) and keycloak (`KeycloakSecurityRealm.doCommenceLogin`) do not read `from`;
/// of the others, saml-plugin follows the link if there is no `from` (`RefererStateGenerator`).
fn afterwards(request: &RequestContext<'_>) -> String {
    let from = || request.incoming.parameters.get("from").map(str::to_owned);
    let linked = || {
        let referer = request.incoming.header("referer")?;
        referer.starts_with(&format!("{}/", request.root_url())).then_some(())?;
        referer.strip_prefix(&request.origin()).map(str::to_owned)
    };
    let known = if request.is(Security::RefererSignIn) {
        linked()
    } else if request.is(Security::SamlSignIn) {
        from().or_else(linked)
    } else {
        from()
    };
    known.unwrap_or_else(|| format!("{}/", request.options.context))
}

/// `securityRealm/finishLogin`: signs in the last of the accounts, and redirects to where the sign-in began.
pub(crate) fn finish(request: &mut RequestContext<'_>) -> Reply {
    let by_form = request.is(Security::SamlSignIn);
    if by_form && request.incoming.method != "POST" {
        return refusals::method(request);
    }
    let gates = &mut request.state.gates;
    let target = if by_form {
        saml::redeemed(gates, request.incoming)
    } else {
        gate::redeemed(gates, request.incoming)
    };
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
