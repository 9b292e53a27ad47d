//! A controller of a fleet, and the account there.

use std::sync::OnceLock;

use super::controllers_file::Listed;
use super::{controller_cell, pool};
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::session::Session;
use crate::terminal::output::Output;
use crate::terminal::table::Cell;
use crate::token_store::KeptToken;

/// Several controllers.
pub(crate) struct Fleet {
    pub(crate) targets: Vec<Target>,
    jobs: usize,
}

/// A controller that a command is about.
pub(crate) struct Target {
    controller: String,
    credentials: Credentials,
}

enum Credentials {
    /// They are looked for as for one controller, starting from this URL.
    ToBeFound {
        url: String,
    },
    Saved(Box<KeptToken>),
    /// There are none, for this reason.
    Unusable(CliError),
}

impl Fleet {
    pub(super) fn new(targets: Vec<Target>, jobs: usize) -> Self {
        Self { targets, jobs }
    }

    /// The longest cell that names a controller. The column is wide enough for it from the first row on.
    pub(crate) fn longest_cell(&self, output: &Output) -> Cell {
        let longest = self.targets.iter().map(Target::controller).max_by_key(|root| root.len());
        controller_cell(longest.unwrap_or_default(), output)
    }

    /// Does the work at each controller, a bounded number at a time. Its messages name the controller. Returns the results
    /// in the order of the controllers.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written. No other work begins then.
    pub(crate) fn each<R: Send>(
        &self,
        output: &Output,
        work: impl Fn(&Target, &Output) -> Result<R, CliError> + Sync,
    ) -> Result<Vec<Result<R, CliError>>, CliError> {
        self.map(&self.targets, |target| work(target, &output.about(&target.controller)))
    }

    /// Does the work on each of these, as many at a time as controllers.
    ///
    /// # Errors
    ///
    /// If standard output cannot be written. No other work begins then.
    pub(crate) fn map<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> Result<R, CliError> + Sync,
    ) -> Result<Vec<Result<R, CliError>>, CliError> {
        let unwritten = OnceLock::new();
        let results = pool::map(items, self.jobs, |item| {
            if unwritten.get().is_some() {
                return None;
            }
            let result = work(item);
            if let Err(error) = &result
                && error.exit_code == ExitCode::NotWritten
            {
                let _ = unwritten.set(error.clone());
            }
            Some(result)
        });
        match unwritten.into_inner() {
            Some(error) => Err(error),
            None => Ok(results.into_iter().flatten().collect()),
        }
    }
}

impl Target {
    pub(super) fn listed(Listed { url, root }: Listed) -> Self {
        Self { controller: root.to_string(), credentials: Credentials::ToBeFound { url } }
    }

    pub(super) fn saved(kept: KeptToken) -> Self {
        Self { controller: kept.saved.controller.clone(), credentials: Credentials::Saved(Box::new(kept)) }
    }

    pub(super) fn broken(controller: String, error: CliError) -> Self {
        Self { controller, credentials: Credentials::Unusable(error) }
    }

    /// The root that the URL suggests.
    pub(crate) fn controller(&self) -> &str {
        &self.controller
    }

    /// A session with the controller. Nobody is asked for anything.
    pub(crate) fn open<'a>(&self, access: &Access, output: &'a Output) -> Result<Session<'a>, CliError> {
        match &self.credentials {
            Credentials::ToBeFound { url } => Session::open_in_fleet(url, access, output),
            Credentials::Saved(kept) => Session::of_saved(kept, access, output),
            Credentials::Unusable(error) => Err(error.clone()),
        }
    }
}
