//! A controller that is found without an account, for a person who has yet to sign in.

use latchkey_core::{Client, ControllerUrl, CoreVersion, Error};
use latchkey_native::{ExtraHeaders, HttpTransport, block_on};
use ureq::Agent;

use super::account::Account;
use super::address::{self, Address};
use super::connection::Connection;
use super::{Session, root_search};
use crate::access::Access;
use crate::error::CliError;
use crate::terminal::output::Output;

/// A controller, and no account yet.
pub(crate) struct AnonymousSession<'a> {
    connection: Connection,
    address: Address,
    access: &'a Access,
    output: &'a Output,
    /// The root of the controller. Behind a single sign-on, it is the one that the URL suggests.
    pub(crate) root: ControllerUrl,
    /// The version, if the controller told it.
    pub(crate) version: Option<CoreVersion>,
}

impl<'a> AnonymousSession<'a> {
    /// Finds the controller. All requests are anonymous.
    ///
    /// # Errors
    ///
    /// If there is no Jenkins, unless a gate that lets browsers pass may hide it.
    pub(crate) fn open(url: Option<&str>, access: &'a Access, output: &'a Output) -> Result<Self, CliError> {
        let address = address::resolve(url, access)?;
        let connection = Connection::open(&address, access)?;
        let agent = &connection.agent;
        let suggested = address.root()?;
        let (root, version) = match version_of(agent, &suggested) {
            Ok(version) => (suggested, version),
            Err(error) if root_search::indicates_wrong_root(&error) => {
                match root_search::find_root(agent, &address) {
                    Some(found) => {
                        let version = version_of(agent, &found).unwrap_or_default();
                        (found, version)
                    }
                    None if may_let_browsers_pass(&error) => (suggested, None),
                    None => return Err(CliError::read(&error, "the request", &suggested.to_string())),
                }
            }
            Err(error) => return Err(CliError::read(&error, "the request", &suggested.to_string())),
        };
        Ok(Self { connection, address, access, output, root, version })
    }

    /// The headers for what is in front of the controller.
    pub(crate) fn headers(&self) -> Option<&ExtraHeaders> {
        self.connection.headers.as_ref()
    }

    /// A session of this account.
    pub(crate) fn sign_in(&self, account: Account) -> Session<'a> {
        let (connection, address) = (self.connection.clone(), self.address.clone());
        let session = Session::new(connection, self.output, address, self.root.clone(), account, self.access);
        Session { searched: true, ..session }
    }
}

/// The version of the Jenkins at this root, if it tells it.
///
/// # Errors
///
/// If Jenkins does not answer there.
fn version_of(agent: &Agent, root: &ControllerUrl) -> Result<Option<CoreVersion>, Error> {
    let client = Client::new(root.clone(), HttpTransport::new(agent, root.origin(), None));
    match block_on(client.whoami()) {
        Ok((_, version)) => Ok(version),
        // Jenkins' own refusals.
        Err(Error::SignedOut { .. } | Error::NotPermitted { .. } | Error::SignOnSessionRequired) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a sign-on in front of Jenkins may have caused this.
fn may_let_browsers_pass(error: &Error) -> bool {
    matches!(error, Error::SsoRequired | Error::GateCredentials | Error::Proxy { status: 401 | 403 })
}
