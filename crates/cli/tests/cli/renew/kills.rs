//! A renewal that is killed, at every point between two steps and while every request is on its way.

use std::io::{self, Write as _};
use std::time::Duration;

use super::Due;

/// What was counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    kills: usize,
    /// Ends after which the saved token did not work.
    lost: usize,
    /// Renewals after which there was another token than the saved one.
    doubled: usize,
}

impl Count {
    /// Shows the count, which the test harness would hide if it were printed by `println!`.
    fn show(&self, place: &str) {
        let Self { kills, lost, doubled } = self;
        let line =
            format!("latchkey renew killed {place}, {kills} times: {lost} tokens lost, {doubled} doubled\n");
        io::stderr().write_all(line.as_bytes()).expect("standard error");
    }
}

impl Due {
    /// After a kill: the saved token works, and the next run leaves a new token alone.
    #[track_caller]
    fn recover(&self, count: &mut Count) {
        count.kills += 1;
        count.lost += usize::from(!self.works());
        self.renew(&[]).done();
        count.lost += usize::from(!self.works());
        count.doubled += usize::from(self.context.tokens().len() != 1);
        self.assert_renewed();
    }
}

#[test]
fn a_kill_between_any_two_steps_loses_no_token_and_leaves_none_behind() {
    let mut count = Count::default();
    for place in 1.. {
        let due = Due::new();
        if !due.is_killed_at(place, &["--hook", "true"]) {
            due.assert_renewed();
            break;
        }
        due.recover(&mut count);
    }
    count.show("between two steps");
    assert!(count.kills >= 9, "{count:?}");
    assert_eq!((count.lost, count.doubled), (0, 0));
}

#[test]
fn a_kill_of_the_run_that_recovers_loses_no_token_either() {
    let mut count = Count::default();
    for first in 1.. {
        let mut places = 0;
        for second in 1.. {
            let due = Due::new();
            if !due.is_killed_at(first, &[]) {
                break;
            }
            places = second;
            count.lost += usize::from(!due.works());
            if !due.is_killed_at(second, &[]) {
                due.assert_renewed();
                break;
            }
            count.kills += 1;
            due.recover(&mut count);
        }
        if places == 0 {
            break;
        }
    }
    count.show("again while it recovered");
    assert!(count.kills >= 40, "{count:?}");
    assert_eq!((count.lost, count.doubled), (0, 0));
}

#[test]
fn a_kill_while_a_request_is_on_its_way_loses_no_token_and_leaves_none_behind() {
    let mut count = Count::default();
    for path in ["/security/", "/generateNewToken", "/me/api/json", "/revoke"] {
        let due = Due::new();
        // Jenkins carries the request out, and its reply does not arrive.
        let held = due.context.standin.hold_next(path);
        let mut child = due.command(&[]).spawn().unwrap();
        assert!(held.wait_for_arrival(Duration::from_secs(20)), "no request to {path}");
        child.kill().unwrap();
        child.wait().unwrap();
        held.release();
        due.recover(&mut count);
    }
    let due = Due::new();
    due.command(&["--hook", "kill -9 $PPID"]).status().unwrap();
    assert_eq!(due.context.tokens().len(), 2);
    due.recover(&mut count);
    count.show("during a request or its hook");
    assert_eq!(count, Count { kills: 5, lost: 0, doubled: 0 });
}
