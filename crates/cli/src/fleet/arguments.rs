//! The arguments that name several controllers.

use std::path::PathBuf;

use clap::{Args, value_parser};
use latchkey_core::UserId;

use super::controllers_file::{self, Listed};
use super::target::{Fleet, Target};
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::token_store::Inventory;
use crate::user_id::is_same_user;

/// Several controllers instead of one.
#[derive(Args, Debug)]
pub(crate) struct FleetArgs {
    /// Use every controller with a saved token, even if JENKINS_URL is set
    #[arg(long, conflicts_with_all = ["url", "controllers"], help_heading = "Several controllers")]
    pub(crate) all: bool,
    /// Use the controllers in this file, one URL per line; - is standard input. Blank lines and lines that start with #
    /// are ignored
    #[arg(long, value_name = "FILE", conflicts_with = "url", help_heading = "Several controllers")]
    pub(crate) controllers: Option<PathBuf>,
    /// Work on at most this many at the same time [default: 16; for status, which sends one small request to each: 32]
    #[arg(
        long,
        value_name = "NUMBER",
        value_parser = value_parser!(u8).range(1..=64),
        help_heading = "Several controllers"
    )]
    jobs: Option<u8>,
}

impl FleetArgs {
    /// Whether several controllers are asked for.
    pub(crate) fn is_given(&self) -> bool {
        self.all || self.controllers.is_some()
    }

    /// How many are worked on at the same time.
    pub(crate) fn jobs(&self) -> usize {
        self.jobs_or(16)
    }

    /// How many are worked on at the same time if each takes one small request.
    pub(crate) fn jobs_of_one_request(&self) -> usize {
        self.jobs_or(32)
    }

    fn jobs_or(&self, default: u8) -> usize {
        usize::from(self.jobs.unwrap_or(default))
    }

    /// Whether the controllers are listed on standard input.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.controllers.as_deref().is_some_and(controllers_file::is_stdin)
    }

    /// Checks that no option is given that is for one controller.
    pub(crate) fn check(&self, access: &Access) -> Result<(), CliError> {
        if !self.is_given() {
            return Ok(());
        }
        let option = if self.all { "--all" } else { "--controllers" };
        if access.from.is_some() {
            return Err(CliError::usage(format!("{option} and --from cannot be used together"))
                .hint(format!("Leave {option} out: the file of --from has one token.")));
        }
        if access.password_stdin {
            return Err(CliError::usage(format!("{option} and --password-stdin cannot be used together"))
                .hint(
                    "Save a token for each controller, for example with `latchkey login`, or use ~/.netrc.",
                ));
        }
        // The headers of one controller are not for the others.
        if !access.header.is_empty() {
            return Err(CliError::usage("--header needs a controller: it is sent to that one alone")
                .hint(format!("Leave {option} out, and give the URL of one controller.")));
        }
        Ok(())
    }

    /// The controllers that the file lists; `None` if no file is given.
    pub(super) fn listed(&self) -> Result<Option<Vec<Listed>>, CliError> {
        self.controllers.as_deref().map(controllers_file::read).transpose()
    }

    /// The roots of the controllers that the file lists; `None` if no file is given.
    pub(crate) fn listed_roots(&self) -> Result<Option<Vec<String>>, CliError> {
        let roots = |listed: Vec<Listed>| listed.into_iter().map(|listed| listed.root.to_string()).collect();
        Ok(self.listed()?.map(roots))
    }

    /// The controllers, each with the account that one signs in with by default, or that of `--user`. `None` if only one is
    /// asked for.
    pub(crate) fn find(&self, access: &Access) -> Result<Option<Fleet>, CliError> {
        self.check(access)?;
        let targets = match self.listed()? {
            Some(listed) => listed.into_iter().map(Target::listed).collect(),
            None if self.all => saved(access)?,
            None => return Ok(None),
        };
        Ok(Some(Fleet::new(targets, self.jobs())))
    }
}

/// Every controller with a token in the keychain, in alphabetical order.
fn saved(access: &Access) -> Result<Vec<Target>, CliError> {
    let Inventory { mut tokens, mut unreadable } = Inventory::of_keychain()?;
    if let Some(user) = access.user.as_deref().map(UserId::new) {
        tokens.retain(|kept| is_same_user(&kept.saved.user, user.as_str()));
        let is_other =
            |name: &str| name.split_once(' ').is_some_and(|(_, owner)| !is_same_user(owner, user.as_str()));
        unreadable.retain(|entry| !is_other(&entry.name));
    }
    let mut roots: Vec<String> = tokens.iter().map(|kept| kept.saved.controller.clone()).collect();
    roots.dedup();
    let mut targets: Vec<Target> = roots
        .into_iter()
        .map(|root| {
            let users: Vec<_> = tokens.iter().filter(|kept| kept.saved.controller == root).collect();
            let chosen = match users.as_slice() {
                [only] => Some(only),
                several => several.iter().find(|kept| kept.is_default),
            };
            match chosen {
                Some(kept) => Target::saved((*kept).clone()),
                None => {
                    let message = "Several users have saved tokens, and none of them is the default";
                    let error = CliError::new(ExitCode::NoCredentials, "several-users", message);
                    Target::broken(root, error.hint("Choose one of them with --user."))
                }
            }
        })
        .collect();
    for entry in unreadable {
        let root = entry.name.split(' ').next().unwrap_or_default();
        if targets.iter().all(|target| target.controller() != root) {
            let message = format!("The keychain's entry {:?} cannot be read: {}", entry.name, entry.reason);
            let error = CliError::new(ExitCode::Failed, "reading", message);
            targets.push(Target::broken(root.to_owned(), error));
        }
    }
    if targets.is_empty() {
        let of_user = access.user.as_ref().map(|user| format!(" of {user}")).unwrap_or_default();
        return Err(CliError::new(
            ExitCode::NoCredentials,
            "nothing-saved",
            format!("No token{of_user} is saved"),
        )
        .hint(
            "Get one from the browser with `latchkey login`, or list the controllers with --controllers.",
        ));
    }
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Command {
        url: Option<String>,
        #[command(flatten)]
        fleet: FleetArgs,
    }

    #[test]
    fn small_requests_go_to_more_controllers_at_the_same_time() {
        let jobs = |arguments: &[&str]| {
            let Command { url, fleet } =
                Command::try_parse_from([&["latchkey"], arguments].concat()).unwrap();
            assert_eq!(url, None);
            (fleet.jobs(), fleet.jobs_of_one_request())
        };
        assert_eq!(jobs(&[]), (16, 32));
        assert_eq!(jobs(&["--jobs", "4"]), (4, 4));
    }
}
