//! `latchkey whoami`: shows the user that the credentials belong to.

use clap::Args;
use serde_json::json;

use crate::access::Access;
use crate::error::CliError;
use crate::remember_headers::RememberHeadersArg;
use crate::session::Session;
use crate::terminal::escape::escape_unprintable;
use crate::terminal::output::Output;

/// Show which user your credentials belong to
///
/// Prints the user ID on standard output; name, controller, and version go to standard error.
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey whoami https://ci.example.org/jenkins
  latchkey whoami --user alice --json
  latchkey whoami https://ci.example.org/jenkins --header @cloudflare-access --remember-headers")]
pub(crate) struct Arguments {
    /// URL of the Jenkins controller, or of any of its pages [default: JENKINS_URL]
    url: Option<String>,
    #[command(flatten)]
    remember: RememberHeadersArg,
}

pub(super) fn run(arguments: &Arguments, access: &Access, output: &Output) -> Result<(), CliError> {
    let mut session = Session::open(arguments.url.as_deref(), access, output)?;
    arguments.remember.check(&access.store(), session.headers())?;
    let (user, version) = session.whoami()?;
    arguments.remember.remember(&access.store(), session.headers(), output)?;
    let version = version.map(|version| version.to_string());
    if output.json {
        return output.json(&json!({
            "controller": session.root().to_string(),
            "id": user.id.as_str(),
            "fullName": user.full_name,
            "jenkins": version,
            "account": session.account().describe(),
        }));
    }
    output.result(&escape_unprintable(user.id.as_str()))?;
    output.say(&format!(
        "{} at {}{}, with {}",
        user.full_name,
        session.root(),
        version.map(|version| format!(", Jenkins {version}")).unwrap_or_default(),
        session.account().describe()
    ));
    Ok(())
}
