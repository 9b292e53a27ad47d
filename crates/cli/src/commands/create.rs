//! `latchkey create`: a new token.

use clap::Args;
use jiff::Zoned;
use latchkey_core::TokenName;

use crate::access::Access;
use crate::error::CliError;
use crate::new_token::NewTokenArgs;
use crate::session::Session;
use crate::terminal::output::Output;

/// Create an API token
///
/// Prints the token, in the format of --as, and nothing else on standard output. If no usable answer comes, the token may
/// have been created all the same (exit code 12); the message then says how to look for it.
///
/// Administrators can create tokens for other users with --for: by the API if the controller allows it, otherwise by a
/// script in the script console.
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
    #[command(flatten)]
    pub(super) new_token: NewTokenArgs,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let name = match &arguments.name {
        Some(name) => TokenName::new(name)?,
        None => TokenName::new(&format!("Latchkey {}", Zoned::now().strftime("%Y-%m-%d %H:%M:%S")))?,
    };
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    let (token, _guard) = arguments.new_token.generate(&mut session, name, output)?;
    arguments.new_token.deliver(&mut session, &token, output)
}
