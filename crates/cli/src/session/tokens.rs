//! The lists of tokens, which also show what became of a change that no reply confirmed.

use latchkey_core::script::{UserPage, UserTokens};
use latchkey_core::{Error, Listing, Owner, TokenRow, UserId};
use latchkey_native::html;

use super::{HttpClient, Session, stored_tokens};
use crate::error::CliError;
use crate::user_id::is_same_user;

impl Session<'_> {
    /// The tokens of a user.
    pub(crate) fn list(&mut self, owner: &Owner) -> Result<Listing, CliError> {
        self.tokens(owner).map_err(|cause| self.error(&cause))
    }

    /// The tokens of a user: by the user's page or, if its URL does not get through, by the script console.
    pub(crate) fn tokens(&mut self, owner: &Owner) -> Result<Listing, Error> {
        let user = match owner {
            Owner::User(user) if self.by_script => return self.tokens_by_script(user),
            Owner::User(user) => user,
            Owner::Me => return self.tokens_by_page(owner),
        };
        self.check_id(user)?;
        let by_page = self.tokens_by_page(owner);
        // A proxy that decodes the URL leads to another page of Jenkins, which does not exist.
        let is_missing = matches!(by_page, Err(Error::UnknownUser(_))) && user.may_be_blocked_in_urls();
        if !is_missing && !matches!(by_page, Err(Error::UserIdBlocked(_))) {
            return by_page;
        }
        let by_script = self.find_jenkins().and_then(|()| self.tokens_by_script(user));
        if by_script.is_err() && is_missing {
            return by_page;
        }
        self.output.say(&format!(
            "The user ID {:?} does not get through to Jenkins in a URL, so Latchkey uses the script console",
            user.as_str()
        ));
        self.by_script = true;
        by_script
    }

    /// Makes sure that a URL with this ID is not about somebody else: Jenkins also finds users by their full names, which they
    /// choose themselves. Whatever else keeps it from answering shows when the tokens are listed.
    fn check_id(&mut self, user: &UserId) -> Result<(), Error> {
        if self.found_by_id.as_ref() == Some(user) {
            return Ok(());
        }
        match self.read(async |client: &HttpClient| client.user(user).await) {
            Ok(found) if is_same_user(found.id.as_str(), user.as_str()) => {
                self.found_by_id = Some(user.clone())
            }
            Ok(_) => return Err(Error::UnknownUser(user.clone())),
            Err(error @ Error::Transport(_)) => return Err(error),
            Err(_) => {}
        }
        Ok(())
    }

    /// The tokens of a user before another is created: all that are not among them afterwards are new. `None` if Jenkins
    /// answers but this list cannot be read, which does not prevent creating a token.
    pub(crate) fn tokens_before(&mut self, owner: &Owner) -> Result<Option<Vec<TokenRow>>, Error> {
        match self.tokens(owner) {
            Ok(listing) => Ok(Some(listing.tokens)),
            Err(error) if concerns_the_page_alone(&error) => self.find_jenkins().map(|()| None),
            Err(error) => Err(error),
        }
    }

    /// The IDs of at most `count` users, from the one at this place on.
    pub(crate) fn user_ids(&mut self, from: usize, count: usize) -> Result<UserPage, Error> {
        let act_as = self.act_as();
        self.read(async |client: &HttpClient| client.users_by_script(&act_as, from, count).await)
    }

    /// The tokens of these users.
    pub(crate) fn tokens_of(&mut self, users: &[UserId]) -> Result<Vec<UserTokens>, Error> {
        let act_as = self.act_as();
        self.read(async |client: &HttpClient| client.list_by_script(&act_as, users).await)
    }

    fn tokens_by_page(&mut self, owner: &Owner) -> Result<Listing, Error> {
        let listed =
            self.read(async |client: &HttpClient| client.list(owner, None, html::read_listing).await);
        // A broken page has this status, and so has any page about a user where nobody can sign in.
        if let Err(Error::ServerError { status: 500 } | Error::Proxy { status: 500 }) = listed
            && let Err(Error::NoUsers) = self.read(async |client: &HttpClient| client.me().await)
        {
            return Err(Error::NoUsers);
        }
        listed
    }

    fn tokens_by_script(&mut self, user: &UserId) -> Result<Listing, Error> {
        match self.tokens_of(std::slice::from_ref(user))?.pop() {
            Some(UserTokens::Tokens { tokens, .. }) => Ok(stored_tokens::listing(&tokens)),
            Some(UserTokens::UnknownUser(user)) => Err(Error::UnknownUser(user)),
            Some(UserTokens::Unreadable { reason, .. }) => Err(Error::ScriptFailed { excerpt: reason }),
            None => Err(Error::UnexpectedReply),
        }
    }
}

/// Whether a list failed for a reason that need not concern other requests: its page is broken, or a gate refuses it. A
/// 500 is a proxy's, too, where the header that names Jenkins is hidden.
fn concerns_the_page_alone(error: &Error) -> bool {
    match error {
        Error::Proxy { status } => (400..=500).contains(status) && *status != 429,
        Error::NotFound
        | Error::NotJenkins
        | Error::WebPage
        | Error::ServerError { .. }
        | Error::ScriptFailed { .. }
        | Error::UnexpectedReply => true,
        Error::Transport(_)
        | Error::SignedOut { .. }
        | Error::NoUsers
        | Error::UserChanged { .. }
        | Error::CrumbRefused
        | Error::CredentialsRefused
        | Error::CredentialsRemoved
        | Error::SignOnSessionRequired
        | Error::NotPermitted { .. }
        | Error::OwnerOnly
        | Error::UnknownUser(_)
        | Error::UserIdBlocked(_)
        | Error::UnknownToken
        | Error::ScriptConsoleOff
        | Error::ScriptConsoleBlocked { .. }
        | Error::SsoRequired
        | Error::GateCredentials
        | Error::Rejected { .. }
        | Error::UnusableToken
        | Error::ColonInUserId => false,
    }
}
