//! The page of the script console.

use maud::{Markup, html};

use super::layout::{self, Columns, Layout};
use crate::jenkins_version::JenkinsVersion;
use crate::request_context::RequestContext;

/// The page; it sends the script to itself.
pub(crate) fn page(request: &mut RequestContext<'_>) -> Markup {
    let content = html! {
        h1 { "Script Console" }
        p { "Runs a Groovy script on the controller. The stand-in knows only a few." }
    };
    let (title, columns) = match request.core() {
        JenkinsVersion::V2_303_3 => (None, Columns::Two),
        JenkinsVersion::V2_492_3 | JenkinsVersion::V2_516_3 => (Some("Script Console"), Columns::One),
        JenkinsVersion::V2_579 => (Some("Script Console - Manage Jenkins"), Columns::One),
    };
    layout::page(request, &Layout { title, model: "hudson.model.Hudson", columns }, &content)
}
