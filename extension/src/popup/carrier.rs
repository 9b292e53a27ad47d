//! Whatever carries requests: the page, or the popup itself.

use latchkey_core::{Reply, Request, Transport, TransportError};

use super::direct::Direct;
use super::relay::Relay;
use crate::route::Route;
use crate::state::State;

/// A [`Transport`] by the way that the state has chosen.
#[derive(Debug)]
pub(super) enum Carrier {
    Relay(Relay),
    Direct(Direct),
}

/// The tab and the way, as they were when a request was called for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    pub(super) tab: i32,
    route: Route,
}

impl Sender {
    pub(super) fn of(state: &State) -> Self {
        Self { tab: state.tab.as_ref().map_or(-1, |tab| tab.id), route: state.route }
    }

    /// For requests that only read.
    pub(super) fn reading(self) -> Carrier {
        match self.route {
            Route::Page => Carrier::Relay(Relay::reading(self.tab)),
            Route::Direct => Carrier::Direct(Direct),
        }
    }

    /// For a request whose reply is kept under this id until it is taken over, where the way allows that.
    pub(super) fn keeping(self, id: &str) -> Carrier {
        match self.route {
            Route::Page => Carrier::Relay(Relay::keeping(self.tab, id)),
            Route::Direct => Carrier::Direct(Direct),
        }
    }
}

impl Transport for Carrier {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        match self {
            Self::Relay(relay) => relay.send(request).await,
            Self::Direct(direct) => direct.send(request).await,
        }
    }
}
