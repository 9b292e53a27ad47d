//! Replies with the headers that Jenkins sends with its pages and its API.

use maud::Markup;

use crate::options::Options;
use crate::reply::Reply;

/// The value of `Cache-Control` on Jenkins' pages.
const NOT_STORED: &str = "no-cache,no-store,must-revalidate";

/// HTML without the headers of Jenkins' pages.
pub(crate) fn html(status: u16, options: &Options, markup: Markup) -> Reply {
    let reply = Reply::with_body(status, "text/html;charset=utf-8", markup.into_string());
    match &options.content_security_policy {
        Some(policy) => reply.header("Content-Security-Policy", policy),
        None => reply,
    }
}

/// A page outside the ordinary layout, such as the sign-in page.
pub(crate) fn bare_page(status: u16, options: &Options, markup: Markup) -> Reply {
    html(status, options, markup)
        .header("Cache-Control", NOT_STORED)
        .header("X-Jenkins", options.core.version())
        .header("X-Frame-Options", "sameorigin")
}

/// A page in the ordinary layout.
pub(crate) fn page(status: u16, options: &Options, markup: Markup) -> Reply {
    let reply = bare_page(status, options, markup);
    if !options.core.isolates_pages() {
        return reply;
    }
    reply.header("Referrer-Policy", "same-origin").header("Cross-Origin-Opener-Policy", "same-origin")
}

/// A reply of the API.
pub(crate) fn api(options: &Options, content_type: &str, body: impl Into<String>) -> Reply {
    Reply::with_body(200, content_type, body)
        .header("X-Jenkins", options.core.version())
        .header("X-Frame-Options", "deny")
}
