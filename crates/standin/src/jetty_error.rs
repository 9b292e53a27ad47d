//! The error pages of Jetty, the servlet container. They show no sign of Jenkins.

use maud::{DOCTYPE, html};

use crate::jenkins_version::JenkinsVersion;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// An error page of Jetty. `message` is Jenkins' message or the status phrase.
pub(crate) fn page(request: &RequestContext<'_>, status: u16, message: &str) -> Reply {
    let container = match request.core() {
        JenkinsVersion::V2_249_3 => "Jetty:// 9.4.41.v20210516",
        JenkinsVersion::V2_303_3 => "Jetty:// 9.4.43.v20210629",
        JenkinsVersion::V2_492_3 | JenkinsVersion::V2_516_3 | JenkinsVersion::V2_579 => "Jetty:// 12",
    };
    let rows = [
        ("URI:", request.incoming.path.as_str()),
        ("STATUS:", &status.to_string()),
        ("MESSAGE:", message),
        ("SERVLET:", "Stapler"),
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
        .header("Cache-Control", "must-revalidate,no-cache,no-store")
        .by_error_handling()
}
