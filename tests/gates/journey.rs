//! What popup and command line do where a gate lets them: create, verify, list, revoke.

use latchkey_driver::Popup;
use latchkey_tests::context::{ALICE, done, wait_for_identity};

use crate::changes::{Change, revoke_in_popup, revoke_on_command_line};
use crate::claim::{Before, Claim};
use crate::command_line::{CommandLine, Output};
use crate::context::GateContext;
use crate::person::{ask, claim, list, verdict};

/// Creates, lists, and revokes a token in the popup. Gives what the popup says about using the token.
pub(crate) fn popup(context: &GateContext, popup: &Popup) -> String {
    let claim = ask_popup(context, popup);
    assert!(matches!(claim, Claim::Delivered(_)), "{claim:?}");
    let verdict = verdict(popup);
    done(popup);
    list(popup, context.tokens().len());
    assert_eq!(revoke_in_popup(&context.standin, popup, IN_POPUP), Change::Done);
    verdict
}

/// Creates, verifies, lists, and revokes a token on the command line.
pub(crate) fn command_line(context: &GateContext) {
    let (claim, output) = ask_command_line(context, &[]);
    let Claim::Delivered(token) = claim else { panic!("{output:?}") };
    let command_line = CommandLine::at(&context.url);
    assert_eq!(command_line.run(&["whoami"], "alice", &token).json()["id"], "alice");
    let listed = command_line.run(&["list"], "alice", &token).json();
    assert!(listed.to_string().contains(ON_COMMAND_LINE), "{listed}");
    let revoked = command_line.run(&["revoke", "--yes", ON_COMMAND_LINE], "alice", &token);
    assert_eq!(revoke_on_command_line(&context.standin, ON_COMMAND_LINE, &revoked), Change::Done);
}

/// Asks for a token in the popup. Gives what it claims, which is checked.
pub(crate) fn ask_popup(context: &GateContext, popup: &Popup) -> Claim {
    wait_for_identity(popup, ALICE);
    let before = Before::of(&context.standin, "alice");
    ask(popup, IN_POPUP);
    let claim = claim(popup);
    before.check(&claim);
    claim
}

/// Asks for a token on the command line, with alice's password. Gives what it claims, which is checked.
pub(crate) fn ask_command_line(context: &GateContext, options: &[&str]) -> (Claim, Output) {
    let before = Before::of(&context.standin, "alice");
    let arguments = [&["create", "--name", ON_COMMAND_LINE], options].concat();
    let output = CommandLine::at(&context.url).alice(&arguments);
    let claim = output.claim();
    before.check(&claim);
    (claim, output)
}

/// The names of the tokens.
const IN_POPUP: &str = "by popup";
const ON_COMMAND_LINE: &str = "by command line";
