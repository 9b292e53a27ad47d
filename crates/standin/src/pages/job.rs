//! Jobs, their builds, and what those print and leave behind.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::layout::{self, Columns, Layout};
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// A job on the dashboard. Any other job exists as soon as it is requested.
pub(crate) struct Listed {
    pub(crate) name: &'static str,
    pub(crate) color: &'static str,
    pub(crate) result: &'static str,
    pub(crate) last_build: &'static str,
    pub(crate) last_success: &'static str,
}

/// The class of every job.
pub(crate) const PROJECT: &str = "hudson.model.FreeStyleProject";

/// What the dashboard lists.
pub(crate) const LISTED: [Listed; 4] = [
    listed("handbook", "blue", "stable", "#87, stable", "3 hours ago"),
    listed("installer", "blue", "stable", "#214, stable", "26 minutes ago"),
    listed("nightly-checks", "red", "failed", "#1043, failed", "yesterday"),
    listed("website", "blue", "stable", "#532, stable", "2 days ago"),
];

const fn listed(
    name: &'static str,
    color: &'static str,
    result: &'static str,
    last_build: &'static str,
    last_success: &'static str,
) -> Listed {
    Listed { name, color, result, last_build, last_success }
}

/// Splits `job/a/job/b/rest` into the names and the rest.
pub(crate) fn names<'a, 's>(segments: &'s [&'a str]) -> (Vec<&'a str>, &'s [&'a str]) {
    let (mut names, mut rest) = (Vec::new(), segments);
    while let ["job", name, below @ ..] = rest {
        names.push(*name);
        rest = below;
    }
    (names, rest)
}

/// The path of a job below the root, without a trailing slash.
pub(crate) fn path(names: &[&str]) -> String {
    names.iter().map(|name| format!("/job/{}", utf8_percent_encode(name, SEGMENT))).collect()
}

const SEGMENT: &percent_encoding::AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Whether a segment is the number of a build.
pub(crate) fn is_build(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a segment is a permalink of a build.
pub(crate) fn is_permalink(segment: &str) -> bool {
    matches!(segment, "lastBuild" | "lastSuccessfulBuild")
}

/// The page of a job. With `?busy=SECONDS` it has a button that keeps the page's main thread busy for so long.
pub(crate) fn page(request: &mut RequestContext<'_>, names: &[&str]) -> Markup {
    let address = format!("{}{}", request.options.context, path(names));
    let content = html! {
        h1 { (names.join(" » ")) }
        table {
            thead { tr { th { "Build" } th { "Console" } } }
            tbody {
                @for number in [3, 2, 1] {
                    tr {
                        td { a href={ (address) "/" (number) "/" } { "#" (number) } }
                        td { a href={ (address) "/" (number) "/consoleText" } { "Console of #" (number) } }
                    }
                }
            }
        }
        @if let Some(seconds) = request.incoming.parameters.get("busy").and_then(|text| text.parse().ok()) {
            (busy_button(seconds))
        }
    };
    let title = names.join(" » ");
    let layout = Layout { title: Some(&title), model: PROJECT, columns: Columns::Two };
    layout::page(request, &layout, &content)
}

/// A button that blocks the page's main thread, as a script with much to do does.
fn busy_button(seconds: u32) -> Markup {
    let script = format!(
        "document.getElementById('busy').addEventListener('click', () => {{ \
         const end = performance.now() + {seconds} * 1000; while (performance.now() < end); }});"
    );
    html! {
        button id="busy" type="button" { "Be busy for " (seconds) " seconds" }
        script { (PreEscaped(script)) }
    }
}

/// The page of a build.
pub(crate) fn build_page(request: &mut RequestContext<'_>, names: &[&str], number: &str) -> Markup {
    let title = format!("{} #{number}", names.join(" » "));
    let content = html! {
        h1 { (title) }
        pre { (console_text(names, number)) }
        p { a href="consoleText" { "View as plain text" } }
    };
    let layout = Layout { title: Some(&title), model: "hudson.model.FreeStyleBuild", columns: Columns::Two };
    layout::page(request, &layout, &content)
}

/// What a build printed.
pub(crate) fn console_text(names: &[&str], number: &str) -> String {
    format!("Started by timer\nBuilding {} #{number}\nFinished: SUCCESS\n", names.join("/"))
}

/// The default policy under which Jenkins serves files of builds and workspaces.
const POLICY: &str = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";

/// A file of a build or workspace, without any sign of Jenkins.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_down() {
        let (folders, rest) = names(&["job", "a", "job", "b c", "7", "consoleText"]);
        assert_eq!(folders, ["a", "b c"]);
        assert_eq!(rest, ["7", "consoleText"]);
        assert_eq!(path(&folders), "/job/a/job/b%20c");
    }
}
