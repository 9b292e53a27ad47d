//! How the popup waits for a request that it gave to the page.

use latchkey_core::http::Method;

use crate::model::access::Route;

/// What the popup does about a request that the page has not answered for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NextStep {
    Wait,
    /// Ask directly, and ignore the page's answer.
    SendDirectly,
    /// The page no longer has it.
    GiveUp,
}

impl NextStep {
    /// Decides by the route that the person has chosen by now, and by whether the page still has the request under way, if
    /// it is not too busy to say.
    ///
    /// A request that changes something is never sent twice. Once the page was given it, it stays with the page, which may
    /// have sent it, or send it when it is no longer busy: an injected function cannot be taken back.
    pub(crate) fn decide(method: Method, route: Route, under_way: Option<bool>) -> Self {
        match (method, route, under_way) {
            (Method::Get, Route::Direct, _) => Self::SendDirectly,
            (Method::Get | Method::Post, _, Some(false)) => Self::GiveUp,
            (Method::Get | Method::Post, _, Some(true) | None) => Self::Wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [Option<bool>; 3] = [None, Some(true), Some(false)];

    #[test]
    fn a_change_that_the_page_was_given_is_never_sent_directly() {
        for route in [Route::Page, Route::Direct] {
            for under_way in STATES {
                assert_ne!(NextStep::decide(Method::Post, route, under_way), NextStep::SendDirectly);
            }
        }
    }

    #[test]
    fn what_is_only_read_is_asked_directly_once_the_person_wants_it() {
        for under_way in STATES {
            assert_eq!(NextStep::decide(Method::Get, Route::Direct, under_way), NextStep::SendDirectly);
            assert_ne!(NextStep::decide(Method::Get, Route::Page, under_way), NextStep::SendDirectly);
        }
    }

    #[test]
    fn a_busy_page_is_waited_for_and_one_that_lost_the_request_is_not() {
        for method in [Method::Get, Method::Post] {
            assert_eq!(NextStep::decide(method, Route::Page, None), NextStep::Wait);
            assert_eq!(NextStep::decide(method, Route::Page, Some(true)), NextStep::Wait);
            assert_eq!(NextStep::decide(method, Route::Page, Some(false)), NextStep::GiveUp);
        }
    }
}
