//! Properties of all readers of replies, over arbitrary replies: none panics, and none accepts an unexpected
//! shape.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client::{read_generated, read_generated_for};
use crate::{Crumb, Error, Expiry, Outcome, Reply, User, UserId, WhoAmI, refusal, script};

/// Names that some reader looks for.
const NAMES: &[&str] = &[
    "_class",
    "anonymous",
    "name",
    "id",
    "fullName",
    "crumb",
    "crumbRequestField",
    "status",
    "message",
    "data",
    "tokenName",
    "tokenUuid",
    "tokenValue",
    "expirationDate",
    "ok",
    "error",
    "uuid",
    "value",
    "expires",
    "user",
    "tokens",
    "created",
    "legacy",
    "uses",
    "lastUsed",
    "ids",
    "total",
];

/// Values that some reader understands.
const TEXTS: &[&str] = &[
    "ok",
    "error",
    "never",
    "",
    "11aa",
    "Jenkins-Crumb",
    "hudson.security.WhoAmI",
    "unknownUser",
    "unknownToken",
    "pastExpiry",
    "a b",
    "x\r\nY: z",
];

/// A document of the names that controllers use, with values of any type.
fn document() -> impl Strategy<Value = Value> {
    let text = prop_oneof![prop::sample::select(TEXTS).prop_map(str::to_owned), any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 8, |inner| {
        let name = prop::sample::select(NAMES).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..8).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// A document that a reader accepts, or one in which one value is changed.
fn nearly(whole: &Value) -> BoxedStrategy<Value> {
    let whole = whole.clone();
    let paths = pointers(&whole, String::new());
    (prop::sample::select(paths), document())
        .prop_map(move |(path, other)| {
            let mut changed = whole.clone();
            if let Some(place) = changed.pointer_mut(&path) {
                *place = other;
            }
            changed
        })
        .boxed()
}

fn pointers(value: &Value, path: String) -> Vec<String> {
    let inner = |(name, value): (String, &Value)| pointers(value, format!("{path}/{name}"));
    let mut paths: Vec<String> = match value {
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), value)).flat_map(inner).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(place, value)| (place.to_string(), value)).flat_map(inner).collect()
        }
        _ => Vec::new(),
    };
    paths.push(path);
    paths
}

fn issued() -> Value {
    json!({"_class": "c", "crumb": "2e2b", "crumbRequestField": "Jenkins-Crumb"})
}

fn somebody() -> Value {
    json!({"_class": "hudson.security.WhoAmI", "anonymous": false, "name": "a", "id": "a", "fullName": "A"})
}

fn made() -> Value {
    let data = json!({"tokenName": "n", "tokenUuid": "u", "tokenValue": "11", "expirationDate": "never"});
    json!({"status": "ok", "data": data})
}

fn made_by_script() -> Value {
    json!({"ok": {"name": "n", "uuid": "u", "value": "11", "expires": null}})
}

fn listed_by_script() -> Value {
    let token = json!({"uuid": "u", "name": "n", "created": 1, "legacy": false, "uses": 2, "lastUsed": 3,
        "expires": "2027-01-31"});
    json!({"ok": [{"user": "a", "tokens": [token]}, {"user": "b", "error": "unknownUser"}]})
}

fn users_by_script() -> Value {
    json!({"ok": {"ids": ["a", "b"], "total": 2}})
}

fn success(kind: &str, body: String) -> Reply {
    Reply::new(200, vec![("Content-Type".to_owned(), kind.to_owned())], body)
}

fn printed(document: &Value) -> Reply {
    success("text/plain;charset=utf-8", format!("<<<latchkey\n{document}\nlatchkey>>>\n"))
}

fn text<'a>(document: &'a Value, path: &str) -> Option<&'a str> {
    document.pointer(path)?.as_str()
}

/// A reply of any status, with any of the headers that some reader looks for.
fn reply() -> impl Strategy<Value = Reply> {
    let headers = prop::sample::subsequence(
        vec![
            ("Content-Type", "text/html;charset=utf-8"),
            ("X-Jenkins", "2.579"),
            ("X-You-Are-Authenticated-As", "alice"),
            ("X-You-Are-Authenticated-As", "anonymous"),
            ("WWW-Authenticate", "Basic realm=\"Jenkins\""),
        ],
        0..=5,
    );
    let body = prop_oneof![
        Just(String::new()),
        Just(made().to_string()),
        Just("<h2>No valid crumb was included in the request</h2>".to_owned()),
        any::<String>(),
    ];
    let status =
        prop_oneof![100_u16..600, prop::sample::select(vec![200, 302, 401, 403, 404, 429, 500, 502])];
    (status, headers, body, any::<bool>()).prop_map(|(status, headers, body, truncated)| {
        let headers = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let reply = Reply::new(status, headers, body);
        if truncated { reply.truncated() } else { reply }
    })
}

proptest! {
    #[test]
    fn a_crumb_is_the_one_in_the_reply(document in prop_oneof![document(), nearly(&issued())]) {
        if let Some(crumb) = Crumb::parse(&document.to_string()) {
            prop_assert_eq!(Some(crumb.field()), text(&document, "/crumbRequestField"));
            prop_assert_eq!(Some(crumb.value().reveal()), text(&document, "/crumb"));
        }
    }

    #[test]
    fn a_user_is_the_one_in_the_reply(document in prop_oneof![document(), nearly(&somebody())]) {
        if let Some(user) = User::parse(&document.to_string()) {
            prop_assert_eq!(Some(user.id.as_str()), text(&document, "/id"));
            prop_assert!(!user.id.as_str().is_empty());
        }
        if let Some(who) = WhoAmI::parse(&document.to_string()) {
            prop_assert_eq!(Some("hudson.security.WhoAmI"), text(&document, "/_class"));
            prop_assert_eq!(Some(who.anonymous), document["anonymous"].as_bool());
        }
    }

    #[test]
    fn a_token_is_the_one_in_the_reply(document in prop_oneof![document(), nearly(&made())]) {
        match read_generated(&success("application/json", document.to_string())) {
            Ok(token) => {
                prop_assert_eq!(text(&document, "/status"), Some("ok"));
                prop_assert_eq!(text(&document, "/data/tokenValue"), Some(token.value.reveal()));
                prop_assert_eq!(text(&document, "/data/tokenUuid"), Some(token.uuid.as_str()));
            }
            Err(error) => {
                let rejected = text(&document, "/status") == Some("error");
                prop_assert_eq!(error.outcome != Outcome::NotDone, !matches!(error.cause, Error::Rejected { .. }));
                prop_assert!(rejected || error.outcome != Outcome::NotDone);
                if error.outcome == Outcome::Done {
                    prop_assert_eq!(text(&document, "/status"), Some("ok"));
                    // The name `null` may be none.
                    let name = document.pointer("/data/tokenName");
                    prop_assert!(name.is_some_and(|name| name.is_string() || name.is_null()));
                }
            }
        }
    }

    #[test]
    fn a_token_by_script_is_the_one_that_the_script_printed(document in prop_oneof![document(), nearly(&made_by_script())]) {
        match script::read_generated(&UserId::new("bob"), Expiry::Never, &printed(&document)) {
            Ok(token) => {
                prop_assert_eq!(text(&document, "/ok/value"), Some(token.value.reveal()));
                prop_assert_eq!(text(&document, "/ok/uuid"), Some(token.uuid.as_str()));
            }
            Err(error) => prop_assert!(error.outcome != Outcome::NotDone || text(&document, "/error").is_some()),
        }
        let done = script::read_done(&UserId::new("bob"), &printed(&document));
        prop_assert_eq!(done.is_ok(), document["ok"] == true && document["error"].is_null());
    }

    #[test]
    fn a_list_by_script_has_every_printed_entry(document in nearly(&listed_by_script())) {
        if let Ok(listed) = script::read_list(&printed(&document)) {
            prop_assert_eq!(Some(listed.len()), document["ok"].as_array().map(Vec::len));
        }
    }

    #[test]
    fn users_by_script_are_the_printed_ones(document in nearly(&users_by_script())) {
        if let Ok(page) = script::read_users(&printed(&document)) {
            let ids: Vec<_> = page.ids.iter().map(|id| Value::from(id.as_str())).collect();
            prop_assert_eq!(&Value::from(ids), &document["ok"]["ids"]);
        }
    }

    /// A document that is cut short is never taken for a whole one.
    #[test]
    fn a_truncated_document_is_rejected(cut in 0_usize..100) {
        for whole in [issued(), somebody(), made(), made_by_script(), users_by_script()] {
            let whole = whole.to_string();
            let Some(half) = whole.get(..cut).filter(|half| half.len() < whole.len()) else { continue };
            prop_assert!(Crumb::parse(half).is_none());
            prop_assert!(User::parse(half).is_none() && WhoAmI::parse(half).is_none());
            let read = read_generated(&success("application/json", half.to_owned()));
            prop_assert!(read.is_err_and(|error| error.outcome != Outcome::NotDone));
            let printed = success("text/plain", format!("<<<latchkey\n{half}"));
            let read = script::read_generated(&UserId::new("bob"), Expiry::Never, &printed);
            prop_assert!(read.is_err_and(|error| error.outcome != Outcome::NotDone));
        }
    }

    #[test]
    fn a_refusal_matches_its_signs(reply in reply()) {
        let status = reply.status().unwrap_or_default();
        match refusal::accept(&reply) {
            Ok(_) => prop_assert!((200..300).contains(&status) && !reply.is_html()),
            Err(Error::CrumbRefused) => prop_assert!(status == 403 && reply.body().contains("No valid crumb")),
            Err(Error::CredentialsRefused) => prop_assert_eq!(status, 401),
            Err(Error::SignedOut { .. } | Error::NotPermitted { .. }) => prop_assert_eq!(status, 403),
            Err(Error::NotFound | Error::NotJenkins) => prop_assert_eq!(status, 404),
            Err(Error::SsoRequired) => prop_assert!((200..400).contains(&status) || [401, 403].contains(&status)),
            Err(Error::WebPage) => prop_assert!(reply.is_success() && reply.is_html()),
            Err(Error::GateCredentials) => prop_assert_eq!(status, 401),
            Err(Error::SignOnSessionRequired) => prop_assert!(reply.is_redirect()),
            Err(Error::ServerError { status: shown } | Error::Proxy { status: shown }) => {
                prop_assert_eq!(shown, status);
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    /// Only what Jenkins itself refuses was certainly not done.
    #[test]
    fn only_a_refusal_means_that_nothing_was_created(reply in reply()) {
        let bob = UserId::new("bob");
        let by_script = script::read_generated(&bob, Expiry::Never, &reply);
        for read in [read_generated(&reply), read_generated_for(&bob, &reply), by_script] {
            match read {
                Ok(_) => prop_assert!(reply.is_success() && !reply.is_truncated()),
                Err(error) if reply.is_success() => {
                    let rejected = matches!(error.cause, Error::Rejected { .. });
                    prop_assert!(error.outcome != Outcome::NotDone || rejected);
                }
                Err(error) => {
                    let own = reply.status().is_some_and(|status| (400..500).contains(&status));
                    let proxys = matches!(error.cause, Error::Proxy { .. } | Error::SsoRequired | Error::NotJenkins);
                    let not_done = error.outcome == Outcome::NotDone;
                    prop_assert!(!not_done || (own && !proxys), "{reply:?}");
                }
            }
        }
    }
}
