//! The models behind the API, key by key.

use serde_json::{Map, Value, json};

use crate::gate::Security;
use crate::jenkins_version::JenkinsVersion;
use crate::pages::job as jobs;
use crate::request_context::{Principal, Proof, RequestContext};

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// `hudson.security.WhoAmI`. It calls anonymous visitors `authenticated`, too.
pub(super) fn who_am_i(request: &RequestContext<'_>) -> Map<String, Value> {
    let authorities = match &request.principal {
        Principal::Anonymous if !request.core().has_spring_security() => vec![""],
        Principal::Anonymous => vec!["anonymous"],
        Principal::User { proof: Proof::Session | Proof::Password, .. }
            if request.core().has_password_factor() =>
        {
            vec!["authenticated", "FACTOR_PASSWORD"]
        }
        Principal::User { .. } => vec!["authenticated"],
    };
    object(json!({
        "_class": "hudson.security.WhoAmI",
        "anonymous": request.user_id().is_none(),
        "authenticated": true,
        "authorities": authorities,
        "name": request.name(),
    }))
}

/// `hudson.security.csrf.DefaultCrumbIssuer`.
pub(super) fn crumb_issuer(crumb: &str, field: &str) -> Map<String, Value> {
    object(json!({
        "_class": "hudson.security.csrf.DefaultCrumbIssuer",
        "crumb": crumb,
        "crumbRequestField": field,
    }))
}

/// `hudson.model.User`.
pub(super) fn user(request: &RequestContext<'_>, id: &str) -> Option<Map<String, Value>> {
    let user = request.state.users.find(id)?;
    let property = |class: &&str| match *class {
        "hudson.search.UserSearchProperty" => json!({ "_class": class, "insensitiveSearch": true }),
        _ => json!({ "_class": class }),
    };
    Some(object(json!({
        "_class": "hudson.model.User",
        "absoluteUrl": format!("{}{}", request.root_url(), user.path()),
        "description": null,
        "fullName": user.account.full_name,
        "id": user.account.id,
        "property": properties(request.core()).iter().map(property).collect::<Vec<_>>(),
    })))
}

/// The properties of a user. Three of them are newer than 2.303.
fn properties(core: JenkinsVersion) -> Vec<&'static str> {
    let newer = core > JenkinsVersion::V2_303_3;
    let all = [
        ("jenkins.security.ApiTokenProperty", true),
        ("jenkins.console.ConsoleUrlProviderUserProperty", newer),
        ("jenkins.views.ViewsTabBarUserProperty", newer),
        ("hudson.model.MyViewsProperty", true),
        ("hudson.model.PaneStatusProperties", true),
        ("jenkins.security.seed.UserSeedProperty", true),
        ("hudson.search.UserSearchProperty", true),
        ("hudson.model.TimeZoneProperty", true),
        ("jenkins.model.experimentalflags.UserExperimentalFlagsProperty", newer),
        ("hudson.security.HudsonPrivateSecurityRealm$Details", true),
        ("jenkins.security.LastGrantedAuthoritiesProperty", true),
    ];
    all.into_iter().filter(|(_, present)| *present).map(|(class, _)| class).collect()
}

/// `hudson.model.Hudson`.
pub(super) fn controller(request: &RequestContext<'_>) -> Map<String, Value> {
    let url = format!("{}/", request.root_url());
    let (label, description) = if request.core() > JenkinsVersion::V2_303_3 {
        ("built-in", "the Jenkins controller's built-in node")
    } else {
        ("master", "the master Jenkins node")
    };
    let view = json!({ "_class": "hudson.model.AllView", "name": "all", "url": url });
    let job = |job: &jobs::Listed| {
        json!({
            "_class": jobs::PROJECT,
            "name": job.name,
            "url": format!("{}{}/", request.root_url(), jobs::path(&[job.name])),
            "color": job.color,
        })
    };
    object(json!({
        "_class": "hudson.model.Hudson",
        "assignedLabels": [{ "name": label }],
        "mode": "NORMAL",
        "nodeDescription": description,
        "nodeName": "",
        "numExecutors": 0,
        "description": null,
        "jobs": jobs::LISTED.iter().map(job).collect::<Vec<_>>(),
        "overallLoad": {},
        "primaryView": view,
        "quietDownReason": null,
        "quietingDown": false,
        "slaveAgentPort": 0,
        "unlabeledLoad": { "_class": "jenkins.model.UnlabeledLoadStatistics" },
        "url": url,
        "useCrumbs": request.options.crumb,
        "useSecurity": !request.is(Security::NoSecurity),
        "views": [view],
    }))
}

/// The part of `hudson.model.FreeStyleProject` that clients read.
pub(super) fn job(request: &RequestContext<'_>, names: &[&str]) -> Map<String, Value> {
    let name = names.last().copied().unwrap_or_default();
    object(json!({
        "_class": jobs::PROJECT,
        "displayName": name,
        "fullName": names.join("/"),
        "name": name,
        "url": format!("{}{}/", request.root_url(), jobs::path(names)),
    }))
}
