//! Listing tokens by the page on which people look after them.

use super::Client;
use crate::error::Error;
use crate::http::{Reply, Request, Transport};
use crate::listing::{Listing, ListingError};
use crate::refusal;
use crate::user::Owner;
use crate::version::CoreVersion;

impl<T: Transport> Client<T> {
    /// The tokens of a user: their own, or as an administrator another's.
    ///
    /// `read` is given the HTML and reads it with a parser of its own and
    /// [`read_listing`](crate::listing::read_listing).
    ///
    /// # Errors
    ///
    /// [`Error::SsoRequired`] where a page came that is neither a tokens page nor Jenkins';
    /// [`Error::UnexpectedReply`] where Jenkins' page cannot be read or has no end, so that tokens could be
    /// missing; the errors of
    /// [`Client::tokens_page`].
    pub async fn list(
        &self,
        owner: &Owner,
        version: Option<&CoreVersion>,
        read: impl FnOnce(&str) -> Result<Listing, ListingError>,
    ) -> Result<Listing, Error> {
        read_tokens_page(&self.tokens_page(owner, version).await?, read)
    }

    /// The page on which somebody looks after their tokens: `security/` since 2.468 (LTS 2.479.1),
    /// `configure` before; where the version is not known, the one and then the other.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] where nobody is signed in, [`Error::NotPermitted`] where it is another's page
    /// and the person is no administrator, [`Error::UnknownUser`] where there is no such user.
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
                // Old cores leave their 404 to the servlet container: nothing in it is Jenkins'.
                Err(error @ (Error::NotFound | Error::NotJenkins)) => missing = error,
                Err(error) => return Err(error),
            }
        }
        Err(owner.map_not_found(missing))
    }
}

/// Reads the page that [`Client::tokens_page`] gives.
///
/// # Errors
///
/// Those of [`Client::list`] about pages that came.
pub fn read_tokens_page(
    reply: &Reply,
    read: impl FnOnce(&str) -> Result<Listing, ListingError>,
) -> Result<Listing, Error> {
    let listing = read(reply.body()).map_err(|error| match error {
        ListingError::NoTokensPage if !refusal::is_from_jenkins(reply) => Error::SsoRequired,
        ListingError::NoTokensPage | ListingError::UnreadableRow => Error::UnexpectedReply,
    })?;
    if has_end(reply.body()) { Ok(listing) } else { Err(Error::UnexpectedReply) }
}

/// Whether a page was written to its end. A proxy can cut one without a word about it.
///
/// Looked for from the end: the page of a thousand tokens has three million characters.
fn has_end(page: &str) -> bool {
    const END: &[u8] = b"</html>";
    page.as_bytes().windows(END.len()).rev().any(|window| window == END)
}
