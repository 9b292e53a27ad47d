//! The API under `/api`, in JSON and XML.

mod models;
mod tree;
mod xml;

use serde_json::{Map, Value};

use crate::jenkins_reply;
use crate::refusals;
use crate::reply::Reply;
use crate::request_context::RequestContext;

const JSON: &str = "application/json;charset=utf-8";
const XML: &str = "application/xml;charset=UTF-8";
const TEXT: &str = "text/plain;charset=utf-8";

/// Who the user is. Anonymous visitors get an answer, too.
pub(crate) fn who_am_i(request: &mut RequestContext<'_>, format: &str) -> Reply {
    let model = models::who_am_i(request);
    answer(request, format, "whoAmI", model)
}

/// The controller itself.
pub(crate) fn controller(request: &mut RequestContext<'_>, format: &str) -> Reply {
    let model = models::controller(request);
    answer(request, format, "hudson", model)
}

/// A user.
pub(crate) fn user(request: &mut RequestContext<'_>, id: &str, format: &str) -> Reply {
    match models::user(request, id) {
        Some(model) => answer(request, format, "user", model),
        None => refusals::not_found(request),
    }
}

/// A job.
pub(crate) fn job(request: &mut RequestContext<'_>, names: &[&str], format: &str) -> Reply {
    let model = models::job(request, names);
    answer(request, format, "freeStyleProject", model)
}

/// The crumb of the session; 404 if CSRF protection is off.
pub(crate) fn crumb_issuer(request: &mut RequestContext<'_>, format: &str) -> Reply {
    match request.crumb() {
        Some(crumb) => answer(
            request,
            format,
            "defaultCrumbIssuer",
            models::crumb_issuer(&crumb, request.state.gates.crumb_field()),
        ),
        None => refusals::not_found(request),
    }
}

/// Writes a model: the keys that `tree` selects, or the text that `xpath` joins.
fn answer(request: &mut RequestContext<'_>, format: &str, element: &str, model: Map<String, Value>) -> Reply {
    let parameters = &request.incoming.parameters;
    let model = match parameters.get("tree") {
        Some(tree) => tree::cut(&Value::Object(model), tree),
        None => Value::Object(model),
    };
    match (format, parameters.get("xpath")) {
        ("json", _) => jenkins_reply::api(request.options, JSON, model.to_string()),
        ("xml", None) => jenkins_reply::api(request.options, XML, xml::write(element, &model)),
        ("xml", Some(xpath)) => match xml::concatenate(xpath, &model) {
            Some(text) => jenkins_reply::api(request.options, TEXT, text),
            None => refusals::not_found(request),
        },
        _ => refusals::not_found(request),
    }
}
