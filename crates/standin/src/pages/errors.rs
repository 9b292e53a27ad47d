//! The error pages of Jenkins itself.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::request_context::RequestContext;

const MODEL: &str = "hudson.model.Hudson";

/// Nothing has this address.
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

/// Jenkins failed, and does not say why.
pub(crate) fn failure(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Oops!" }
        h2 { "A problem occurred while processing the request" }
    };
    let layout = Layout { title: Some("Jenkins"), model: MODEL, columns: Columns::Two };
    layout::page(request, &layout, &content)
}
