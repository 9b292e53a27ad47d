//! The interfaces under `/api`: JSON and XML.

mod models;
mod tree;
mod xml;

use serde_json::{Map, Value};

use crate::refusals;
use crate::reply::Reply;
use crate::visit::Visit;

const JSON: &str = "application/json;charset=utf-8";
const XML: &str = "application/xml;charset=UTF-8";
const TEXT: &str = "text/plain;charset=utf-8";

/// Who the visitor is. Anonymous visitors get an answer too.
pub(crate) fn who_am_i(visit: &mut Visit<'_>, format: &str) -> Reply {
    let model = models::who_am_i(visit);
    answer(visit, format, "whoAmI", model)
}

/// The controller itself.
pub(crate) fn controller(visit: &mut Visit<'_>, format: &str) -> Reply {
    let model = models::controller(visit);
    answer(visit, format, "hudson", model)
}

/// A user.
pub(crate) fn user(visit: &mut Visit<'_>, id: &str, format: &str) -> Reply {
    match models::user(visit, id) {
        Some(model) => answer(visit, format, "user", model),
        None => refusals::not_found(visit),
    }
}

/// A job.
pub(crate) fn job(visit: &mut Visit<'_>, names: &[&str], format: &str) -> Reply {
    let model = models::job(visit, names);
    answer(visit, format, "freeStyleProject", model)
}

/// The crumb of the visitor's session; there is none where CSRF protection is off.
pub(crate) fn crumb_issuer(visit: &mut Visit<'_>, format: &str) -> Reply {
    match visit.crumb() {
        Some(crumb) => answer(visit, format, "defaultCrumbIssuer", models::crumb_issuer(&crumb)),
        None => refusals::not_found(visit),
    }
}

/// Writes a model, cut down to what `tree` asks for or to the text that `xpath` joins.
fn answer(visit: &mut Visit<'_>, format: &str, element: &str, model: Map<String, Value>) -> Reply {
    let parameters = &visit.incoming.parameters;
    let model = match parameters.get("tree") {
        Some(tree) => tree::cut(&Value::Object(model), tree),
        None => Value::Object(model),
    };
    match (format, parameters.get("xpath")) {
        ("json", _) => Reply::interface(visit.options, JSON, model.to_string()),
        ("xml", None) => Reply::interface(visit.options, XML, xml::write(element, &model)),
        ("xml", Some(xpath)) => match xml::concatenate(xpath, &model) {
            Some(text) => Reply::interface(visit.options, TEXT, text),
            None => refusals::not_found(visit),
        },
        _ => refusals::not_found(visit),
    }
}
