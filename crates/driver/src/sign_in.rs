//! Jenkins' own sign-in form.

use crate::{DriverError, Result, Tab};

const USER_FIELD: &str = "input[name=j_username]";
const PASSWORD_FIELD: &str = "input[name=j_password]";
/// A button, or a field of the type `submit` before Jenkins 2.361.
const SUBMIT_BUTTON: &str = "button[name=Submit], input[name=Submit], .submit-button";

impl Tab {
    /// Signs in with the form on Jenkins' sign-in page in this tab, and waits for the page that follows.
    ///
    /// # Errors
    ///
    /// If the page has no such form; [`DriverError::Unusable`] if Jenkins rejects user and password.
    pub fn sign_in(&self, user: &str, password: &str) -> Result<()> {
        self.fill(USER_FIELD, user)?;
        self.fill(PASSWORD_FIELD, password)?;
        self.click_and_wait_for_load(SUBMIT_BUTTON)?;
        // The form alone proves nothing: Jenkins also shows it to a user who came from `/login` and is signed in now.
        if self.evaluate("location.href.includes('/loginError')")? == true {
            let reason = format!("Jenkins rejects the sign-in of {user}: check the user ID and the password");
            return Err(DriverError::Unusable { element: "the sign-in form".to_owned(), reason });
        }
        Ok(())
    }
}
