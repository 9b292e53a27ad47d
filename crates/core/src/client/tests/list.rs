//! Listing by the tokens page.

use super::*;
use crate::listing::{Listing, ListingError};
use crate::{CoreVersion, Owner};

const PAGE: (&str, &str) = ("Content-Type", "text/html;charset=utf-8");

fn version(text: &str) -> Option<CoreVersion> {
    CoreVersion::parse(text)
}

fn bob() -> Owner {
    Owner::User(UserId::new("bob smith"))
}

fn list(script: Script, read: Result<Listing, ListingError>) -> Result<Listing, Error> {
    run(script.client().list(&Owner::Me, version("2.579").as_ref(), |html| {
        assert!(html.starts_with("<html>"));
        read
    }))
}

#[test]
fn requests_the_page_of_the_version() {
    for (text, owner, path) in [
        ("2.579", Owner::Me, "me/security/"),
        ("2.303.3", Owner::Me, "me/configure"),
        ("2.479.1", bob(), "user/bob%20smith/security/"),
        ("2.462.3", bob(), "user/bob%20smith/configure"),
    ] {
        let client = Script::default().answers(200, &[PAGE, JENKINS], "<html>").client();
        run(client.tokens_page(&owner, version(text).as_ref())).unwrap();
        assert_eq!(paths(&client), [path]);
    }
}

#[test]
fn tries_both_pages_if_the_version_is_unknown() {
    let client =
        Script::default().answers(404, &[HTML], "<html>").answers(200, &[PAGE, JENKINS], "<html>").client();
    run(client.tokens_page(&Owner::Me, None)).unwrap();
    assert_eq!(paths(&client), ["me/security/", "me/configure"]);
}

#[test]
fn a_missing_page_of_another_user_means_an_unknown_user() {
    let client = Script::default().answers(404, &[PAGE, JENKINS], "<html>").client();
    let error = run(client.tokens_page(&bob(), version("2.579").as_ref())).unwrap_err();
    assert_eq!(error, Error::UnknownUser(UserId::new("bob smith")));
    let client = Script::default().answers(404, &[HTML], "<html>").answers(404, &[HTML], "<html>").client();
    let error = run(client.tokens_page(&bob(), None)).unwrap_err();
    assert_eq!(error, Error::UnknownUser(UserId::new("bob smith")));
}

#[test]
fn refusals_have_different_causes() {
    let page = |script: Script| run(script.client().tokens_page(&Owner::Me, None)).unwrap_err();
    assert_eq!(page(Script::default().says_anonymous()), Error::SignedOut { sign_in: None });
    assert_eq!(page(Script::default().ends(Ok(Reply::opaque_redirect()))), Error::SsoRequired);
    assert_eq!(page(Script::default().answers(502, &[HTML], "<html>")), Error::Proxy { status: 502 });
    assert_eq!(page(Script::default().json("{}")), Error::UnexpectedReply);
    let headers = vec![(PAGE.0.to_owned(), PAGE.1.to_owned())];
    let cut = Reply::new(200, headers, "<html>".to_owned()).truncated();
    assert_eq!(page(Script::default().ends(Ok(cut))), Error::UnexpectedReply);
}

#[test]
fn passes_the_page_to_the_parser() {
    let listing = Listing { tokens: Vec::new() };
    let script = Script::default().answers(200, &[PAGE, JENKINS], "<html></html>");
    assert_eq!(list(script, Ok(listing.clone())), Ok(listing));
}

#[test]
fn a_page_that_is_cut_short_is_an_error() {
    let listing = Listing { tokens: Vec::new() };
    let script = Script::default().answers(200, &[PAGE, JENKINS], "<html><div id=\"api-token-list\">");
    assert_eq!(list(script, Ok(listing)), Err(Error::UnexpectedReply));
}

#[test]
fn a_page_without_a_list_is_an_error() {
    let jenkins = || Script::default().answers(200, &[PAGE, JENKINS], "<html></html>");
    let elsewhere = Script::default().answers(200, &[PAGE], "<html></html>");
    assert_eq!(list(elsewhere, Err(ListingError::NoTokensPage)), Err(Error::WebPage));
    let sign_in = Script::default().answers(200, &[PAGE], "<html><input type=password></html>");
    assert_eq!(list(sign_in, Err(ListingError::NoTokensPage)), Err(Error::SsoRequired));
    assert_eq!(list(jenkins(), Err(ListingError::NoTokensPage)), Err(Error::UnexpectedReply));
    assert_eq!(list(jenkins(), Err(ListingError::UnreadableRow)), Err(Error::UnexpectedReply));
}
