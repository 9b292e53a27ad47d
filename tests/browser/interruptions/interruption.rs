//! Interruptions of a flow.

use latchkey_driver::{Popup, Tab};

use crate::context::TestContext;

/// An interruption of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interruption {
    PopupClosed,
    BackgroundEnded,
    PopupClosedAndBackgroundEnded,
    TabLeft,
    /// As by a developer; an administrator's policy does the same.
    ExtensionReloaded,
    BrowserRestarted,
}

impl Interruption {
    pub(super) const ALL: [Self; 6] = [
        Self::PopupClosed,
        Self::BackgroundEnded,
        Self::PopupClosedAndBackgroundEnded,
        Self::TabLeft,
        Self::ExtensionReloaded,
        Self::BrowserRestarted,
    ];

    /// Interrupts, and closes the popup if it is still open. Returns the context, and the tab if it is still open.
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
            Self::ExtensionReloaded => context.browser.reload_extension().unwrap(),
            Self::BrowserRestarted => {
                let browser = context.browser.restart().unwrap();
                return (TestContext { browser, ..context }, None);
            }
        }
        (context, Some(tab))
    }
}
