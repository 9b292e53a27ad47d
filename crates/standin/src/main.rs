//! Runs the stand-in for a Jenkins controller until it is stopped.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::thread;
use std::time::Duration;

use clap::{Parser, ValueEnum};
use latchkey_standin::{
    Account, Fault, FaultPlan, FaultedRequest, Gate, JenkinsVersion, Options, SameSite, Standin,
};

/// A fake Jenkins controller for tests and demos.
#[derive(Parser)]
#[command(version, after_help = help())]
struct Arguments {
    /// The version of Jenkins to imitate: 2.249.3, 2.303.3, 2.492.3, 2.516.3, or 2.579
    #[arg(long, default_value_t = JenkinsVersion::V2_579)]
    core: JenkinsVersion,
    /// The context path, for example /jenkins
    #[arg(long, default_value = "")]
    context: String,
    /// The address to listen on, such as 0.0.0.0 in a container. Whoever reaches it can sign in with the passwords that
    /// are printed
    #[arg(long, value_name = "ADDRESS", default_value_t = Ipv4Addr::LOCALHOST.into())]
    listen: IpAddr,
    /// The port; 0 means any free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A user who can sign in, as ID:PASSWORD, ID:PASSWORD:FULL NAME, or ID:PASSWORD:FULL NAME:admin; repeatable [default:
    /// admin:admin-pass-1:admin:admin and alice:alice-pass-1:Alice Adams]
    #[arg(long = "account", value_name = "ACCOUNT", value_parser = account)]
    accounts: Vec<Account>,
    /// Adds N users with four tokens each, named user-00001 and so on
    #[arg(long, value_name = "N", default_value_t = 0)]
    users: usize,
    /// Breaks the record of the user with this ID, so that scripts fail on it; repeatable
    #[arg(long = "broken-user", value_name = "ID")]
    broken_users: Vec<String>,
    /// Turns CSRF protection off
    #[arg(long)]
    no_crumb: bool,
    /// The SameSite attribute of cookies [default: that of the Jenkins version]
    #[arg(long, value_enum, ignore_case = true)]
    same_site: Option<SameSite>,
    /// Delays every reply by this many milliseconds
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// Lets anonymous visitors read
    #[arg(long)]
    anonymous_read: bool,
    /// Turns token usage statistics off
    #[arg(long)]
    no_usage_statistics: bool,
    /// Lets administrators create tokens for other users
    #[arg(long)]
    administrators_generate: bool,
    /// Puts a gate in front of Jenkins, the outermost first; repeatable
    #[arg(long = "gate", value_name = "GATE")]
    gates: Vec<Gate>,
    /// Causes a fault with the next request of a kind, or with every one; repeatable
    #[arg(long = "fault", value_name = "KIND[:REQUEST[:every]]")]
    faults: Vec<FaultPlan>,
}

/// How often the controller acts on requests that a gate answered with 504.
const LATE: Duration = Duration::from_secs(3);

/// The values that `--gate` and `--fault` take.
fn help() -> String {
    let mut help = String::from("Gates:\n");
    for gate in Gate::all() {
        help += &format!("  {:<30} {}\n", gate.name(), gate.help());
    }
    help + "\n" + &faults_help()
}

fn faults_help() -> String {
    let mut help = String::from("Kinds of faults (\"carried out\" means that the request took effect):\n");
    for fault in Fault::value_variants().iter().filter_map(Fault::to_possible_value) {
        help += &format!("  {:<22} {}\n", fault.get_name(), fault.get_help().cloned().unwrap_or_default());
    }
    let requests = FaultedRequest::value_variants().iter().filter_map(FaultedRequest::to_possible_value);
    let requests = requests.map(|request| request.get_name().to_owned()).collect::<Vec<_>>().join(", ");
    help + &format!("Kinds of requests: {requests} (default: any)")
}

fn account(text: &str) -> Result<Account, String> {
    let mut parts = text.splitn(4, ':');
    let (Some(id), Some(password)) = (parts.next(), parts.next()) else {
        return Err("write it as ID:PASSWORD".to_owned());
    };
    if id.is_empty() {
        return Err("the ID is empty".to_owned());
    }
    let mut account = Account::new(id, password);
    if let Some(full_name) = parts.next().filter(|name| !name.is_empty()) {
        full_name.clone_into(&mut account.full_name);
    }
    account.administrator = match parts.next() {
        None => false,
        Some("admin") => true,
        Some(other) => return Err(format!("the role {other:?} is unknown; write \"admin\" or leave it out")),
    };
    Ok(account)
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let mut options = Options {
        core: arguments.core,
        context: arguments.context,
        address: arguments.listen,
        port: arguments.port,
        crumb: !arguments.no_crumb,
        same_site: arguments.same_site,
        latency: Duration::from_millis(arguments.latency),
        anonymous_read: arguments.anonymous_read,
        usage_statistics: !arguments.no_usage_statistics,
        administrators_generate: arguments.administrators_generate,
        gates: arguments.gates,
        faults: arguments.faults,
        ..Options::default()
    };
    if !arguments.accounts.is_empty() {
        options.accounts = arguments.accounts;
    }
    let accounts = options.accounts.clone();
    let standin = Standin::start(options)?;
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
        thread::sleep(LATE);
        standin.carry_out_late_requests();
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_readme_names_every_option_and_version_and_no_other() {
        let readme = include_str!("../README.md");
        let (_, options) = readme.split_once("\n## Options\n").unwrap();
        let (options, _) = options.split_once("\n## ").unwrap();
        let named = options.split('`').filter_map(|code| code.strip_prefix("--"));
        let mut named: Vec<&str> = named.filter(|option| *option != "help").collect();
        let command = Arguments::command();
        let mut known: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
        named.sort_unstable();
        known.sort_unstable();
        assert_eq!(named, known);
        let versions = JenkinsVersion::ALL.map(|version| version.to_string()).join(", ");
        assert!(options.contains(&versions), "{versions}");
    }

    #[test]
    fn an_account_may_say_more_than_id_and_password() {
        assert_eq!(account("bob:secret"), Ok(Account::new("bob", "secret")));
        let anna =
            Account { full_name: "Anna Bell".to_owned(), administrator: true, ..Account::new("anna", "x") };
        assert_eq!(account("anna:x:Anna Bell:admin"), Ok(anna));
        assert!(account("bob").is_err() && account(":x").is_err() && account("a:b:c:root").is_err());
    }
}
