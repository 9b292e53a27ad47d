//! The error pages of Jetty, the servlet container. They show no sign of Jenkins.

use maud::{DOCTYPE, html};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::incoming::Incoming;
use crate::jenkins_version::JenkinsVersion;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// The servlet that Jenkins' context path belongs to.
const SERVLET: &str = "Stapler";

/// What Jetty writes where no servlet answers.
const NO_SERVLET: &str = "-";

/// An error page of Jetty, or JSON if the request prefers it. `message` is Jenkins' message or the status phrase.
pub(crate) fn page(request: &RequestContext<'_>, status: u16, message: &str) -> Reply {
    of_servlet(request, SERVLET, status, message)
}

/// The page for an address outside the context path, where no servlet answers.
pub(crate) fn outside_context(request: &RequestContext<'_>) -> Reply {
    of_servlet(request, NO_SERVLET, 404, "Not Found")
}

fn of_servlet(request: &RequestContext<'_>, servlet: &str, status: u16, message: &str) -> Reply {
    let reply = if prefers_json(request.incoming) {
        json(request, servlet, status, message)
    } else {
        html(request, servlet, status, message)
    };
    reply.header("Cache-Control", "must-revalidate,no-cache,no-store").by_error_handling()
}

/// Whether the request accepts JSON, and HTML at most after it.
fn prefers_json(incoming: &Incoming) -> bool {
    let accepted = incoming.header("accept").unwrap_or_default();
    accepted.split([',', ';']).next().is_some_and(|first| first.trim() == "application/json")
}

fn json(request: &RequestContext<'_>, servlet: &str, status: u16, message: &str) -> Reply {
    let text = |text: &str| Value::from(text).to_string();
    let url = percent_decode_str(&request.incoming.path).decode_utf8_lossy();
    let body = format!(
        "{{\n\"servlet\":{},\n\"message\":{},\n\"url\":{},\n\"status\":\"{status}\"\n}}",
        text(servlet),
        text(message),
        text(&url)
    );
    Reply::with_body(status, "application/json", body)
}

fn html(request: &RequestContext<'_>, servlet: &str, status: u16, message: &str) -> Reply {
    let container = match request.core() {
        JenkinsVersion::V2_249_3 => "Jetty:// 9.4.41.v20210516",
        JenkinsVersion::V2_303_3 => "Jetty:// 9.4.43.v20210629",
        JenkinsVersion::V2_492_3 | JenkinsVersion::V2_516_3 | JenkinsVersion::V2_579 => "Jetty:// 12",
    };
    let rows = [
        ("URI:", request.incoming.path.as_str()),
        ("STATUS:", &status.to_string()),
        ("MESSAGE:", message),
        ("SERVLET:", servlet),
    ];
    let page = html! {
        (DOCTYPE)
        html {
            head { title { "Error " (status) " " (message) } }
            body {
                h2 { "HTTP ERROR " (status) " " (message) }
                table { @for (name, value) in rows { tr { th { (name) } td { (value) } } } }
                hr;
                p { "Powered by " (container) }
            }
        }
    };
    Reply::with_body(status, "text/html;charset=iso-8859-1", page.into_string())
}
