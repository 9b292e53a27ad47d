//! The pages about users.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::request_context::RequestContext;

/// The page of a user.
pub(crate) fn profile(request: &mut RequestContext<'_>, id: &str) -> Markup {
    let account = request.state.users.find(id).map(|user| user.account.clone());
    let full_name = account.as_ref().map_or(id, |account| &account.full_name);
    let administrator = account.as_ref().is_some_and(|account| account.administrator);
    let content = html! {
        h1 { (full_name) }
        dl {
            dt { "User ID" } dd { (id) }
            dt { "Permissions" } dd { (if administrator { "everything" } else { "read" }) }
        }
    };
    let layout = Layout { title: Some(full_name), model: "hudson.model.User", columns: Columns::Two };
    layout::page(request, &layout, &content)
}

/// The page that says who the user is. Anonymous visitors may see it, too.
pub(crate) fn who_am_i(request: &mut RequestContext<'_>) -> Markup {
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
