//! The dashboard: the jobs of the controller.

use maud::{Markup, html};

use super::job;
use super::layout::{self, Columns, Layout};
use crate::language::Language;
use crate::request_context::RequestContext;

/// The page at the root.
pub(crate) fn page(request: &mut RequestContext<'_>) -> Markup {
    let root = request.options.context.clone();
    let content = html! {
        h1 { "All jobs" }
        table id="projectstatus" {
            thead { tr { th { "Name" } th { "Last build" } th { "Last success" } } }
            tbody {
                @for listed in &job::LISTED {
                    tr id={ "job_" (listed.name) } {
                        td { a href={ (root) (job::path(&[listed.name])) "/" } { (listed.name) } }
                        td class=(listed.result) { (listed.last_build) }
                        td { (listed.last_success) }
                    }
                }
            }
        }
    };
    let title = match request.language() {
        Language::German => "Übersicht",
        Language::English | Language::Swedish => "Dashboard",
    };
    let layout = Layout { title: Some(title), model: "hudson.model.AllView", columns: Columns::Two };
    layout::page(request, &layout, &content)
}
