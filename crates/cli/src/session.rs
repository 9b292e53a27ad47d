//! A session: one controller, and the account that requests are sent with.

pub(crate) mod account;
pub(crate) mod address;
mod netrc;
mod root_search;

use latchkey_core::script::{UserPage, UserTokens};
use latchkey_core::{
    ActAs, Client, ControllerUrl, CoreVersion, CrumbSource, Error, GeneratedToken, Listing, NewTokenRequest,
    Outcome, Owner, Secret, TokenName, Unconfirmed, User, UserId, Verification,
};
use latchkey_native::{AgentError, HttpTransport, agent_config, block_on, html};
use ureq::Agent;

use self::account::{Account, Source};
use self::address::Address;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::suggest::command_line;
use crate::terminal::output::Output;

type HttpClient = Client<HttpTransport>;

/// A controller, and the account that requests are sent with.
///
/// The first request goes to the root that the URL suggests, so that nothing is asked before the request that matters.
/// Only if there is no Jenkins, the true root is searched for, and the request sent there.
pub(crate) struct Session<'a> {
    agent: Agent,
    output: &'a Output,
    address: Address,
    root: ControllerUrl,
    account: Account,
    client: HttpClient,
    /// Whether the root was already searched for.
    searched: bool,
}

impl<'a> Session<'a> {
    /// Finds the controller and the credentials for it. Nothing is sent, unless there are none for the root that the
    /// URL suggests: the true root may be another.
    pub(crate) fn open(url: Option<&str>, access: &Access, output: &'a Output) -> Result<Self, CliError> {
        let address = address::resolve(url, access)?;
        let agent = agent(address.scheme(), access)?;
        let root = match &access.from {
            Some(file) => address::root_of_saved(file, Some(&address))?,
            None => address.root()?,
        };
        if let Some(account) = account::find(access, &root)? {
            return Ok(Self::new(agent, output, address, root, account));
        }
        if let Some(found) = root_search::find_root(&agent, &address).filter(|found| *found != root)
            && let Some(account) = account::find(access, &found)?
        {
            return Ok(Self { searched: true, ..Self::new(agent, output, address, found, account) });
        }
        let message = format!("No credentials found for {root}");
        Err(CliError::new(ExitCode::NoCredentials, "no-account", message).hint(
            "Use --user, set JENKINS_USER_ID and JENKINS_API_TOKEN, or save a token with `latchkey save`.",
        ))
    }

    /// Like [`Session::open`], with an account that is known already.
    pub(crate) fn open_with(
        account: Account,
        url: Option<&str>,
        access: &Access,
        output: &'a Output,
    ) -> Result<Self, CliError> {
        let address = address::resolve(url, access)?;
        let agent = agent(address.scheme(), access)?;
        let root = address.root()?;
        Ok(Self::new(agent, output, address, root, account))
    }

    fn new(
        agent: Agent,
        output: &'a Output,
        address: Address,
        root: ControllerUrl,
        account: Account,
    ) -> Self {
        let client = client(&agent, &root, &account);
        Self { agent, output, address, root, account, client, searched: false }
    }

    /// The root of the controller, as far as it is known.
    pub(crate) fn root(&self) -> &ControllerUrl {
        &self.root
    }

    pub(crate) fn account(&self) -> &Account {
        &self.account
    }

    /// Sends requests with another account from now on.
    pub(crate) fn switch_account(&mut self, account: Account) {
        self.client = client(&self.agent, &self.root, &account);
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

    /// The user that Jenkins takes the credentials for, and its version.
    pub(crate) fn whoami(&mut self) -> Result<(User, Option<CoreVersion>), CliError> {
        let user = self.read(async |client: &HttpClient| {
            let (_, version) = client.whoami().await?;
            Ok((client.me().await?, version))
        });
        user.map_err(|cause| self.error(&cause))
    }

    /// Checks that the server is Jenkins, and its root the one that requests are sent to.
    pub(crate) fn check_root(&mut self) -> Result<(), CliError> {
        let asked = self.read(async |client: &HttpClient| client.whoami().await);
        asked.map(drop).map_err(|cause| self.error(&cause))
    }

    /// The user that a token works for; `None` if Jenkins refuses it.
    pub(crate) fn verify(&mut self, user: &UserId, token: &Secret) -> Result<Option<UserId>, Error> {
        self.read(async |client: &HttpClient| match client.verify(user, token).await {
            Verification::WorksAs(id) => Ok(Some(id)),
            Verification::WithoutRead { user, permission } => {
                Err(Error::NotPermitted { user: Some(user), permission })
            }
            Verification::Refused => Ok(None),
            Verification::Unknown(error) => Err(error),
        })
    }

    /// The tokens of a user.
    pub(crate) fn list(&mut self, owner: &Owner) -> Result<Listing, CliError> {
        let listing =
            self.read(async |client: &HttpClient| client.list(owner, None, html::read_listing).await);
        listing.map_err(|cause| self.error(&cause))
    }

    /// Creates a token: for another user by the API if the controller allows it, otherwise by a script.
    pub(crate) fn generate(
        &mut self,
        owner: &Owner,
        request: &NewTokenRequest,
    ) -> Result<GeneratedToken, CliError> {
        let generated = self.run(async |client: &HttpClient| match owner {
            Owner::Me => client.generate(request).await,
            Owner::User(user) => client.generate_for(user, request).await,
        });
        let generated = match (owner, generated) {
            (Owner::User(user), Err(Unconfirmed { cause: Error::OwnerOnly, .. })) => {
                self.output
                    .say("Jenkins lets only the user create this token, so Latchkey uses the script console");
                self.run(async |client: &HttpClient| client.generate_by_script(user, request).await)
            }
            (_, generated) => generated,
        };
        generated.map_err(|error| self.not_generated(owner, &request.name, &error))
    }

    /// Renames a token.
    pub(crate) fn rename(&mut self, owner: &Owner, uuid: &str, name: &TokenName) -> Result<(), CliError> {
        let act_as = self.act_as();
        let renamed = self.run(async |client: &HttpClient| client.rename(&act_as, owner, uuid, name).await);
        renamed.map_err(|error| self.not_changed(owner, &error))
    }

    /// Revokes a token. Jenkins gives the same answer whether or not there was one.
    pub(crate) fn revoke(&mut self, owner: &Owner, uuid: &str) -> Result<(), CliError> {
        let act_as = self.act_as();
        let revoked = self.run(async |client: &HttpClient| client.revoke(&act_as, owner, uuid).await);
        revoked.map_err(|error| self.not_changed(owner, &error))
    }

    /// The IDs of at most `count` users, from the one at this place on.
    pub(crate) fn user_ids(&mut self, from: usize, count: usize) -> Result<UserPage, Error> {
        let act_as = self.act_as();
        self.read(async |client: &HttpClient| client.users_by_script(&act_as, from, count).await)
    }

    /// The tokens of these users.
    pub(crate) fn tokens_of(&mut self, users: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let act_as = self.act_as();
        self.read(async |client: &HttpClient| client.list_by_script(&act_as, users).await)
    }

    /// The command line that does something with tokens of this controller.
    pub(crate) fn command(&self, name: &str, owner: &Owner, tokens: &[&str]) -> String {
        let user = (self.account.source == Source::User).then(|| self.account.user().as_str());
        command_line(name, &self.root.to_string(), owner, user, tokens)
    }

    /// A request of this session that failed without changing anything.
    pub(crate) fn error(&self, cause: &Error) -> CliError {
        CliError::request(cause, &self.account.describe(), &self.root.to_string())
    }

    /// A token that was not generated, with the command lines that find and revoke what may have been created.
    pub(crate) fn not_generated(&self, owner: &Owner, name: &TokenName, error: &Unconfirmed) -> CliError {
        let request = self.error(&error.cause);
        let name = name.as_str();
        let revoke = self.command("revoke", owner, &[name]);
        let (message, hint) = match error.outcome {
            Outcome::NotDone => return request,
            Outcome::Done => (
                format!("Jenkins created the token {name:?}, but its reply contains no usable value"),
                format!("Revoke it with `{revoke}`."),
            ),
            Outcome::Unknown => {
                let cause = request.message;
                let list = self.command("list", owner, &[]);
                (
                    format!(
                        "{cause}. The token {name:?} may have been created anyway, but its value is lost"
                    ),
                    format!("Look for it with `{list}`. If it is there, revoke it with `{revoke}`."),
                )
            }
        };
        CliError::new(ExitCode::MayHaveBeenDone, "may-have-been-created", message).hint(hint)
    }

    fn not_changed(&self, owner: &Owner, error: &Unconfirmed) -> CliError {
        let list = self.command("list", owner, &[]);
        CliError::change(error, &self.account.describe(), &self.root.to_string(), &list)
    }

    fn act_as(&self) -> ActAs {
        ActAs { crumb: self.crumb(), expected_user: None }
    }

    /// Runs a flow that changes nothing.
    fn read<T>(&mut self, flow: impl AsyncFn(&HttpClient) -> Result<T, Error>) -> Result<T, Error> {
        let result = self.run(async |client: &HttpClient| flow(client).await.map_err(Unconfirmed::not_done));
        result.map_err(|error| error.cause)
    }

    /// Runs a flow, and once more at the true root if it turns out that the root was another and nothing was done.
    fn run<T>(
        &mut self,
        flow: impl AsyncFn(&HttpClient) -> Result<T, Unconfirmed>,
    ) -> Result<T, Unconfirmed> {
        let result = block_on(flow(&self.client));
        let Err(error) = &result else { return result };
        if self.searched || !root_search::indicates_wrong_root(error) {
            return result;
        }
        self.searched = true;
        match root_search::find_root(&self.agent, &self.address).filter(|found| *found != self.root) {
            Some(found) => {
                self.move_to(found);
                block_on(flow(&self.client))
            }
            None => result,
        }
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
        self.client = client(&self.agent, &self.root, &self.account);
    }
}

fn agent(scheme: &str, access: &Access) -> Result<Agent, CliError> {
    let config = agent_config(scheme, access.timeout, access.cacert.as_deref());
    let config = config.map_err(|error| match error {
        AgentError::InvalidProxy { variable } => {
            CliError::usage(format!("{variable} is not a valid proxy URL"))
                .hint("Set it to a URL such as http://proxy.example.org:3128, or unset it.")
        }
        AgentError::Certificates { file, reason } => {
            let message = format!("No certificates in {}: {reason}", file.display());
            CliError::new(ExitCode::Failed, "authorities", message)
                .hint("Give a PEM file with at least one certificate with --cacert.")
        }
    })?;
    Ok(config.build().into())
}

fn client(agent: &Agent, root: &ControllerUrl, account: &Account) -> HttpClient {
    Client::new(root.clone(), HttpTransport::new(agent, root.origin(), Some(account.credentials.clone())))
}
