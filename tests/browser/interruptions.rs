//! No token is lost: after an interruption at any step, the popup shows each token that exists, or names it and offers
//! to revoke it.

mod behind_gates;
mod interruption;
mod journey;
mod login;
mod tally;

use latchkey_driver::BrowserKind;

use self::behind_gates::{Behind, Moment, Obstacle};
use self::interruption::Interruption;
use self::journey::{Flow, Journey, Step};
use self::tally::Tally;

in_every_browser! {
    no_token_is_lost_while_creating,
    no_token_is_lost_while_replacing,
    no_token_is_lost_while_creating_for_another_user,
    no_token_is_lost_in_private_windows,
    a_reload_of_the_extension_loses_what_private_windows_have_in_memory,
}

fn no_token_is_lost_while_creating(kind: BrowserKind) {
    one_of_each_kind(kind, Flow::Generate);
}

fn no_token_is_lost_while_replacing(kind: BrowserKind) {
    one_of_each_kind(kind, Flow::Replace);
}

fn no_token_is_lost_while_creating_for_another_user(kind: BrowserKind) {
    one_of_each_kind(kind, Flow::ForAnother);
}

/// Interrupts while the reply is on its way, when the most can be lost.
fn one_of_each_kind(kind: BrowserKind, flow: Flow) {
    interrupt(kind, flow, Interruption::ALL.map(|interruption| (Step::Requested, interruption)));
}

/// Browser restarts are left out: they end the private window. So are reloads of the extension, which end its journal.
fn no_token_is_lost_in_private_windows(kind: BrowserKind) {
    let mut journey = Journey::in_a_private_window(kind);
    let mut tally = Tally::default();
    let ends_journal = |kind: &Interruption| {
        matches!(kind, Interruption::BrowserRestarted | Interruption::ExtensionReloaded)
    };
    for interruption in Interruption::ALL.into_iter().filter(|kind| !ends_journal(kind)) {
        for step in [Step::Requested, Step::Shown] {
            journey = journey.interrupted(step, interruption, &mut tally);
        }
    }
    tally.tell(&format!("{kind}, private windows"));
}

/// Nothing of a private window is on disk, and the memory of the extension does not outlive it.
fn a_reload_of_the_extension_loses_what_private_windows_have_in_memory(kind: BrowserKind) {
    let mut journey = Journey::in_a_private_window(kind);
    let mut tally = Tally::default();
    for step in [Step::Requested, Step::Shown] {
        journey = journey.interrupted(step, Interruption::ExtensionReloaded, &mut tally);
    }
    tally.tell_of_loss(&format!("{kind}, private windows, extension reloaded"), 2);
}

/// Interrupts the flow at these steps, one after the other in one browser.
fn interrupt(kind: BrowserKind, flow: Flow, cases: impl IntoIterator<Item = (Step, Interruption)>) {
    let mut journey = Journey::new(kind, flow);
    let mut tally = Tally::default();
    for (step, interruption) in cases {
        journey = journey.interrupted(step, interruption, &mut tally);
    }
    tally.tell(&format!("{kind}, {flow:?}"));
}

/// Every kind of interruption at every step of a flow.
fn everywhere(flow: Flow) -> impl Iterator<Item = (Step, Interruption)> {
    let steps = Step::ALL.into_iter().filter(move |step| step.is_of(flow));
    steps.flat_map(|step| Interruption::ALL.map(|interruption| (step, interruption)))
}

/// All steps and interruptions, twice in Chromium and once in Firefox: at least 200 and 50 cases.
mod every_step {
    use super::*;

    macro_rules! long {
        ($($name:ident: $kind:ident, $flow:ident, $rounds:literal;)*) => {
            $(
                #[test]
                #[ignore = "takes minutes: cargo xtask test --long"]
                fn $name() {
                    for _ in 0..$rounds {
                        interrupt(BrowserKind::$kind, Flow::$flow, everywhere(Flow::$flow));
                    }
                }
            )*
        };
    }

    long! {
        creating_in_chromium: Chromium, Generate, 2;
        replacing_in_chromium: Chromium, Replace, 2;
        creating_for_another_user_in_chromium: Chromium, ForAnother, 2;
        creating_in_firefox: Firefox, Generate, 1;
        replacing_in_firefox: Firefox, Replace, 1;
        creating_for_another_user_in_firefox: Firefox, ForAnother, 1;
    }

    #[test]
    fn covers_the_promised_number_of_cases() {
        let flows = [Flow::Generate, Flow::Replace, Flow::ForAnother];
        let once: usize = flows.into_iter().map(|flow| everywhere(flow).count()).sum();
        assert!(2 * once >= 200 && once >= 50, "{once}");
    }
}

/// Every gate of the stand-in, with interruptions at the moments when the most can be lost: at least 300 cases.
mod behind_every_gate {
    use super::*;

    const IN_CHROMIUM: [(Moment, Interruption); 4] = [
        (Moment::Requested, Interruption::PopupClosed),
        (Moment::Requested, Interruption::BackgroundEnded),
        (Moment::Requested, Interruption::TabLeft),
        (Moment::Told, Interruption::PopupClosedAndBackgroundEnded),
    ];

    const IN_FIREFOX: [(Moment, Interruption); 2] =
        [(Moment::Requested, Interruption::PopupClosed), (Moment::Told, Interruption::TabLeft)];

    fn interrupt_all(kind: BrowserKind, cases: &[(Moment, Interruption)]) {
        let mut behind = Behind::new(kind);
        let mut tally = Tally::default();
        for (obstacle, moment, interruption) in all(cases) {
            behind = behind.interrupted(obstacle, moment, interruption, &mut tally);
        }
        tally.tell(&format!("{kind}, behind every gate"));
    }

    fn all(
        cases: &[(Moment, Interruption)],
    ) -> impl Iterator<Item = (Obstacle, Moment, Interruption)> + use<'_> {
        Obstacle::all().flat_map(move |obstacle| {
            let cases = match obstacle.makes_the_browser_ask() {
                true => &[(Moment::Requested, Interruption::TabLeft)],
                false => cases,
            };
            cases.iter().map(move |(moment, interruption)| (obstacle, *moment, *interruption))
        })
    }

    #[test]
    #[ignore = "takes minutes: cargo xtask test --long"]
    fn in_chromium() {
        interrupt_all(BrowserKind::Chromium, &IN_CHROMIUM);
    }

    #[test]
    #[ignore = "takes minutes: cargo xtask test --long"]
    fn in_firefox() {
        interrupt_all(BrowserKind::Firefox, &IN_FIREFOX);
    }

    #[test]
    fn covers_the_promised_number_of_cases() {
        let cases = all(&IN_CHROMIUM).chain(all(&IN_FIREFOX)).count();
        assert!(cases >= 300, "{cases}");
    }
}

/// A token that goes to a terminal, interrupted at each step by everything: at least 100 cases.
mod on_the_way_to_a_terminal {
    use super::login::{Disturbance, Logins, Step};
    use super::*;

    const ROUNDS: usize = 2;

    fn all() -> impl Iterator<Item = (Step, Disturbance)> {
        Step::ALL.into_iter().flat_map(|step| Disturbance::all().map(move |disturbance| (step, disturbance)))
    }

    fn interrupt_all(kind: BrowserKind) {
        let mut logins = Logins::new(kind);
        let mut tally = Tally::default();
        for (step, disturbance) in (0..ROUNDS).flat_map(|_| all()) {
            logins = logins.interrupted(step, disturbance, &mut tally);
        }
        tally.tell(&format!("{kind}, on the way to a terminal"));
    }

    #[test]
    #[ignore = "takes minutes: cargo xtask test --long"]
    fn in_chromium() {
        interrupt_all(BrowserKind::Chromium);
    }

    #[test]
    #[ignore = "takes minutes: cargo xtask test --long"]
    fn in_firefox() {
        interrupt_all(BrowserKind::Firefox);
    }

    #[test]
    fn covers_the_promised_number_of_cases() {
        let cases = 2 * ROUNDS * all().count();
        assert!(cases >= 100, "{cases}");
    }
}
