//! HTML that is not Jenkins' own: what builds leave behind, and the front ends of plugins.

use maud::{DOCTYPE, Markup, html};

use crate::reply::Reply;

/// The policy under which Jenkins serves files of builds and workspaces, unless it was told otherwise.
const POLICY: &str = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

/// A file of a build or of a workspace, with nothing in it that knows of Jenkins.
pub(crate) fn file(title: &str) -> Reply {
    let page = document(title, &html! { h1 { (title) } p { "All 128 checks passed." } });
    Reply::with_body(200, "text/html", page.into_string()).header("Content-Security-Policy", POLICY)
}

/// A page of a plugin that brings its own front end: an ordinary page, without the attributes of Jenkins' layout.
pub(crate) fn front_end() -> Markup {
    document("Pipelines", &html! { div id="root" { h1 { "Pipelines" } } })
}

fn document(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (title) } link rel="icon" href="data:,"; }
            body { (content) }
        }
    }
}
