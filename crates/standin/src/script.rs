//! The script console, where administrators run Groovy on the controller.
//!
//! The stand-in reads the scripts for other users' tokens: their data, and by the members of Jenkins' classes that
//! they use, what they do with it. It does that and prints what the script would. A few recorded scripts are known by
//! their text; any other fails as a script does, with a stack trace and status 200.

mod command;
mod execute;
mod groovy;
mod recorded;

use crate::jenkins_reply;
use crate::jenkins_version::JenkinsVersion;
use crate::jetty_error;
use crate::pages::layout::{self, Columns, Layout};
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// Answers `scriptText`: runs the script and returns its output.
pub(crate) fn text(request: &mut RequestContext<'_>) -> Reply {
    if !request.is_administrator() {
        return refusals::administer(request);
    }
    if request.incoming.method != "POST" {
        return refusals::failure(request, 405);
    }
    let script = request.incoming.parameters.get("script").unwrap_or_default().to_owned();
    let printed = run(request, &script);
    Reply::with_body(200, "text/plain;charset=utf-8", printed)
}

/// The page with a field for a script.
pub(crate) fn page(request: &mut RequestContext<'_>) -> Reply {
    if !request.is_administrator() {
        return refusals::administer(request);
    }
    if request.incoming.path.ends_with('/') {
        return jetty_error::page(request, 404, "Not Found");
    }
    let page = console(request);
    jenkins_reply::page(200, request.options, page)
}

fn run(request: &mut RequestContext<'_>, script: &str) -> String {
    if let Some(printed) = recorded::output(request, script) {
        return printed;
    }
    match command::read(script) {
        Ok(command) => match execute::execute(request, command) {
            Ok(document) => format!("<<<latchkey\n{document}\nlatchkey>>>\n"),
            Err(trace) => trace,
        },
        Err(fault) => compiler_trace(&fault),
    }
}

/// The page of the script console; it sends the script to itself.
fn console(request: &mut RequestContext<'_>) -> maud::Markup {
    let content = maud::html! {
        h1 { "Script Console" }
        p { "Runs a Groovy script on the controller. The stand-in knows only a few." }
    };
    let (title, columns) = match request.core() {
        JenkinsVersion::V2_249_3 | JenkinsVersion::V2_303_3 => (None, Columns::Two),
        JenkinsVersion::V2_492_3 | JenkinsVersion::V2_516_3 => (Some("Script Console"), Columns::One),
        JenkinsVersion::V2_579 => (Some("Script Console - Manage Jenkins"), Columns::One),
    };
    layout::page(request, &Layout { title, model: "hudson.model.Hudson", columns }, &content)
}

/// The stack trace of an exception, as the console prints it.
fn trace(class: &str, message: &str) -> String {
    format!(
        "{class}: {message}\n\
         \tat Script1.run(Script1.groovy:1)\n\
         \tat groovy.lang.GroovyShell.evaluate(GroovyShell.java)\n\
         \tat java.base/java.lang.Thread.run(Thread.java)\n"
    )
}

/// The stack trace of a script that does not compile.
fn compiler_trace(fault: &str) -> String {
    trace(
        "org.codehaus.groovy.control.MultipleCompilationErrorsException",
        &format!("startup failed:\nScript1.groovy: {fault}\n\n1 error\n"),
    )
}
