//! What a script is to do, as the JSON document it carries.

use serde::Serialize;

use crate::UserId;
use crate::token::{Expiry, TokenName};

/// The fields of all orders; those that an order has not are left out.
#[derive(Default, Serialize)]
pub(super) struct Order<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<Expires>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

/// `never`, a number of days or a date.
struct Expires(Expiry);

impl Serialize for Expires {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Expiry::Days(days) => serializer.serialize_u16(days),
            Expiry::On(date) => serializer.serialize_str(&date.to_string()),
            Expiry::Never => serializer.serialize_str("never"),
        }
    }
}

impl<'a> Order<'a> {
    pub(super) fn generate(user: &'a UserId, name: &'a TokenName, expiry: Expiry) -> Self {
        let (user, name) = (Some(user.as_str()), Some(name.as_str()));
        Self { user, name, expires: Some(Expires(expiry)), ..Self::default() }
    }

    pub(super) fn list(users: &'a [UserId]) -> Self {
        Self { users: Some(users.iter().map(UserId::as_str).collect()), ..Self::default() }
    }

    pub(super) fn users(from: usize, count: usize) -> Self {
        Self { from: Some(from), count: Some(count), ..Self::default() }
    }

    pub(super) fn rename(user: &'a UserId, uuid: &'a str, name: &'a TokenName) -> Self {
        Self { name: Some(name.as_str()), ..Self::revoke(user, uuid) }
    }

    pub(super) fn revoke(user: &'a UserId, uuid: &'a str) -> Self {
        Self { user: Some(user.as_str()), uuid: Some(uuid), ..Self::default() }
    }

    pub(super) fn json(&self) -> String {
        // Texts and numbers under fixed names: there is nothing in it that JSON could not hold.
        serde_json::to_string(self).unwrap_or_default()
    }
}
