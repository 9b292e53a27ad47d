//! A session without its connections, to be resumed later.

use latchkey_core::ControllerUrl;

use super::Session;
use super::account::Account;
use super::address::Address;
use super::connection::Connection;
use crate::access::Access;
use crate::error::CliError;
use crate::terminal::output::Output;

/// A session that is resumed later with the same account, at the same root.
pub(crate) struct PausedSession {
    address: Address,
    root: ControllerUrl,
    account: Account,
    names_user: bool,
}

impl Session<'_> {
    /// Closes the connections.
    pub(crate) fn pause(self) -> PausedSession {
        let Self { address, root, account, names_user, .. } = self;
        PausedSession { address, root, account, names_user }
    }
}

impl PausedSession {
    /// The root of the controller.
    pub(crate) fn root(&self) -> &ControllerUrl {
        &self.root
    }

    /// Resumes the session. No other root is searched for.
    pub(crate) fn resume<'a>(&self, access: &Access, output: &'a Output) -> Result<Session<'a>, CliError> {
        let connection = Connection::open(&self.address, access)?;
        let (address, root) = (self.address.clone(), self.root.clone());
        let session = Session::new(connection, output, address, root, self.account.clone(), access);
        Ok(Session { searched: true, names_user: self.names_user, ..session })
    }
}
