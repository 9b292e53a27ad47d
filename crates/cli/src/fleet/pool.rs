//! Runs work on many items, a bounded number at a time.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Does the work on each of these, at most `at_a_time` at the same time, and returns the results in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], at_a_time: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work_on = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return done };
            done.push((place, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others = items.len().min(at_a_time).saturating_sub(1);
        // Where the system gives fewer threads, those that are there do all of the work.
        let threads: Vec<_> =
            (0..others).map_while(|_| thread::Builder::new().spawn_scoped(scope, work_on).ok()).collect();
        let mut done = work_on();
        for thread in threads {
            done.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        for at_a_time in [1, 7, 200] {
            assert_eq!(
                map(&items, at_a_time, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
        assert_eq!(map(&[0; 0], 8, |item| *item), [0; 0]);
    }

    #[test]
    fn as_many_as_allowed_work_at_the_same_time_and_no_more() {
        let (busy, too_many) = (AtomicUsize::new(0), AtomicBool::new(false));
        // No thread passes it before four have arrived.
        let all_there = Barrier::new(4);
        map(&[(); 40], 4, |()| {
            too_many.fetch_or(busy.fetch_add(1, Ordering::SeqCst) >= 4, Ordering::SeqCst);
            all_there.wait();
            busy.fetch_sub(1, Ordering::SeqCst);
        });
        assert!(!too_many.load(Ordering::SeqCst));
    }
}
