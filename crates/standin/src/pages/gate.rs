//! The page that sends anonymous visitors to the sign-in page. It says nothing about the controller.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::request_context::RequestContext;

const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*');

/// The page. Newer cores also tell the address to a script.
pub(crate) fn page(request: &RequestContext<'_>) -> Markup {
    let incoming = request.incoming;
    let query = if incoming.query.is_empty() { String::new() } else { format!("?{}", incoming.query) };
    let from = format!("{}{query}", incoming.path);
    let address = format!("{}/login?from={}", request.options.context, utf8_percent_encode(&from, PARAMETER));
    html! {
        html {
            head {
                meta http-equiv="refresh" content={ "1;url=" (address) };
                @if request.core().redirects_by_path() { script id="redirect" data-redirect-url=(address) {} }
            }
            body style="background-color:white; color:white;" { "Authentication required" }
        }
    }
}
