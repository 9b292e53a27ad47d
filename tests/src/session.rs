//! A signed-in user and the page they are on.

use latchkey_core::listing::Element;
use latchkey_core::{
    ActAs, Client, ControllerUrl, CoreVersion, Crumb, CrumbSource, Request, Secret, Transport, User,
};
use latchkey_native::block_on;
use latchkey_native::html::Page;

use crate::{RecordedTransport, sign_in};

/// The session of a user who has signed in, with the page they are on.
pub struct Session {
    /// Carries the session's cookies.
    pub transport: RecordedTransport,
    /// The page at the controller's root.
    pub page: JenkinsPage,
    /// Who the controller says they are.
    pub user: User,
}

/// What a page of Jenkins says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JenkinsPage {
    /// The root, from `data-rooturl` (since 2.129).
    pub controller: ControllerUrl,
    /// The version, from `data-version` (since 2.129).
    pub version: CoreVersion,
    /// The page's crumb (since 2.246), or where to ask for one.
    pub crumb: CrumbSource,
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
        let page = JenkinsPage::read(reply.body(), controller.origin());
        let page = page.unwrap_or_else(|| panic!("the root page of {controller} is not Jenkins: {reply:?}"));
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

impl JenkinsPage {
    /// Reads a page of the Jenkins on this origin; `None` for any other page.
    fn read(html: &str, origin: &str) -> Option<Self> {
        let page = Page::parse(html);
        let head = page.root().find("head[data-rooturl]")?;
        let body = page.root().find("body[data-version]")?;
        let crumb =
            || Crumb::new(&head.attribute("data-crumb-header")?, &head.attribute("data-crumb-value")?);
        Some(Self {
            controller: ControllerUrl::new(origin, &head.attribute("data-rooturl")?).ok()?,
            version: CoreVersion::parse(&body.attribute("data-version")?)?,
            crumb: crumb().map_or(CrumbSource::Controller, CrumbSource::Page),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_jenkins_gives_root_version_and_crumb() {
        let html = r#"<head data-rooturl="/ci" data-crumb-header="Jenkins-Crumb" data-crumb-value="c0ffee">
            </head><body data-version="2.579">"#;
        let page = JenkinsPage::read(html, "https://a.example").unwrap();
        assert_eq!(page.controller.to_string(), "https://a.example/ci");
        assert_eq!(page.version.to_string(), "2.579");
        assert_eq!(page.crumb, CrumbSource::Page(Crumb::new("Jenkins-Crumb", "c0ffee").unwrap()));
    }

    #[test]
    fn another_page_gives_nothing() {
        assert_eq!(JenkinsPage::read("<h1>502 Bad Gateway</h1>", "https://a.example"), None);
    }
}
