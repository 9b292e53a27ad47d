//! Jenkins' own error pages.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::layout::{self, Columns, Layout};
use crate::request_context::RequestContext;

const MODEL: &str = "hudson.model.Hudson";

/// There is nothing at this path.
pub(crate) fn not_found(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Oops!" }
        h2 { "Not Found" }
        p { "This page may not exist, or you may not have permission to see it." }
    };
    let layout = Layout { title: Some("Not Found"), model: MODEL, columns: Columns::One };
    layout::page(request, &layout, &content)
}

/// The address wants another method.
pub(crate) fn method_not_allowed(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Method Not Allowed" }
        p { "This URL requires POST." }
    };
    let layout = Layout { title: Some("Method Not Allowed"), model: MODEL, columns: Columns::One };
    layout::page(request, &layout, &content)
}

/// The user may not do this.
pub(crate) fn access_denied(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Access Denied" }
        p { (request.name()) " is missing the Overall/Administer permission" }
    };
    layout::page(request, &Layout { title: None, model: MODEL, columns: Columns::Two }, &content)
}

/// Jenkins failed without a reason.
pub(crate) fn failure(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Oops!" }
        h2 { "A problem occurred while processing the request" }
    };
    let layout = Layout { title: Some("Jenkins"), model: MODEL, columns: Columns::Two };
    layout::page(request, &layout, &content)
}

const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'*');

/// Sends anonymous visitors to the sign-in page. Newer versions also give its address to a script.
pub(crate) fn sign_in_first(request: &RequestContext<'_>) -> Markup {
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
