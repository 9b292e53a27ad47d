//! Gates in front of Jenkins, and Jenkins' own security: what is let in.

use latchkey_core::UserId;

use super::{CliError, ExitCode, Section};

/// A gate asks for a sign-in.
pub(super) fn sign_in(controller: &str) -> CliError {
    let message =
        format!("A single sign-on in front of {controller} asks for a sign-in, so Jenkins did not answer");
    CliError::new(ExitCode::SsoRequired, "sign-in-in-front", message)
        .hint(
            "Ask whoever runs it to let requests with an API token (header Authorization) pass, or use a URL that bypasses \
             it. Until then, create tokens in the browser. If it lets programs pass that send a header of its own, give \
             that with --header @FILE, the first time with --remember-headers.",
        )
        .see(Section::GateSignIn)
}

/// A proxy refused a request that would not have changed anything.
pub(super) fn refused_read(controller: &str) -> CliError {
    let message = format!("A proxy in front of {controller} refused the request (403)");
    CliError::new(ExitCode::SsoRequired, "refused-in-front", message)
        .hint(
            "It may want a sign-in of its own, or show its own page instead of Jenkins' refusal. Ask whoever runs it to let \
             requests with an API token (header Authorization) pass.",
        )
        .see(Section::GateSignIn)
}

/// A gate wants credentials of its own.
pub(super) fn own_credentials(controller: &str) -> CliError {
    let message = format!(
        "A proxy in front of {controller} wants a user name and password of its own, in the header that API tokens need"
    );
    CliError::new(ExitCode::SsoRequired, "gate-credentials", message)
        .hint(
            "Ask whoever runs the proxy not to ask for its own password where Jenkins checks the API token, or use a URL that \
             bypasses the proxy.",
        )
        .see(Section::GateBasicAuth)
}

/// Jenkins took the request for an anonymous one.
pub(super) fn credentials_removed(account: &str) -> CliError {
    let message =
        format!("Jenkins did not get {account}: something in front of it removes the Authorization header");
    CliError::new(ExitCode::JenkinsFailed, "credentials-removed", message)
        .hint(
            "Ask whoever runs the proxy to pass the Authorization header on to Jenkins, or use a URL that bypasses the proxy.",
        )
        .see(Section::AuthorizationRemoved)
}

/// Jenkins' own sign-on wants a session.
pub(super) fn sign_on_session(controller: &str) -> CliError {
    let message = format!(
        "The sign-on of Jenkins itself at {controller} lets API tokens in only while their user is signed in in the browser"
    );
    CliError::new(ExitCode::SsoRequired, "sign-on-session-required", message)
        .hint(
            "Sign in there in the browser and try again, or ask an administrator of this Jenkins to turn on \"Allow access \
             with API tokens without an OIDC session\" (plugin oic-auth).",
        )
        .see(Section::SignOnSession)
}

/// A URL with this ID does not reach Jenkins.
pub(super) fn user_id_blocked(user: &UserId) -> CliError {
    let message = format!("Something in front of Jenkins does not pass the user ID {user} in a URL");
    CliError::new(ExitCode::JenkinsFailed, "user-id-blocked", message)
        .hint("Ask whoever runs the proxy to pass encoded characters such as %2F on to Jenkins unchanged.")
        .see(Section::UserIdsInUrls)
}

/// A gate lets nobody use the script console.
pub(super) fn script_console_blocked(status: u16) -> CliError {
    let message = format!("A proxy in front of Jenkins blocks the script console ({status})");
    CliError::new(ExitCode::ScriptConsoleBlocked, "script-console-blocked", message)
        .hint(
            "Use a URL that bypasses the proxy, or ask whoever runs it to let Jenkins administrators send POST requests to \
             /scriptText, past its firewall rules.",
        )
        .see(Section::ScriptConsole)
}

/// Something else answers at this address.
pub(super) fn web_page(controller: &str) -> CliError {
    let message = format!("{controller} sent a web page where data was expected");
    CliError::new(ExitCode::JenkinsFailed, "web-page", message)
        .hint("Check the URL: it must be that of the controller or one of its pages.")
        .see(Section::PublishedElsewhere)
}

/// Nobody can sign in.
pub(super) fn no_users(controller: &str) -> CliError {
    let message = format!("The Jenkins at {controller} has no users, so it needs no token");
    CliError::new(ExitCode::JenkinsFailed, "no-users", message)
        .hint("Send requests without credentials.")
        .see(Section::NoUsers)
}

/// A crumb that was fetched for the request did not fit it.
pub(super) fn crumb_refused() -> CliError {
    let message = "Jenkins refused the crumb of the request, and a fresh one, too";
    CliError::new(ExitCode::JenkinsFailed, "crumb-refused", message)
        .hint("Use an API token instead of the password: requests with a token need no crumb.")
        .see(Section::StrictCrumbs)
}
