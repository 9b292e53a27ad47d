//! The error pages of Jenkins itself.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::visit::Visit;

const MODEL: &str = "hudson.model.Hudson";

/// Nothing has this address.
pub(crate) fn not_found(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Oops!" }
        h2 { "Not Found" }
        p { "This page may not exist, or you may not have permission to see it." }
    };
    let layout = Layout { title: Some("Not Found"), model: MODEL, columns: Columns::One };
    layout::page(visit, &layout, &content)
}

/// The address wants another method.
pub(crate) fn method_not_allowed(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Method Not Allowed" }
        p { "This URL requires POST." }
    };
    let layout = Layout { title: Some("Method Not Allowed"), model: MODEL, columns: Columns::One };
    layout::page(visit, &layout, &content)
}

/// The user may not do this.
pub(crate) fn access_denied(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Access Denied" }
        p { (visit.name()) " is missing the Overall/Administer permission" }
    };
    layout::page(visit, &Layout { title: None, model: MODEL, columns: Columns::Two }, &content)
}

/// Jenkins failed, and does not say why.
pub(crate) fn failure(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Oops!" }
        h2 { "A problem occurred while processing the request" }
    };
    let layout = Layout { title: Some("Jenkins"), model: MODEL, columns: Columns::Two };
    layout::page(visit, &layout, &content)
}
