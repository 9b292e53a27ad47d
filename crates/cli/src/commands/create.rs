//! `latchkey create`: creates a token.

use clap::Args;
use jiff::Zoned;
use latchkey_core::TokenName;

use crate::access::Access;
use crate::error::CliError;
use crate::look::RequestedToken;
use crate::new_token::NewTokenArgs;
use crate::session::Session;
use crate::terminal::output::Output;

/// Create an API token
///
/// Prints only the token on standard output, in the format of --as.
///
/// Lists the tokens before, and again if Jenkins gives no usable answer. The message then says whether a token was created,
/// whose value is lost (exit code 16), or that it could not be found out (exit code 12), with the command to revoke it or
/// to look again.
///
/// Administrators can create tokens for other users with --for: with the API if the controller allows it, otherwise with
/// a script in the script console.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey create https://ci.example.org/jenkins --user alice --save
  TOKEN=$(latchkey create --name 'nightly sync' --expires 90d)
  latchkey create --expires 2027-01-31 --as netrc >> ~/.netrc
  pass jenkins | latchkey create --user alice --password-stdin --as env")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    /// The token's name [default: Latchkey with date and time]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    pub(super) new_token: NewTokenArgs,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let name = match &arguments.name {
        Some(name) => TokenName::new(name)?,
        None => TokenName::new(&format!("Latchkey {}", Zoned::now().strftime("%Y-%m-%d %H:%M:%S")))?,
    };
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let (new_token, owner) = (&arguments.new_token, arguments.new_token.owner.owner());
    new_token.check(&session, access, output)?;
    let before = session.tokens_before(&owner).map_err(|cause| session.error(&cause))?;
    let (before, name) = (before.as_deref(), name.as_str());
    let requested = RequestedToken { owner: &owner, name, before, replaces: None };
    let (token, _guard) = new_token.generate(&mut session, &requested, output)?;
    new_token.deliver(&mut session, &token, output)?;
    new_token.remember_headers(&session, access, output)
}
