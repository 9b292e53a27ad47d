//! Scripts that were recorded, known by their text, and what they print.

use serde::Serialize;

use super::{compiler_trace, trace};
use crate::jenkins_version::JenkinsVersion;
use crate::request_context::RequestContext;

/// The beginning of the recorded script that lists the tokens of a user.
const LIST: (&str, &str) = (
    "def u=hudson.model.User.getById(\"",
    "\",false); def p=u.getProperty(jenkins.security.ApiTokenProperty); p.tokenList.each{",
);

const PROPERTY_GENERATES: &str = "hudson.model.User.getById(\"alice\",false)\
    .getProperty(jenkins.security.ApiTokenProperty).generateNewToken(\"by property\")";
const PROPERTY_REVOKES: &str = "hudson.model.User.getById(\"alice\",false)\
    .getProperty(jenkins.security.ApiTokenProperty).revokeToken(\"x\")";
const STORE_GENERATES: &str = "def u=hudson.model.User.getById(\"alice\",false); \
    def r=u.getProperty(jenkins.security.ApiTokenProperty).tokenStore.generateNewToken(\"by store\"); u.save(); \
    println r.tokenUuid.length()+\" \"+r.plainValue.length()";
const STORE_REVOKES: &str = "println hudson.model.User.getById(\"alice\",false)\
    .getProperty(jenkins.security.ApiTokenProperty).tokenStore.revokeToken(\"x\")";
const VERSIONS: &str = "println groovy.lang.GroovySystem.version+\" \"+System.getProperty(\"java.version\")";

/// What a known script prints.
pub(super) fn output(request: &mut RequestContext<'_>, script: &str) -> Option<String> {
    if let Some((id, _)) = script.strip_prefix(LIST.0).and_then(|rest| rest.split_once(LIST.1)) {
        return list(request, id);
    }
    let printed = match script {
        "" => String::new(),
        "println 1" => "1\n".to_owned(),
        "return 6*7" | "return 42" => "Result: 42\n".to_owned(),
        "println(\"hello \"+1+\" \"+jenkins.model.Jenkins.VERSION)" => {
            format!("hello 1 {}\n", request.core().version())
        }
        "throw new RuntimeException(\"boom\")" => trace("java.lang.RuntimeException", "boom"),
        PROPERTY_GENERATES if !request.core().property_changes_tokens() => {
            missing("generateNewToken", "by property")
        }
        PROPERTY_REVOKES if !request.core().property_changes_tokens() => missing("revokeToken", "x"),
        STORE_GENERATES => {
            let made = request.state.users.find_mut("alice")?.tokens.generate("by store", None);
            format!("{} {}\n", made.uuid.len(), made.value.len())
        }
        VERSIONS if request.core() == JenkinsVersion::V2_249_3 => "2.4.12 17.0.15\n".to_owned(),
        STORE_REVOKES => "null\n".to_owned(),
        "this is not (groovy" => compiler_trace(
            "1: unexpected token: groovy @ line 1, column 14.\n   this is not (groovy\n                ^",
        ),
        _ => return None,
    };
    Some(printed)
}

/// A method that `ApiTokenProperty` does not have yet.
fn missing(method: &str, argument: &str) -> String {
    let message = format!(
        "No signature of method: jenkins.security.ApiTokenProperty.{method}() is applicable for argument types: \
         (java.lang.String) values: [{argument}]"
    );
    trace("groovy.lang.MissingMethodException", &message)
}

/// A token as the script prints it.
#[derive(Serialize)]
struct Line<'a> {
    uuid: &'a str,
    name: &'a str,
    creation: Option<i64>,
    uses: u32,
    last: Option<i64>,
    legacy: bool,
}

/// A line of JSON for every token, then what the script returns.
fn list(request: &RequestContext<'_>, id: &str) -> Option<String> {
    let tokens = request.state.users.find(id)?.tokens.sorted();
    let mut printed = String::new();
    let mut returned = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let line = Line {
            uuid: &token.uuid,
            name: &token.name,
            creation: token.creation().map(|created| created.as_millisecond()),
            uses: token.uses,
            last: token.last_used.map(|last| last.as_millisecond()),
            legacy: token.legacy,
        };
        printed.push_str(&format!("{}\n", serde_json::to_string(&line).ok()?));
        returned.push(format!("jenkins.security.ApiTokenProperty$TokenInfoAndStats@{number:x}"));
    }
    Some(format!("{printed}Result: [{}]\n", returned.join(", ")))
}
