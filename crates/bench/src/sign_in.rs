//! Signing in to a controller by its own form.

use anyhow::{Result, bail};
use latchkey_core::Secret;
use latchkey_driver::{Browser, Tab};

const USER_FIELD: &str = "input[name=j_username]";
const PASSWORD_FIELD: &str = "input[name=j_password]";
/// A button, or a field of the type `submit` before Jenkins 2.361.
const SUBMIT_BUTTON: &str = "button[name=Submit], input[name=Submit], .submit-button";

/// Opens a tab, signs in with the form at `{root}/login` and gives the tab on the page that follows.
///
/// # Errors
///
/// When there is no such form, or the controller refuses the sign-in.
pub(crate) fn sign_in(browser: &Browser, root: &str, user: &str, password: &Secret) -> Result<Tab> {
    let address = format!("{root}/login");
    let tab = browser.open(&address)?;
    if tab.evaluate(&format!("Boolean(document.querySelector('{PASSWORD_FIELD}'))"))? != true {
        bail!("{address} shows no sign-in form of Jenkins");
    }
    tab.fill(USER_FIELD, user)?;
    tab.fill(PASSWORD_FIELD, password.reveal())?;
    tab.click_and_wait_for_load(SUBMIT_BUTTON)?;
    // Jenkins answers a refused sign-in with a redirect to `/loginError`, newer ones with 401 at the form.
    let refused = format!(
        "location.href.includes('/loginError') || Boolean(document.querySelector('{PASSWORD_FIELD}'))"
    );
    if tab.evaluate(&refused)? == true {
        bail!("{root} refuses the sign-in of {user}: check the user ID and the password");
    }
    Ok(tab)
}
