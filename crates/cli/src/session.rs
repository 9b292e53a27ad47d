//! Speaking with one controller as somebody.

pub(crate) mod account;
pub(crate) mod address;
mod netrc;
mod retry;

use std::cell::Cell;
use std::path::Path;

use latchkey_core::{ActAs, Client, ControllerUrl, CrumbSource, Error, Listing, Owner, Unconfirmed, UserId};
use latchkey_native::{HttpTransport, block_on, html};
use ureq::Agent;

use self::account::Account;
use self::address::Address;
use self::retry::Retryable;
use crate::args::Access;
use crate::error::{CliError, RequestContext};
use crate::shell::quoted;
use crate::terminal::output::Output;
use crate::token_store::TokenStore;
use crate::{network, token_store};

/// A controller, and whom the command acts as there.
///
/// The address is taken for what it most likely is, so that nothing is asked before the request that matters. Only
/// where that finds no Jenkins, the root is looked for, and the request sent there.
pub(crate) struct Session<'a> {
    agent: Agent,
    output: &'a Output,
    address: Address,
    root: ControllerUrl,
    account: Account,
    client: Client<HttpTransport>,
    looked: Cell<bool>,
}

/// Where a command is to go: what was written, `JENKINS_URL`, or what the file named by `--from` is for.
///
/// # Errors
///
/// Where there is none of them, or it is no address.
pub(crate) fn address(written: Option<&str>, access: &Access) -> Result<Address, CliError> {
    if let Some(url) = written {
        return Address::parse(url);
    }
    if let Some(url) = std::env::var("JENKINS_URL").ok().filter(|url| !url.is_empty()) {
        return Address::parse(&url);
    }
    match &access.from {
        Some(file) => Address::parse(&token_store::controller_of(file)?),
        None => Err(CliError::NoAddress),
    }
}

impl<'a> Session<'a> {
    /// Finds out where to go and whom to act as. Nothing is sent, but where no account is known for the address:
    /// the root may be another.
    ///
    /// # Errors
    ///
    /// Those of finding address and account.
    pub(crate) fn open(url: Option<&str>, access: &Access, output: &'a Output) -> Result<Self, CliError> {
        let address = address(url, access)?;
        let agent = network::agent(address.scheme(), access)?;
        let root = match &access.from {
            Some(file) => root_of_file(file, &address)?,
            None => address.root()?,
        };
        let (root, account, looked) = match account::find(access, &root)? {
            Some(account) => (root, account, false),
            None => {
                let found = address::find_root(&agent, &address).filter(|found| *found != root);
                let account = found.as_ref().map(|found| account::find(access, found)).transpose()?.flatten();
                match (found, account) {
                    (Some(found), Some(account)) => (found, account, true),
                    _ => return Err(CliError::NoAccount { controller: root.to_string() }),
                }
            }
        };
        Ok(Self::new(agent, output, address, root, account, looked))
    }

    /// As [`Session::open`], as somebody who is known already.
    ///
    /// # Errors
    ///
    /// Those of finding the address.
    pub(crate) fn open_as(
        account: Account,
        url: Option<&str>,
        access: &Access,
        output: &'a Output,
    ) -> Result<Self, CliError> {
        let address = address(url, access)?;
        let agent = network::agent(address.scheme(), access)?;
        let root = address.root()?;
        Ok(Self::new(agent, output, address, root, account, false))
    }

    fn new(
        agent: Agent,
        output: &'a Output,
        address: Address,
        root: ControllerUrl,
        account: Account,
        looked: bool,
    ) -> Self {
        let client = client(&agent, &root, &account);
        Self { agent, output, address, root, account, client, looked: Cell::new(looked) }
    }

    /// The root of the controller, as far as it is known.
    pub(crate) fn root(&self) -> &ControllerUrl {
        &self.root
    }

    /// Whom the command acts as.
    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Acts as somebody else from now on, at the same controller.
    pub(crate) fn switch_account(&mut self, account: Account) {
        self.client = client(&self.agent, &self.root, &account);
        self.account = account;
    }

    /// Where crumbs come from. Whom requests are for is in their credentials.
    pub(crate) fn crumb(&self) -> CrumbSource {
        self.account.crumb()
    }

    /// Runs a flow, and once more at the true root where it becomes clear that the address was another and that
    /// nothing was done.
    pub(crate) fn run<T, E: Retryable>(
        &mut self,
        flow: impl AsyncFn(&Client<HttpTransport>) -> Result<T, E>,
    ) -> Result<T, E> {
        let ended = block_on(flow(&self.client));
        let Err(error) = &ended else { return ended };
        if !error.indicates_wrong_root() || self.looked.replace(true) {
            return ended;
        }
        match address::find_root(&self.agent, &self.address).filter(|found| *found != self.root) {
            Some(found) => {
                self.move_to(found);
                block_on(flow(&self.client))
            }
            None => ended,
        }
    }

    fn move_to(&mut self, found: ControllerUrl) {
        if found.origin() == self.root.origin() {
            self.output.say(&format!("The root of this Jenkins is {found}"));
        } else {
            self.output.warn(&format!(
                "{} leads to {found}. Use that address: the first request went unencrypted, with the {}",
                self.root,
                if self.account.has_token() { "token" } else { "password" }
            ));
        }
        self.root = found;
        self.client = client(&self.agent, &self.root, &self.account);
    }

    /// As whom changes are made.
    pub(crate) fn act_as(&self) -> ActAs {
        ActAs { crumb: self.crumb(), expected_user: None }
    }

    /// Whose tokens they are.
    pub(crate) fn user_of<'b>(&'b self, owner: &'b Owner) -> &'b UserId {
        match owner {
            Owner::Me => self.account.user(),
            Owner::User(user) => user,
        }
    }

    /// The tokens of a user.
    ///
    /// # Errors
    ///
    /// Those of the request.
    pub(crate) fn list(&mut self, owner: &Owner) -> Result<Listing, CliError> {
        let listing = self
            .run(async |client: &Client<HttpTransport>| client.list(owner, None, html::read_listing).await);
        listing.map_err(|error| self.failure(error))
    }

    /// A request that failed, told with whom it was sent as.
    pub(crate) fn failure(&self, cause: Error) -> CliError {
        CliError::Request { cause, acted: Some(self.acted()) }
    }

    /// As whom requests are sent, and where, for telling.
    pub(crate) fn acted(&self) -> RequestContext {
        RequestContext { account: self.account.origin(), controller: self.root.to_string() }
    }

    /// A change that failed, told with the command that shows whether it was done.
    pub(crate) fn change_failure(&self, owner: &Owner, error: Unconfirmed) -> CliError {
        CliError::change(error, self.acted(), self.command("list", owner, &[]))
    }

    /// The command line that does something with this controller's tokens.
    pub(crate) fn command(&self, name: &str, owner: &Owner, words: &[&str]) -> String {
        let mut options = Vec::new();
        if let Owner::User(user) = owner {
            options.push(option("for", user.as_str()));
        }
        if self.account.source == account::Source::User {
            options.push(option("user", self.account.user().as_str()));
        }
        let mut parts = vec![format!("latchkey {name} {}", quoted(&self.root.to_string()))];
        let words_quoted = words.iter().map(|word| quoted(word));
        if words.iter().any(|word| word.starts_with('-')) {
            // Quotes do not keep a word from being read as an option: a token may be called `--expired`.
            parts.extend(options);
            parts.push("--".to_owned());
            parts.extend(words_quoted);
        } else {
            parts.extend(words_quoted);
            parts.extend(options);
        }
        parts.join(" ")
    }
}

/// An option with its value, whatever that begins with.
fn option(name: &str, value: &str) -> String {
    if value.starts_with('-') {
        format!("--{name}={}", quoted(value))
    } else {
        format!("--{name} {}", quoted(value))
    }
}

/// Where the saved token is that a command is about, and the controller it is for. Nothing is sent.
///
/// # Errors
///
/// Those of finding the address, and of the file.
pub(crate) fn place(url: Option<&str>, access: &Access) -> Result<(TokenStore, ControllerUrl), CliError> {
    match &access.from {
        None => Ok((TokenStore::Keychain, address(url, access)?.root()?)),
        Some(file) => {
            let saved =
                ControllerUrl::parse(&token_store::controller_of(file)?).map_err(|_| CliError::Address)?;
            let root = match url.map(Address::parse).transpose()? {
                Some(address) if !address.is_below(&saved) => address.root()?,
                _ => saved,
            };
            Ok((TokenStore::File(file.clone()), root))
        }
    }
}

/// The root that the token in a file is for, where the address is below it.
fn root_of_file(file: &Path, address: &Address) -> Result<ControllerUrl, CliError> {
    let saved = ControllerUrl::parse(&token_store::controller_of(file)?).map_err(|_| CliError::Address)?;
    if address.is_below(&saved) { Ok(saved) } else { address.root() }
}

/// Whose tokens a command is about.
pub(crate) fn owner(user: Option<&str>) -> Owner {
    user.map_or(Owner::Me, |user| Owner::User(UserId::new(user)))
}

fn client(agent: &Agent, root: &ControllerUrl, account: &Account) -> Client<HttpTransport> {
    Client::new(root.clone(), HttpTransport::new(agent, root.origin(), Some(account.credentials.clone())))
}
