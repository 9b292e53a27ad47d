//! The page that says who the visitor is.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::visit::Visit;

/// The page; anonymous visitors may see it too.
pub(crate) fn page(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Who Am I" }
        dl {
            dt { "Name" } dd { (visit.name()) }
            dt { "Anonymous" } dd { (visit.user_id().is_none()) }
        }
    };
    let layout = Layout { title: Some("Who Am I"), model: "hudson.security.WhoAmI", columns: Columns::One };
    layout::page(visit, &layout, &content)
}
