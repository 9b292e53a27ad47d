//! What comes between.

use latchkey_driver::{Popup, Tab};

use crate::context::TestContext;

/// What comes between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interruption {
    PopupClosed,
    BackgroundEnded,
    PopupClosedAndBackgroundEnded,
    TabLeft,
    BrowserRestarted,
}

impl Interruption {
    pub(super) const ALL: [Self; 5] = [
        Self::PopupClosed,
        Self::BackgroundEnded,
        Self::PopupClosedAndBackgroundEnded,
        Self::TabLeft,
        Self::BrowserRestarted,
    ];

    /// Lets it happen, and closes what is left of the popup. Gives the world and what is left of the tab.
    pub(super) fn happen(self, context: TestContext, tab: Tab, popup: Popup) -> (TestContext, Option<Tab>) {
        match self {
            Self::PopupClosed => popup.close().unwrap(),
            Self::BackgroundEnded => {
                context.browser.stop_background().unwrap();
                popup.close().unwrap();
            }
            Self::PopupClosedAndBackgroundEnded => {
                popup.close().unwrap();
                context.browser.stop_background().unwrap();
            }
            Self::TabLeft => {
                popup.close().unwrap();
                tab.goto(&context.url("/job/deploy/")).unwrap();
            }
            Self::BrowserRestarted => {
                let browser = context.browser.restart().unwrap();
                return (TestContext { browser, ..context }, None);
            }
        }
        (context, Some(tab))
    }
}
