//! The dashboard: the jobs of the controller.

use maud::{Markup, html};

use super::job;
use super::layout::{self, Columns, Layout};
use crate::language::Language;
use crate::visit::Visit;

/// The page at the root.
pub(crate) fn page(visit: &mut Visit<'_>) -> Markup {
    let root = visit.options.context.clone();
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
    let title = match visit.language() {
        Language::German => "Übersicht",
        Language::English | Language::Swedish => "Dashboard",
    };
    let layout = Layout { title: Some(title), model: "hudson.model.AllView", columns: Columns::Two };
    layout::page(visit, &layout, &content)
}
