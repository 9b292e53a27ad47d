//! A session: one controller, and the account that requests are sent with.

pub(crate) mod account;
pub(crate) mod address;
pub(crate) mod anonymous;
mod changes;
mod connection;
mod netrc;
mod paused;
mod root_search;
mod stored_tokens;
mod tokens;

use latchkey_core::{
    ActAs, Client, ControllerUrl, CoreVersion, CrumbSource, Error, Owner, Secret, Unconfirmed, User, UserId,
    Verification,
};
use latchkey_native::{ExtraHeaders, HttpTransport, block_on};
use ureq::Agent;

use self::account::{Account, Run};
use self::address::Address;
use self::connection::Connection;
pub(crate) use self::paused::PausedSession;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::suggest::command_line;
use crate::terminal::output::Output;
use crate::token_store::KeptToken;

type HttpClient = Client<HttpTransport>;

/// A controller, and the account that requests are sent with.
///
/// The first request goes to the root that the URL suggests. If there is no Jenkins, the true root is searched for, and
/// the request sent there. Nothing is changed before Jenkins has answered a GET below the root: a wrong root may belong
/// to another application of the host.
pub(crate) struct Session<'a> {
    connection: Connection,
    output: &'a Output,
    address: Address,
    root: ControllerUrl,
    account: Account,
    client: HttpClient,
    /// Whether the command line named the account's user.
    names_user: bool,
    /// Whether the root was already searched for.
    searched: bool,
    /// Whether Jenkins has answered a GET below the root.
    answered: bool,
    /// Whether the ID of the user whose tokens are managed does not get through in a URL.
    by_script: bool,
    /// The other user whose tokens are managed, once Jenkins has found that user by the ID.
    found_by_id: Option<UserId>,
}

impl<'a> Session<'a> {
    /// Finds the controller and the credentials for it. Nothing is sent, unless there are none for the root that the
    /// URL suggests: the true root may be another.
    pub(crate) fn open(url: Option<&str>, access: &Access, output: &'a Output) -> Result<Self, CliError> {
        Self::find(url, access, output, Run::Single)
    }

    /// Like [`Session::open`], as one of several: nobody is asked for a password, and credentials in the environment must
    /// be for this controller.
    pub(crate) fn open_in_fleet(url: &str, access: &Access, output: &'a Output) -> Result<Self, CliError> {
        Self::find(Some(url), access, output, Run::Fleet)
    }

    fn find(url: Option<&str>, access: &Access, output: &'a Output, run: Run) -> Result<Self, CliError> {
        let address = address::resolve(url, access)?;
        let connection = Connection::open(&address, access)?;
        let root = match &access.from {
            Some(file) => address::root_of_saved(file, Some(&address))?,
            None => address.root()?,
        };
        if let Some(account) = account::find(access, &root, run)? {
            return Ok(Self::new(connection, output, address, root, account, access));
        }
        if let Some(found) =
            root_search::find_root(&connection.agent, &address).filter(|found| *found != root)
            && let Some(account) = account::find(access, &found, run)?
        {
            let session = Self::new(connection, output, address, found, account, access);
            return Ok(Self { searched: true, ..session });
        }
        let message = match &access.user {
            Some(user) => format!("No token of {user} is saved for {root}"),
            None => format!("No credentials found for {root}"),
        };
        let hint = match run {
            Run::Single => {
                "Get a token from the browser with `latchkey login`, use --user, set JENKINS_USER_ID and JENKINS_API_TOKEN, or \
                 save a token with `latchkey save`."
                    .to_owned()
            }
            Run::Fleet => {
                let user = access.user.as_deref();
                let login = command_line("login", &root.to_string(), &Owner::Me, user, &[]);
                format!("Get a token from the browser with `{login}`.")
            }
        };
        Err(CliError::new(ExitCode::NoCredentials, "no-account", message).hint(hint))
    }

    /// Like [`Session::open`], with an account that is known already.
    pub(crate) fn open_with(
        account: Account,
        url: Option<&str>,
        access: &Access,
        output: &'a Output,
    ) -> Result<Self, CliError> {
        let address = address::resolve(url, access)?;
        let connection = Connection::open(&address, access)?;
        let root = address.root()?;
        Ok(Self::new(connection, output, address, root, account, access))
    }

    /// A session with a saved token, at the root that the token is for. No other root is searched for.
    pub(crate) fn of_saved(kept: &KeptToken, access: &Access, output: &'a Output) -> Result<Self, CliError> {
        let KeptToken { store, saved, is_default } = kept;
        let invalid = || {
            let message = format!("{} is not the URL of a controller", saved.controller);
            CliError::new(ExitCode::Failed, "reading", message).hint("Remove the token, and save it again.")
        };
        let root = ControllerUrl::parse(&saved.controller).map_err(|_| invalid())?;
        let address = Address::parse(&saved.controller).map_err(|_| invalid())?;
        let connection = Connection::open(&address, access)?;
        let account = account::saved_account(store.clone(), saved.clone(), &root)?;
        let session = Self::new(connection, output, address, root, account, access);
        Ok(Self { searched: true, names_user: !is_default, ..session })
    }

    fn new(
        connection: Connection,
        output: &'a Output,
        address: Address,
        root: ControllerUrl,
        account: Account,
        access: &Access,
    ) -> Self {
        let client = client(&connection.agent, &root, &account);
        let names_user = access.user.is_some();
        let (searched, answered, by_script) = (false, false, false);
        Self {
            connection,
            output,
            address,
            root,
            account,
            client,
            names_user,
            searched,
            answered,
            by_script,
            found_by_id: None,
        }
    }

    /// The root of the controller, as far as it is known.
    pub(crate) fn root(&self) -> &ControllerUrl {
        &self.root
    }

    /// The headers for what is in front of the controller.
    pub(crate) fn headers(&self) -> Option<&ExtraHeaders> {
        self.connection.headers.as_ref()
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Sends requests with another account from now on.
    pub(crate) fn switch_account(&mut self, account: Account) {
        self.client = client(&self.connection.agent, &self.root, &account);
        self.account = account;
    }

    pub(crate) fn crumb(&self) -> CrumbSource {
        self.account.crumb()
    }

    /// The user whose tokens these are.
    pub(crate) fn user_of<'b>(&'b self, owner: &'b Owner) -> &'b UserId {
        match owner {
            Owner::Me => self.account.user(),
            Owner::User(user) => user,
        }
    }

    /// The user that the credentials belong to, and the version of Jenkins.
    pub(crate) fn whoami(&mut self) -> Result<(User, Option<CoreVersion>), CliError> {
        let user = self.read(async |client: &HttpClient| {
            let (_, version) = client.whoami().await?;
            Ok((client.me().await?, version))
        });
        user.map_err(|cause| self.error(&cause))
    }

    /// Checks that the server is Jenkins, and its root the one that requests are sent to.
    pub(crate) fn check_root(&mut self) -> Result<(), CliError> {
        self.find_jenkins().map_err(|cause| self.error(&cause))
    }

    /// Verifies a token.
    ///
    /// # Errors
    ///
    /// The reason why it could not be verified.
    pub(crate) fn verify(&mut self, user: &UserId, token: &Secret) -> Result<Verification, Error> {
        self.read(async |client: &HttpClient| match client.verify(user, token).await {
            Verification::Unknown(error) => Err(error),
            verified => Ok(verified),
        })
    }

    /// The command line that does something with tokens of this controller.
    pub(crate) fn command(&self, name: &str, owner: &Owner, tokens: &[&str]) -> String {
        let user = self.names_user.then(|| self.account.user().as_str());
        command_line(name, &self.root.to_string(), owner, user, tokens)
    }

    /// The error for a failed request that would not have changed anything.
    pub(crate) fn error(&self, cause: &Error) -> CliError {
        CliError::read(cause, &self.account.describe(), &self.root.to_string())
    }

    /// Why a change was not confirmed, or not made.
    pub(crate) fn change_error(&self, cause: &Error) -> CliError {
        CliError::request(cause, &self.account.describe(), &self.root.to_string())
    }

    fn act_as(&self) -> ActAs {
        ActAs { crumb: self.crumb(), expected_user: None }
    }

    /// Asks for the session's user, unless Jenkins has answered below the root before.
    fn find_jenkins(&mut self) -> Result<(), Error> {
        if self.answered {
            return Ok(());
        }
        self.read(async |client: &HttpClient| client.whoami().await).map(drop)
    }

    /// Runs a flow that changes nothing, and once more at the true root if it turns out that the root was another.
    fn read<T>(&mut self, flow: impl AsyncFn(&HttpClient) -> Result<T, Error>) -> Result<T, Error> {
        let mut result = block_on(flow(&self.client));
        if let Err(error) = &result
            && !(self.answered || self.searched)
            && root_search::indicates_wrong_root(error)
        {
            self.searched = true;
            if let Some(found) = root_search::find_root(&self.connection.agent, &self.address)
                .filter(|found| *found != self.root)
            {
                self.move_to(found);
                result = block_on(flow(&self.client));
            }
        }
        self.answered |= result.is_ok();
        result
    }

    /// Runs a flow that changes something.
    fn change<T>(
        &mut self,
        flow: impl AsyncFn(&HttpClient) -> Result<T, Unconfirmed>,
    ) -> Result<T, Unconfirmed> {
        self.find_jenkins().map_err(Unconfirmed::not_done)?;
        block_on(flow(&self.client))
    }

    fn move_to(&mut self, found: ControllerUrl) {
        if found.origin() == self.root.origin() {
            self.output.say(&format!("The root of this Jenkins is {found}"));
        } else {
            let secret = self.account.secret_name();
            self.output.warn(&format!(
                "{} redirects to {found}. Use that URL from now on: the first request was sent unencrypted, with \
                 the {secret}",
                self.root
            ));
        }
        self.root = found;
        self.client = client(&self.connection.agent, &self.root, &self.account);
    }
}

fn client(agent: &Agent, root: &ControllerUrl, account: &Account) -> HttpClient {
    Client::new(root.clone(), HttpTransport::new(agent, root.origin(), Some(account.credentials.clone())))
}
