//! Signing in by the controller's own form.

use std::fmt;

use latchkey_core::http::Retry;
use latchkey_core::listing::Element;
use latchkey_core::{ControllerUrl, Request, Secret, Transport, TransportError};
use latchkey_native::block_on;
use latchkey_native::html::Page;

use crate::RecordedTransport;

/// Why somebody could not sign in.
#[derive(Debug)]
pub enum SignInError {
    /// There was no reply.
    Transport(TransportError),
    /// The page at `/login` has no sign-in form of Jenkins.
    NoForm,
    /// Jenkins refuses user and password.
    Refused,
}

impl fmt::Display for SignInError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::NoForm => formatter.write_str("the page at /login has no sign-in form of Jenkins"),
            Self::Refused => formatter.write_str("Jenkins refuses the sign-in: check user and password"),
        }
    }
}

impl std::error::Error for SignInError {}

impl From<TransportError> for SignInError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Signs in with the form at `{root}/login`; the session is the transport's from then on.
///
/// The form names its address, which differs before 2.266. Its hidden fields go along: since 2.541 (LTS 2.528.3) the crumb is one of them, and without it even the
/// right password is refused.
///
/// # Errors
///
/// [`SignInError`] says which step failed.
pub fn sign_in(
    transport: &RecordedTransport,
    controller: &ControllerUrl,
    user: &str,
    password: &Secret,
) -> Result<(), SignInError> {
    let page = block_on(transport.send(Request::get_page(controller.join("login"))))?;
    let page = Page::parse(page.body());
    let form = page.root().find("form[name=login]").ok_or(SignInError::NoForm)?;
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.append_pair("j_username", user).append_pair("j_password", password.reveal());
    for hidden in form.find_all("input[type=hidden]") {
        if let (Some(name), Some(value)) = (hidden.attribute("name"), hidden.attribute("value")) {
            fields.append_pair(&name, &value);
        }
    }
    let address = controller.join(&form.attribute("action").ok_or(SignInError::NoForm)?);
    let reply = block_on(transport.send(Request::post_form(address, fields.finish(), Retry::Safe)))?;
    // A refused sign-in is a redirect to the error page, or no redirect at all.
    let refused = reply.header("Location").is_none_or(|address| address.contains("loginError"));
    if reply.is_redirect() && !refused { Ok(()) } else { Err(SignInError::Refused) }
}
