//! One request and who sent it.

use std::mem;

use crate::controller::State;
use crate::gate::Security;
use crate::incoming::Incoming;
use crate::jenkins_version::JenkinsVersion;
use crate::language::Language;
use crate::options::Options;
use crate::reply::Reply;

/// How a user proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    Session,
    Password,
    Token,
}

/// Who sent the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    Anonymous,
    User { id: String, proof: Proof },
}

/// One request, its controller, and its effects so far.
pub(crate) struct RequestContext<'a> {
    pub(crate) options: &'a Options,
    pub(crate) state: &'a mut State,
    pub(crate) incoming: &'a Incoming,
    pub(crate) principal: Principal,
    /// Whether the request created a token.
    pub(crate) token_made: bool,
    /// Whether a proxy dropped the crumb header.
    pub(crate) crumb_header_dropped: bool,
    /// Whether the next crumb that is issued replaces all older ones.
    pub(crate) crumb_changes: bool,
    session: Option<String>,
    session_is_new: bool,
}

impl<'a> RequestContext<'a> {
    /// A request whose principal is the user of its session.
    pub(crate) fn new(options: &'a Options, state: &'a mut State, incoming: &'a Incoming) -> Self {
        let session = state.sessions.find(incoming.cookies());
        let nobody = state.gates.has_no_realm();
        let user = session.as_deref().and_then(|id| state.sessions.user(id)).map(str::to_owned);
        let principal = user.filter(|_| !nobody);
        let principal =
            principal.map_or(Principal::Anonymous, |id| Principal::User { id, proof: Proof::Session });
        Self {
            options,
            state,
            incoming,
            principal,
            token_made: false,
            crumb_header_dropped: false,
            crumb_changes: false,
            session,
            session_is_new: false,
        }
    }

    pub(crate) fn core(&self) -> JenkinsVersion {
        self.options.core
    }

    /// The user's ID; `None` if anonymous.
    pub(crate) fn user_id(&self) -> Option<&str> {
        match &self.principal {
            Principal::Anonymous => None,
            Principal::User { id, .. } => Some(id),
        }
    }

    /// Whether the user is an administrator.
    pub(crate) fn is_administrator(&self) -> bool {
        if self.is(Security::NoSecurity) {
            return true;
        }
        let user = self.user_id().and_then(|id| self.state.users.find(id));
        user.is_some_and(|user| user.account.administrator)
    }

    /// Whether the user may see and change what belongs to `owner`.
    pub(crate) fn may_administer(&self, owner: &str) -> bool {
        self.user_id() == Some(owner) || self.is_administrator()
    }

    /// Whether the user may create tokens for `owner`. Administrators may not create tokens for other users, unless
    /// the controller is configured so.
    pub(crate) fn may_generate(&self, owner: &str) -> bool {
        self.user_id() == Some(owner) || (self.options.administrators_generate && self.is_administrator())
    }

    /// The preferred language.
    pub(crate) fn language(&self) -> Language {
        Language::accepted(self.incoming.header("accept-language"))
    }

    /// The user's ID, or `anonymous`.
    pub(crate) fn name(&self) -> &str {
        self.user_id().unwrap_or("anonymous")
    }

    /// Whether the user may read.
    pub(crate) fn may_read(&self) -> bool {
        let by_token = matches!(self.principal, Principal::User { proof: Proof::Token, .. });
        if by_token && self.state.gates.tokens_lack_groups() {
            return false;
        }
        self.options.anonymous_read || self.is(Security::NoSecurity) || self.user_id().is_some()
    }

    /// Whether the controller is set up like this.
    pub(crate) fn is(&self, security: Security) -> bool {
        self.state.gates.has(security)
    }

    /// The path below the root at which people sign in.
    pub(crate) fn sign_in_page(&self) -> &'static str {
        if self.state.gates.has_commence_login() { "securityRealm/commenceLogin" } else { "login" }
    }

    /// The live session of the request, if there is one.
    pub(crate) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The session, which is opened if there is none. The reply sets its cookie.
    pub(crate) fn session_or_new(&mut self) -> String {
        if let Some(session) = &self.session {
            return session.clone();
        }
        let session = self.state.sessions.open(None);
        self.session_is_new = true;
        self.session = Some(session.clone());
        session
    }

    /// Replaces the session by a new one for a user.
    pub(crate) fn change_session(&mut self, user: &str) {
        self.close_session();
        self.session = Some(self.state.sessions.open(Some(user.to_owned())));
        self.session_is_new = true;
    }

    pub(crate) fn close_session(&mut self) {
        if let Some(session) = self.session.take() {
            self.state.sessions.close(&session);
        }
        self.session_is_new = false;
    }

    /// Issues the crumb; `None` if CSRF protection is off. Opens a session if there is none.
    pub(crate) fn crumb(&mut self) -> Option<String> {
        if mem::take(&mut self.crumb_changes) {
            self.state.crumbs.change();
        }
        let page = self.incoming.path_and_query();
        self.crumb_of(&page)
    }

    /// The valid crumb; `None` if CSRF protection is off. Opens a session if there is none.
    pub(crate) fn expected_crumb(&mut self) -> Option<String> {
        let referer = self.incoming.header("referer").unwrap_or_default();
        let page = referer.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
        self.crumb_of(&page.unwrap_or_default())
    }

    /// The crumb of a page. Only a strict crumb issuer tells pages apart.
    fn crumb_of(&mut self, page: &str) -> Option<String> {
        let page = if self.is(Security::StrictCrumbs) { page } else { "" };
        let session = self.crumb_session()?;
        Some(self.state.crumbs.crumb(self.name(), &format!("{session}{page}")))
    }

    /// The crumb of the sign-in form, which is the same wherever it comes from.
    pub(crate) fn sign_in_crumb(&mut self) -> Option<String> {
        let session = self.crumb_session()?;
        Some(self.state.crumbs.crumb(self.name(), &session))
    }

    fn crumb_session(&mut self) -> Option<String> {
        self.options.crumb.then(|| self.session_or_new())
    }

    /// Scheme, host, and port from the `Host` header.
    pub(crate) fn origin(&self) -> String {
        self.incoming.origin()
    }

    /// The root URL, without a trailing slash.
    pub(crate) fn root_url(&self) -> String {
        format!("{}{}", self.origin(), self.options.context)
    }

    /// A redirect to a path of this controller, the context path included.
    pub(crate) fn redirect(&self, status: u16, path: &str) -> Reply {
        let location = if self.core().redirects_by_path() {
            path.to_owned()
        } else {
            format!("{}{path}", self.origin())
        };
        Reply::empty(status).header("Location", location)
    }

    /// A `Set-Cookie` value that deletes a cookie.
    ///
    /// The Jetty of 2.303 writes the date with dashes and adds `Max-Age`.
    pub(crate) fn forgotten_cookie(&self, name: &str, attributes: &str) -> String {
        let end = if self.core().newer_jetty() {
            "Expires=Thu, 01 Jan 1970 00:00:00 GMT"
        } else {
            "Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0"
        };
        format!("{name}={attributes}; {end}")
    }

    /// Adds the headers of every reply.
    pub(crate) fn finish(&self, mut reply: Reply) -> Reply {
        if let (true, Some(session)) = (self.session_is_new, &self.session) {
            let cookie = self.state.sessions.cookie();
            let path = self.options.cookie_path();
            let same_site = self.options.same_site_attribute();
            reply =
                reply.header("Set-Cookie", format!("{cookie}={session}; Path={path}; HttpOnly{same_site}"));
        }
        let compressible =
            matches!(self.incoming.method.as_str(), "GET" | "POST") && !reply.by_error_handling;
        if self.core().newer_jetty() && compressible {
            reply = reply.header("Vary", "Accept-Encoding");
        }
        if reply.before_jenkins { reply } else { reply.header("X-Content-Type-Options", "nosniff") }
    }
}
