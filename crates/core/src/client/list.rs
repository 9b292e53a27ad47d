//! Listing tokens by the page on which users manage them.

use super::Client;
use crate::error::Error;
use crate::http::{Reply, Request, Transport};
use crate::listing::{Listing, ListingError};
use crate::refusal;
use crate::user::Owner;
use crate::version::CoreVersion;

impl<T: Transport> Client<T> {
    /// The tokens of the session's user or, for administrators, of another user.
    ///
    /// `read` gets the HTML, parses it and calls [`read_listing`](crate::listing::read_listing).
    ///
    /// # Errors
    ///
    /// [`Error::SsoRequired`] or [`Error::WebPage`] if the page is neither a tokens page nor from Jenkins;
    /// [`Error::UnexpectedReply`] if Jenkins' page cannot be read or is cut short, so that tokens could be
    /// missing; the errors of [`Client::tokens_page`].
    pub async fn list(
        &self,
        owner: &Owner,
        version: Option<&CoreVersion>,
        read: impl FnOnce(&str) -> Result<Listing, ListingError>,
    ) -> Result<Listing, Error> {
        let page = self.tokens_page(owner, version).await?;
        accept_listing(&page, read(page.body()), has_end(page.body()))
    }

    /// The page on which a user manages their tokens. If the version is not known, the URL of recent versions
    /// is tried first.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] if nobody is signed in, [`Error::NotPermitted`] if it is another user's page and
    /// the session's user is not an administrator, [`Error::UnknownUser`] if there is no such user,
    /// [`Error::UserIdBlocked`] if something in front of Jenkins refuses the ID in a URL.
    ///
    /// Only refusals need the body of a reply.
    pub async fn tokens_page(&self, owner: &Owner, version: Option<&CoreVersion>) -> Result<Reply, Error> {
        let owner_path = owner.path()?;
        let known = version.map(|version| [version.tokens_page()]);
        let pages = known.as_ref().map_or(&["security/", "configure"][..], |known| known);
        let mut missing = Error::NotFound;
        for page in pages {
            let url = self.controller.join(&format!("{owner_path}/{page}"));
            let reply = self.transport.send(Request::get_page(url)).await?;
            match refusal::accept_page(&reply) {
                Ok(()) => return Ok(reply),
                // Old versions leave the 404 to the servlet container, which sends no header of Jenkins.
                Err(error @ (Error::NotFound | Error::NotJenkins)) => missing = error,
                Err(error) => return Err(owner.map_not_found(error)),
            }
        }
        Err(owner.map_not_found(missing))
    }
}

/// What was read of the page that [`Client::tokens_page`] returned. `is_complete` says whether the page has its end
/// (`</html>`): a proxy can cut it short without any sign.
///
/// The reply needs its body only if nothing could be read.
///
/// # Errors
///
/// Those of [`Client::list`] that the page can cause.
pub fn accept_listing(
    reply: &Reply,
    listing: Result<Listing, ListingError>,
    is_complete: bool,
) -> Result<Listing, Error> {
    let listing = listing.map_err(|error| match error {
        ListingError::NoTokensPage if !refusal::is_from_jenkins(reply) => refusal::page_of_a_gate(reply),
        ListingError::NoTokensPage | ListingError::UnreadableRow => Error::UnexpectedReply,
    })?;
    if is_complete { Ok(listing) } else { Err(Error::UnexpectedReply) }
}

/// Whether a page is complete.
///
/// Searches from the end, because the page of a thousand tokens has three million characters.
fn has_end(page: &str) -> bool {
    const END: &[u8] = b"</html>";
    page.as_bytes().windows(END.len()).rev().any(|window| window == END)
}
