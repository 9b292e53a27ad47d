//! Whatever carries requests: the page, or the popup itself.

mod direct;
pub(super) mod tab;

use latchkey_core::{Reply, Request, Transport, TransportError};

use self::direct::DirectTransport;
use self::tab::TabTransport;
use crate::model::access::Route;
use crate::model::state::State;

/// A [`Transport`] by the way that the state has chosen.
#[derive(Debug)]
pub(super) enum RouteTransport {
    Tab(TabTransport),
    Direct(DirectTransport),
}

/// The tab and the way, as they were when a request was called for.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestContext {
    pub(super) tab: i32,
    route: Route,
}

impl RequestContext {
    pub(super) fn of(state: &State) -> Self {
        Self { tab: state.tab.as_ref().map_or(-1, |tab| tab.id), route: state.route }
    }

    /// For requests that only read.
    pub(super) fn reading(self) -> RouteTransport {
        match self.route {
            Route::Page => RouteTransport::Tab(TabTransport::reading(self.tab)),
            Route::Direct => RouteTransport::Direct(DirectTransport),
        }
    }

    /// For a request whose reply is kept under this id until it is taken over, where the way allows that.
    pub(super) fn keeping(self, id: &str) -> RouteTransport {
        match self.route {
            Route::Page => RouteTransport::Tab(TabTransport::keeping(self.tab, id)),
            Route::Direct => RouteTransport::Direct(DirectTransport),
        }
    }
}

impl Transport for RouteTransport {
    async fn send(&self, request: Request) -> Result<Reply, TransportError> {
        match self {
            Self::Tab(relay) => relay.send(request).await,
            Self::Direct(direct) => direct.send(request).await,
        }
    }
}
