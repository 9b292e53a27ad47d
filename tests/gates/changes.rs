//! What popup and command line say about a token they were to rename or to revoke, and whether it is true.

use latchkey_driver::Popup;
use latchkey_standin::Standin;
use latchkey_tests::context::click;
use latchkey_tests::localized::longest_piece;

use crate::command_line::Output;

/// What somebody is told after they asked for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Done,
    NotDone,
    NotKnownYet,
}

impl Change {
    /// Checks that this agrees with what the controller has: whether the change was made.
    #[track_caller]
    fn check(self, was_made: bool) -> Self {
        let is_true = match self {
            Self::Done => was_made,
            Self::NotDone => !was_made,
            Self::NotKnownYet => true,
        };
        assert!(is_true, "claimed: {self:?}; made: {was_made}");
        self
    }

    /// What a command that was to change something says.
    fn on_command_line(output: &Output) -> Self {
        match output {
            output if output.is_done() => Self::Done,
            output if output.kind() == "may-have-been-done" => Self::NotKnownYet,
            _ => Self::NotDone,
        }
    }
}

fn exists(standin: &Standin, name: &str) -> bool {
    standin.tokens_of("alice").iter().any(|token| token.name == name)
}

/// Revokes a token of the list that is open. Gives what the popup claims, which is checked.
pub(crate) fn revoke_in_popup(standin: &Standin, popup: &Popup, name: &str) -> Change {
    click(popup, &format!("Revoke {name}"));
    click(popup, "Revoke");
    let told = outcome(
        popup,
        [
            ("revoked", Change::Done),
            ("not_revoked", Change::NotDone),
            ("revoke_unconfirmed", Change::NotKnownYet),
        ],
    );
    told.check(!exists(standin, name))
}

/// Revokes a token. Gives what the command line claims, which is checked.
pub(crate) fn revoke_on_command_line(standin: &Standin, name: &str, output: &Output) -> Change {
    Change::on_command_line(output).check(!exists(standin, name))
}

/// Waits for an outcome that has one of these texts, given by their keys in `messages.json`.
fn outcome(popup: &Popup, texts: [(&str, Change); 3]) -> Change {
    let shown = |key: &str| {
        format!("document.getElementById('outcomes').textContent.includes({:?})", longest_piece(key))
    };
    popup.wait_for(&texts.map(|(key, _)| shown(key)).join(" || ")).unwrap();
    let claimed = texts.into_iter().find(|(key, _)| popup.evaluate(&shown(key)).unwrap() == true);
    claimed.expect("the outcome is still there").1
}
