//! The audit of several controllers at the same time.

use super::Arguments;
use super::cleanup::{Cleaned, Cleanup, Reporter, on_interrupt};
use super::listing::Listing;
use super::outcomes::Tally;
use super::printer::Printer;
use super::question::Question;
use crate::access::Access;
use crate::error::{CliError, ExitCode};
use crate::fleet::{self, Fleet, Target};
use crate::session::PausedSession;
use crate::terminal::output::Output;

/// A controller at which tokens are to be revoked.
struct Place {
    session: PausedSession,
    cleanup: Cleanup,
}

pub(super) fn run(
    fleet: &Fleet,
    arguments: &Arguments,
    access: &Access,
    output: &Output,
) -> Result<(), CliError> {
    let printer = Printer::new(arguments, Some(fleet), output);
    printer.begin()?;
    let results = fleet.each(output, |target, output| {
        let audited = audit(target, arguments, access, &printer, output);
        if let Err(error) = &audited
            && error.exit_code != ExitCode::NotWritten
        {
            printer.fail(target.controller(), error, output)?;
        }
        printer.controller_is_done();
        audited
    });
    let results = results.inspect_err(|_| printer.clear())?;
    printer.sum_up();
    let (places, failures) = separate(results);
    let cleaned = if arguments.cleanup.revoke {
        clean_up(fleet, places, arguments, access, &printer, output)
    } else {
        Ok(())
    };
    let count = printer.finish()?;
    cleaned?;
    let all = fleet.targets.len();
    let failures: Vec<&CliError> = failures.iter().collect();
    fleet::failed(&failures, all, format!("{} of {all} controllers could not be audited", failures.len()))?;
    count.check(arguments.fail_on_found)
}

/// Lists the tokens of a controller. What is to be revoked there is known only when all of its users are listed.
fn audit(
    target: &Target,
    arguments: &Arguments,
    access: &Access,
    printer: &Printer,
    output: &Output,
) -> Result<Option<Place>, CliError> {
    let mut session = target.open(access, output)?;
    session.check_root()?;
    let revokes = arguments.cleanup.revoke;
    let cleanup = if revokes { Some(Cleanup::new(&arguments.cleanup, &mut session)?) } else { None };
    let controller = session.root().to_string();
    let mut listing = Listing::new(session, cleanup, Some(controller), arguments, printer, output);
    listing.everybody()?;
    let Listing { session, cleanup, .. } = listing;
    let cleanup = cleanup.filter(|cleanup| cleanup.question().tokens > 0);
    Ok(cleanup.map(|cleanup| Place { session: session.pause(), cleanup }))
}

fn separate(results: Vec<Result<Option<Place>, CliError>>) -> (Vec<Place>, Vec<CliError>) {
    let (mut places, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(place) => places.extend(place),
            Err(error) => failures.push(error),
        }
    }
    (places, failures)
}

/// Asks once for all controllers, and revokes the tokens at several at the same time.
fn clean_up(
    fleet: &Fleet,
    mut places: Vec<Place>,
    arguments: &Arguments,
    access: &Access,
    printer: &Printer,
    output: &Output,
) -> Result<(), CliError> {
    let mut tally = Tally::default();
    printer.set_revocations(tally);
    // Two of the URLs may be those of one Jenkins.
    let in_use: Vec<String> = places.iter().flat_map(|place| place.cleanup.uuids_in_use()).collect();
    for Place { session, cleanup } in &mut places {
        cleanup.count_among_own(&in_use);
        cleanup.leave_out_own(&output.about(&session.root().to_string()));
    }
    places.retain(|place| place.cleanup.question().tokens > 0);
    let question = Question::sum(places.iter().map(|place| place.cleanup.question()));
    if question.tokens == 0 {
        output.say("There is no token to revoke");
        return Ok(());
    }
    let place = match places.as_slice() {
        [only] => only.session.root().to_string(),
        several => format!("{} controllers", several.len()),
    };
    arguments.cleanup.confirm(question, &place)?;
    let _guard = on_interrupt(output);
    let cleaned = fleet.map(&places, |place| revoke(place, access, printer, output))?;
    for at_controller in cleaned.into_iter().flatten() {
        tally.add(at_controller);
    }
    printer.set_revocations(tally);
    tally.say(output);
    tally.check(None)
}

/// Revokes the tokens of a controller, with the account that listed them.
fn revoke(
    Place { session, cleanup }: &Place,
    access: &Access,
    printer: &Printer,
    output: &Output,
) -> Result<Tally, CliError> {
    let controller = session.root().to_string();
    let messages = output.about(&controller);
    let reporter = Reporter { controller: Some(&controller), printer, output: &messages };
    let mut cleaned = Cleaned::default();
    match session.resume(access, &messages) {
        Ok(mut session) => {
            cleanup.revoke(&mut session, reporter, &mut cleaned)?;
        }
        Err(error) => cleanup.give_up(error, reporter, &mut cleaned)?,
    }
    let Cleaned { tally, failure } = cleaned;
    if let Err(error) = tally.check(failure) {
        messages.warn(&error.in_one_line());
    }
    Ok(tally)
}
