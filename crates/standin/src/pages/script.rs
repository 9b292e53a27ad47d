//! The page of the script console.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::generation::Core;
use crate::visit::Visit;

/// The page; it sends the script to itself.
pub(crate) fn page(visit: &mut Visit<'_>) -> Markup {
    let content = html! {
        h1 { "Script Console" }
        p { "Runs a Groovy script on the controller. The stand-in knows only a few." }
    };
    let (title, columns) = match visit.core() {
        Core::V2_303_3 => (None, Columns::Two),
        Core::V2_492_3 | Core::V2_516_3 => (Some("Script Console"), Columns::One),
        Core::V2_579 => (Some("Script Console - Manage Jenkins"), Columns::One),
    };
    layout::page(visit, &Layout { title, model: "hudson.model.Hudson", columns }, &content)
}
