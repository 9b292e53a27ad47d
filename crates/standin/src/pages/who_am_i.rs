//! The page that says who the visitor is.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::request_context::RequestContext;

/// The page; anonymous visitors may see it too.
pub(crate) fn page(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Who Am I" }
        dl {
            dt { "Name" } dd { (request.name()) }
            dt { "Anonymous" } dd { (request.user_id().is_none()) }
        }
    };
    let layout = Layout { title: Some("Who Am I"), model: "hudson.security.WhoAmI", columns: Columns::One };
    layout::page(request, &layout, &content)
}
