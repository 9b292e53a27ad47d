//! Who a controller lets in, other than everybody with a password or a token.

use clap::ValueEnum;

/// A setting of a controller, or a plugin that comes with one.
///
/// # Without a security realm
/// Read in Jenkins core at 2.579; the classes are the same since 2.249. The realm `SecurityRealm.NO_AUTHENTICATION` has
/// an empty filter chain (`SecurityRealm.None.createFilter`): nothing reads sessions, HTTP Basic, or remember-me, so
/// everybody is anonymous and a wrong password is ignored. Nothing turns an `AccessDeniedException` into the 403 that
/// asks to sign in either; it ends in `InstallUncaughtExceptionHandler`, which answers 500 with Jenkins' "Oops!" page. So
/// `/me` (`Jenkins.getMe`) is 500 there, never 403. The crumb issuer does not depend on security: pages and `crumbIssuer`
/// have crumbs, and every POST needs one. `login` shows the ordinary form, which nothing handles.
/// `Jenkins.isUseSecurity`, exported as `useSecurity`, is false only if the strategy is `AuthorizationStrategy.UNSECURED`,
/// too; then the page header has no `log in` (`lib/layout/header/login.jelly`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Security {
    /// Security is off: everybody is anonymous and may do everything, and nobody has a token.
    NoSecurity,
    /// Nobody can sign in (`SecurityRealm.NO_AUTHENTICATION`), although permissions are checked.
    NobodyCanSignIn,
    /// People sign in at `securityRealm/commenceLogin`, as the 403 says; `login` shows a form that lets nobody in.
    CommenceLogin,
    /// saml-plugin: the same, but the identity provider posts a form back, and refuses a `RelayState` over 80 bytes.
    SamlSignIn,
    /// azure-ad, keycloak: the same, but signing in leads to the page that linked to it (`Referer`), whatever `from` says.
    RefererSignIn,
    /// oic-auth: a token works only while its user is signed in; otherwise 302 to `securityRealm/commenceLogin`.
    OicSession,
    /// Tokens lack the user's groups: 403 that names the user and Overall/Read. Sessions work.
    TokenWithoutGroups,
    /// The same, with the first letter of the user's ID in the other case.
    TokenWithoutGroupsOtherCase,
    /// strict-crumb-issuer: a crumb is good for requests from its own page (`Referer`), that of `crumbIssuer` for none.
    StrictCrumbs,
}
