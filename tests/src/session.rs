//! A signed-in user and the page they are on.

use latchkey_core::{
    ActAs, Client, ControllerPage, ControllerUrl, PageKind, Request, Secret, Transport, User,
};
use latchkey_native::{block_on, html};

use crate::{RecordedTransport, sign_in};

/// The session of a user who has signed in, with the page they are on.
pub struct Session {
    /// Carries the session's cookies.
    pub transport: RecordedTransport,
    /// The page at the controller's root.
    pub page: ControllerPage,
    /// Who the controller says they are.
    pub user: User,
}

impl Session {
    /// Signs in and opens the controller's root page.
    ///
    /// # Panics
    ///
    /// If a step fails; no test can begin then.
    pub fn open(controller: &ControllerUrl, user: &str, password: &Secret) -> Self {
        let transport = RecordedTransport::new(controller);
        let signed_in = sign_in(&transport, controller, user, password);
        signed_in.unwrap_or_else(|error| panic!("signing in at {controller}: {error}"));
        let reply = block_on(transport.send(Request::get_page(controller.join(""))));
        let reply = reply.unwrap_or_else(|error| panic!("the root page of {controller}: {error}"));
        let PageKind::Controller(page) = html::classify(reply.body(), controller.origin(), "") else {
            panic!("the root page of {controller} is not Jenkins: {reply:?}");
        };
        let me = block_on(Client::new(controller.clone(), transport.clone()).me());
        let user = me.unwrap_or_else(|error| panic!("asking {controller} who is signed in: {error}"));
        transport.take_sent();
        Self { transport, page, user }
    }

    /// A client with the session's cookies.
    pub fn client(&self) -> Client<RecordedTransport> {
        Client::new(self.page.controller.clone(), self.transport.clone())
    }

    /// The signed-in user, with the crumb of the page they are on.
    pub fn act_as(&self) -> ActAs {
        ActAs { crumb: self.page.crumb.clone(), expected_user: Some(self.user.id.clone()) }
    }
}
