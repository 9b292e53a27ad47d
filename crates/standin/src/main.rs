//! Runs the stand-in for a Jenkins controller until it is stopped.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use clap::Parser;
use latchkey_standin::{
    Account, Fault, FaultPlan, FaultedRequest, JenkinsVersion, Options, SameSite, ScriptConsole,
    SingleSignOn, Standin,
};

/// A stand-in for a Jenkins controller, on the loopback interface only.
#[derive(Parser)]
#[command(version, after_help = faults_help())]
struct Arguments {
    /// The version of Jenkins core to answer as: 2.249.3, 2.303.3, 2.492.3, 2.516.3, or 2.579
    #[arg(long, default_value_t = JenkinsVersion::V2_579)]
    core: JenkinsVersion,
    /// The context path, for example /jenkins; none without it
    #[arg(long, default_value = "")]
    context: String,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Who can sign in, as id:password, id:password:full name or id:password:full name:admin; repeatable
    #[arg(long = "account", value_name = "ACCOUNT", value_parser = account)]
    accounts: Vec<Account>,
    /// Adds so many users with four tokens each, user-00001 and so on
    #[arg(long, value_name = "N", default_value_t = 0)]
    users: usize,
    /// Makes a user's record one that no script can read; repeatable
    #[arg(long = "broken-user", value_name = "ID")]
    broken_users: Vec<String>,
    /// Turns CSRF protection off
    #[arg(long)]
    no_crumb: bool,
    /// What cookies say about other sites: lax, strict or none; without it what the core says
    #[arg(long)]
    same_site: Option<SameSite>,
    /// Milliseconds by which every reply is kept back
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// Lets visitors read who did not sign in
    #[arg(long)]
    anonymous_read: bool,
    /// Does not count the use of tokens
    #[arg(long)]
    no_usage_statistics: bool,
    /// Lets administrators make tokens for others
    #[arg(long)]
    administrators_generate: bool,
    /// Answers 403 at the script console, as a proxy does
    #[arg(long)]
    no_script_console: bool,
    /// Puts single sign-on in front
    #[arg(long)]
    single_sign_on: bool,
    /// Makes something go wrong, as KIND, KIND:REQUEST or KIND:REQUEST:every; repeatable
    #[arg(long = "fault", value_name = "KIND[:REQUEST]")]
    faults: Vec<FaultPlan>,
}

/// What `--fault` can be given.
fn faults_help() -> String {
    let mut help = String::from("Faults, for the next or for every request of a kind:\n");
    for fault in Fault::ALL {
        help += &format!("  {:<22} {}\n", fault.name(), fault.description());
    }
    let requests = FaultedRequest::ALL.map(FaultedRequest::name).join(", ");
    help + &format!("Requests: {requests} (any without one)")
}

fn account(text: &str) -> Result<Account, String> {
    let mut parts = text.splitn(4, ':');
    let (Some(id), Some(password)) = (parts.next(), parts.next()) else {
        return Err("write it as id:password".to_owned());
    };
    if id.is_empty() {
        return Err("the id is empty".to_owned());
    }
    let mut account = Account::new(id, password);
    if let Some(full_name) = parts.next().filter(|name| !name.is_empty()) {
        full_name.clone_into(&mut account.full_name);
    }
    account.administrator = match parts.next() {
        None => false,
        Some("admin") => true,
        Some(other) => return Err(format!("{other:?} is not \"admin\"")),
    };
    Ok(account)
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let mut options = Options {
        core: arguments.core,
        context: arguments.context,
        port: arguments.port,
        crumb: !arguments.no_crumb,
        same_site: arguments.same_site,
        latency: Duration::from_millis(arguments.latency),
        anonymous_read: arguments.anonymous_read,
        usage_statistics: !arguments.no_usage_statistics,
        administrators_generate: arguments.administrators_generate,
        script_console: if arguments.no_script_console {
            ScriptConsole::BlockedByProxy
        } else {
            ScriptConsole::Available
        },
        single_sign_on: arguments.single_sign_on.then_some(SingleSignOn::Redirect),
        faults: arguments.faults,
        ..Options::default()
    };
    if !arguments.accounts.is_empty() {
        options.accounts = arguments.accounts;
    }
    let accounts = options.accounts.clone();
    let standin = Standin::start(options)?;
    if arguments.single_sign_on {
        standin.require_single_sign_on(true);
    }
    standin.add_users(arguments.users);
    arguments.broken_users.iter().for_each(|user| standin.break_user(user));
    let mut out = io::stdout().lock();
    writeln!(out, "Jenkins {} (stand-in) at {}/", arguments.core, standin.url())?;
    for Account { id, password, full_name, administrator } in accounts {
        let role = if administrator { ", administrator" } else { "" };
        writeln!(out, "  {id} / {password} ({full_name}{role})")?;
    }
    out.flush()?;
    loop {
        thread::park();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_may_say_more_than_id_and_password() {
        assert_eq!(account("bob:secret"), Ok(Account::new("bob", "secret")));
        let anna =
            Account { full_name: "Anna Bell".to_owned(), administrator: true, ..Account::new("anna", "x") };
        assert_eq!(account("anna:x:Anna Bell:admin"), Ok(anna));
        assert!(account("bob").is_err() && account(":x").is_err() && account("a:b:c:root").is_err());
    }
}
