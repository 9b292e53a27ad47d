//! A person who is signed in and stands on a page.

use latchkey_core::{ActAs, Client, ControllerUrl, Request, Secret, Transport, User};

use crate::{NativeTransport, OrdinaryPage, Page, run, sign_in};

/// A session of somebody who has signed in, with the page they stand on.
pub struct Session {
    /// Carries the session's cookies.
    pub transport: NativeTransport,
    /// The page of the controller's root.
    pub page: OrdinaryPage,
    /// Who the controller says they are.
    pub user: User,
}

impl Session {
    /// Signs in and opens the controller's root page.
    ///
    /// # Panics
    ///
    /// When that fails, with the step that did: no test can begin then.
    pub fn open(controller: &ControllerUrl, user: &str, password: &Secret) -> Self {
        let transport = NativeTransport::default();
        let signed_in = sign_in(&transport, controller, user, password);
        signed_in.unwrap_or_else(|error| panic!("signing in at {controller}: {error}"));
        let reply = run(transport.send(Request::get_page(controller.join(""))));
        let reply = reply.unwrap_or_else(|error| panic!("the root page of {controller}: {error}"));
        let page = Page::parse(reply.body()).ordinary(controller.origin());
        let page =
            page.unwrap_or_else(|| panic!("the root page of {controller} is none of Jenkins: {reply:?}"));
        let me = run(Client::new(controller.clone(), transport.clone()).me());
        let user = me.unwrap_or_else(|error| panic!("asking {controller} who is signed in: {error}"));
        transport.take_sent();
        Self { transport, page, user }
    }

    /// A client with the session's cookies.
    pub fn client(&self) -> Client<NativeTransport> {
        Client::new(self.page.controller.clone(), self.transport.clone())
    }

    /// As themselves, with the crumb of the page they stand on.
    pub fn act_as(&self) -> ActAs {
        ActAs { crumb: self.page.crumb.clone(), expected_user: Some(self.user.id.clone()) }
    }
}
