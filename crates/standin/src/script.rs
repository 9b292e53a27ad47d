//! The script console: what administrators run on the controller.
//!
//! The stand-in knows no Groovy. A script that wants something done says so in one line comment,
//! `// latchkey:<verb> <base64 of a JSON object>`, and the stand-in does that and prints what the script would. A few
//! recorded scripts are known by their text; any other fails, as a script does: with a stack trace and status 200.

mod command;
mod known;
mod outcome;
mod trace;

use crate::jetty_error;
use crate::options::ScriptConsole;
use crate::pages::script;
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

/// What a proxy answers that lets nobody at the script console; `None` where there is no such proxy.
pub(crate) fn blocked(request: &RequestContext<'_>) -> Option<Reply> {
    match request.options.script_console {
        ScriptConsole::Available => None,
        ScriptConsole::BlockedByProxy => {
            let page = maud::html! {
                html { head { title { "403 Forbidden" } } body { h1 { "403 Forbidden" } } }
            };
            let reply = Reply::with_body(403, "text/html", page.into_string());
            Some(Reply { before_jenkins: true, ..reply.by_error_handling() })
        }
    }
}

/// Answers `scriptText`: runs the script and says what it printed.
pub(crate) fn text(request: &mut RequestContext<'_>) -> Reply {
    if !request.is_administrator() {
        return refusals::administer(request);
    }
    if request.incoming.method != "POST" {
        return refusals::script_method(request);
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
    let page = script::page(request);
    Reply::page(200, request.options, page)
}

fn run(request: &mut RequestContext<'_>, script: &str) -> String {
    match command::read(script) {
        Some(Ok(command)) => match outcome::of(request, command) {
            Ok(value) => format!("<<<latchkey\n{value}\nlatchkey>>>\n"),
            Err(trace) => trace,
        },
        Some(Err(fault)) => trace::of("java.lang.IllegalArgumentException", &fault),
        None => known::output(request, script).unwrap_or_else(|| {
            trace::of("groovy.lang.MissingMethodException", "The stand-in does not know this script")
        }),
    }
}
