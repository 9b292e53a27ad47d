//! Core's flows on stand-ins of every version, or on one real controller.
//!
//! With `LATCHKEY_CONTROLLER` (the root URL), `LATCHKEY_USER` and `LATCHKEY_PASSWORD` set, the same tests run against
//! that controller only. They create, rename and revoke tokens of that user whose names begin with a mark of their own,
//! revoke them at the end even if a test fails, and touch nothing else.

mod context;
mod controllers;
mod crumbs;
mod example;
mod expiry;
mod faults;
mod generate;
mod identity;
mod manage;
mod verify;

use context::TestContext;
use controllers::controllers;

/// Runs a test on every controller there is.
fn everywhere(test: impl Fn(&TestContext<'_>)) {
    for controller in controllers() {
        say(&format!("on {}", controller.label));
        let context = TestContext::sign_in(&controller);
        test(&context);
    }
}

/// Prints a line that belongs to the output of a failing test.
#[expect(clippy::print_stdout, reason = "the test harness keeps it and shows it with a failing test")]
fn say(text: &str) {
    println!("{text}");
}

/// Prints why a test cannot run on this controller.
fn skip(context: &TestContext<'_>, reason: &str) {
    say(&format!("skipped on {}: {reason}", context.controller.label));
}
