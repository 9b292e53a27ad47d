//! `latchkey create`: a new token, for oneself or as an administrator for another user.

use clap::Args;
use jiff::Zoned;
use latchkey_core::{
    Client, Error, Expiry, GeneratedToken, NewTokenRequest, Outcome, Owner, TokenName, Unconfirmed,
};
use latchkey_native::HttpTransport;

use crate::args::Access;
use crate::delivery::{NewToken, TokenOutput, revoke_undelivered};
use crate::error::CliError;
use crate::expires;
use crate::session::{self, Session};
use crate::terminal::interrupt;
use crate::terminal::output::Output;

/// Create an API token
///
/// The token, in the form asked for, is all that goes to standard output. If no answer comes, the token may have been
/// created all the same (status 12): the message says how to look for it.
///
/// Administrators create tokens for others with --for: by the API where the controller allows it, otherwise by a script
/// in the script console.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey create https://ci.example.org/jenkins --user alice --save
  TOKEN=$(latchkey create --name 'nightly sync' --expires 90d)
  latchkey create --expires 2027-01-31 --as netrc >> ~/.netrc
  pass jenkins | latchkey create --user alice --password-stdin --as env")]
pub(crate) struct Arguments {
    /// The controller, or any page of it [default: JENKINS_URL]
    url: Option<String>,
    /// The token's name [default: Latchkey with date and time]
    #[arg(long)]
    name: Option<String>,
    /// How long it lives: 30d, the last day 2027-01-31, or never
    #[arg(long, value_name = "WHEN", default_value = "30d", value_parser = expires::parse)]
    expires: Expiry,
    /// Make it for this user; administrators only
    #[arg(long = "for", value_name = "USER ID")]
    for_user: Option<String>,
    #[command(flatten)]
    pub(crate) output: TokenOutput,
}

pub(crate) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let name = match &arguments.name {
        Some(name) => TokenName::new(name)?,
        None => TokenName::new(&format!("Latchkey {}", Zoned::now().strftime("%Y-%m-%d %H:%M:%S")))?,
    };
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let owner = session::owner(arguments.for_user.as_deref());
    let user = session.user_of(&owner).clone();
    arguments.output.check(session.root(), &user, output)?;
    let order =
        NewTokenRequest { name, expiry: arguments.expires, crumb: session.crumb(), expected_user: None };
    let interrupted = failure(&session, &owner, &order, interrupt::while_making());
    let _watch = interrupt::on_interrupt(interrupted, *output);
    let token = generate(&mut session, &owner, &order, output)?;
    let controller = session.root().clone();
    let new = NewToken { controller: &controller, user: &user, token: &token };
    let handed =
        arguments.output.deliver(&new, output, |uuid| revoke_undelivered(&mut session, &owner, uuid));
    if !matches!(handed, Err(CliError::Lost { .. })) {
        new.report(arguments.expires, output);
    }
    handed
}

/// Makes the token: for another user by the API where the controller allows it, otherwise by a script.
///
/// # Errors
///
/// Those of the requests; [`CliError::MayHaveBeenCreated`] where no believed answer came.
pub(super) fn generate(
    session: &mut Session<'_>,
    owner: &Owner,
    order: &NewTokenRequest,
    output: &Output,
) -> Result<GeneratedToken, CliError> {
    let generated = session.run(async |client: &Client<HttpTransport>| match owner {
        Owner::Me => client.generate(order).await,
        Owner::User(user) => client.generate_for(user, order).await,
    });
    let generated = match (owner, generated) {
        (Owner::User(user), Err(Unconfirmed { cause: Error::OwnerOnly, .. })) => {
            output.say(
                "Jenkins lets only the user make this token, so a script in the script console makes it",
            );
            session.run(async |client: &Client<HttpTransport>| client.generate_by_script(user, order).await)
        }
        (_, generated) => generated,
    };
    generated.map_err(|error| failure(session, owner, order, error))
}

/// How generating ended, with the commands that find and revoke what it may have made.
pub(super) fn failure(
    session: &Session<'_>,
    owner: &Owner,
    order: &NewTokenRequest,
    error: Unconfirmed,
) -> CliError {
    if error.outcome == Outcome::NotDone {
        return session.failure(error.cause);
    }
    CliError::MayHaveBeenCreated {
        cause: Box::new(error.cause),
        name: order.name.to_string(),
        look: session.command("list", owner, &[]),
        revoke: session.command("revoke", owner, &[order.name.as_str()]),
    }
}
