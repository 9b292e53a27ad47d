//! Whether the headers that a command sends are sent by later commands, too.

use clap::Args;
use latchkey_native::ExtraHeaders;

use crate::error::{CliError, ExitCode};
use crate::terminal::output::Output;
use crate::token_store::TokenStore;

/// The option of the commands that save a token, and of `whoami`.
#[derive(Args, Debug)]
pub(crate) struct RememberHeadersArg {
    /// Send the headers of --header with every later command to this controller: they are kept in the keychain or, with
    /// --save-to or --from, in that file
    #[arg(long, help_heading = "Connection")]
    remember_headers: bool,
}

impl RememberHeadersArg {
    /// Checks, before anything is changed, that the headers that are sent can be remembered there.
    pub(crate) fn check(&self, store: &TokenStore, headers: Option<&ExtraHeaders>) -> Result<(), CliError> {
        if !self.remember_headers {
            return Ok(());
        }
        if headers.is_none() {
            return Err(CliError::usage("--remember-headers needs --header")
                .hint("Give the file with the headers with --header @FILE."));
        }
        store.check()
    }

    /// Warns that they are not remembered, because the controller has not answered.
    pub(crate) fn warn(&self, output: &Output) {
        if self.remember_headers {
            output.warn(
                "The headers are not remembered, because the controller did not answer. Remember them with `latchkey whoami \
                 --header @FILE --remember-headers` once they let you pass",
            );
        }
    }

    /// Remembers the headers, now that the controller has answered.
    pub(crate) fn remember(
        &self,
        store: &TokenStore,
        headers: Option<&ExtraHeaders>,
        output: &Output,
    ) -> Result<(), CliError> {
        let Some(headers) = headers.filter(|_| self.remember_headers) else { return Ok(()) };
        store.remember_headers(headers).map_err(|reason| {
            let message = format!("The headers are not remembered in {store}: {reason}");
            CliError::new(ExitCode::PartlyDone, "headers-not-remembered", message)
                .hint("All else is done. Give them again with --header, or remember them in a file that only you can read.")
        })?;
        output.say(&format!(
            "Every later command sends these headers to {}: {}. They are kept in {store}",
            headers.origin(),
            headers.names().join(", ")
        ));
        Ok(())
    }
}
