//! The flows of the core against controllers: stand-ins of every core, or one real controller.
//!
//! With `LATCHKEY_CONTROLLER` (the root URL), `LATCHKEY_USER` and `LATCHKEY_PASSWORD` set, the same tests run against
//! that controller only. They make, rename and revoke tokens of that user whose names begin with a mark of their own,
//! revoke them at the end, also when a test fails, and touch nothing else.

mod controllers;
mod crumbs;
mod expiry;
mod faults;
mod generate;
mod identity;
mod manage;
mod person;
mod verify;

use controllers::controllers;
use person::Person;

/// Runs a test on every controller there is.
fn everywhere(test: impl Fn(&Person<'_>)) {
    for controller in controllers() {
        say(&format!("on {}", controller.label));
        let person = Person::sign_in(&controller);
        test(&person);
    }
}

/// Says something that belongs to the output of a failing test.
#[expect(clippy::print_stdout, reason = "the test harness keeps it and shows it with a failing test")]
fn say(text: &str) {
    println!("{text}");
}

/// Says why a test cannot be run on this controller.
fn skip(person: &Person<'_>, reason: &str) {
    say(&format!("skipped on {}: {reason}", person.controller.label));
}
