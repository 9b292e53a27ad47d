//! A token as it is saved, and the JSON of the record.

use std::fmt;

use jiff::Timestamp;
use latchkey_core::token::{LastDay, Lifetime};
use latchkey_core::{ControllerUrl, Expiry, Secret};
use serde::Deserialize;
use serde_json::json;

use super::StoreError;

/// A token as it is saved.
#[derive(Clone)]
pub(crate) struct SavedToken {
    /// The root of the controller.
    pub(crate) controller: String,
    pub(crate) user: String,
    pub(crate) token: Secret,
    /// For revoking it, if it is known.
    pub(crate) uuid: Option<String>,
    /// The name as the controller stored it, if it is known.
    pub(crate) name: Option<String>,
    /// When it expires, if that is known.
    pub(crate) expiry: Option<RequestedExpiry>,
    /// A new token that takes this one's place once its renewal is finished.
    pub(crate) successor: Option<Successor>,
}

/// A token that is to take the place of another of the same user.
#[derive(Clone)]
pub(crate) struct Successor {
    pub(crate) token: Secret,
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) expiry: RequestedExpiry,
}

/// The expiry that was requested for a token, and when: a controller counts days from its own date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RequestedExpiry {
    pub(crate) expiry: Expiry,
    /// In seconds since 1970-01-01 in UTC.
    pub(crate) at: i64,
}

impl RequestedExpiry {
    /// What is requested now.
    pub(crate) fn now(expiry: Expiry) -> Self {
        Self { expiry, at: Timestamp::now().as_second() }
    }

    /// What the controller made of it: it may create tokens that never expire, whatever is requested.
    #[must_use]
    pub(crate) fn granted(self, lifetime: &Lifetime) -> Self {
        match lifetime {
            Lifetime::Until(_) => self,
            Lifetime::Never | Lifetime::NotSupported => Self { expiry: Expiry::Never, ..self },
        }
    }

    /// The last day on which the token works; `None` if it never expires.
    pub(crate) fn last_day(&self) -> Option<LastDay> {
        LastDay::of(self.expiry, self.at)
    }
}

/// The rest of a sentence about the token, such as "expires about 2026-12-29".
impl fmt::Display for RequestedExpiry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last_day() {
            None => formatter.write_str("never expires"),
            Some(day) if day.is_exact() => write!(formatter, "expires {}", day.earliest),
            Some(day) => write!(formatter, "expires about {}", day.earliest),
        }
    }
}

/// The JSON in which a token is saved. Version 0.1 saved neither name nor expiry.
#[derive(Deserialize)]
struct Stored {
    controller: String,
    user: String,
    token: String,
    #[serde(default)]
    uuid: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    expires: Option<String>,
    #[serde(default)]
    requested_at: Option<i64>,
    #[serde(default)]
    successor: Option<StoredSuccessor>,
}

#[derive(Deserialize)]
struct StoredSuccessor {
    token: String,
    uuid: String,
    name: String,
    expires: String,
    requested_at: i64,
}

impl SavedToken {
    /// The record once the new token has taken the place of this one; `None` if there is no new one.
    pub(crate) fn with_successor(&self) -> Option<Self> {
        let Successor { token, uuid, name, expiry } = self.successor.clone()?;
        let (controller, user) = (self.controller.clone(), self.user.clone());
        let (uuid, name, expiry) = (Some(uuid), Some(name), Some(expiry));
        Some(Self { controller, user, token, uuid, name, expiry, successor: None })
    }

    pub(super) fn to_json(&self) -> Secret {
        let stored = json!({
            "controller": self.controller,
            "user": self.user,
            "token": self.token.reveal(),
            "uuid": self.uuid,
            "name": self.name,
            "expires": self.expiry.map(|requested| requested.expiry.to_string()),
            "requested_at": self.expiry.map(|requested| requested.at),
            "successor": self.successor.as_ref().map(|successor| json!({
                "token": successor.token.reveal(),
                "uuid": successor.uuid,
                "name": successor.name,
                "expires": successor.expiry.expiry.to_string(),
                "requested_at": successor.expiry.at,
            })),
        });
        Secret::new(stored.to_string())
    }

    pub(super) fn from_json(text: &Secret) -> Result<Self, StoreError> {
        // The parser's own words may contain a part of the text.
        let stored: Stored = serde_json::from_str(text.reveal())
            .map_err(|_| StoreError::Unusable("it contains no token saved by latchkey".to_owned()))?;
        let Stored { controller, user, token, uuid, name, expires, requested_at, successor } = stored;
        // Version 0.1 kept the default port of a URL that had one.
        let controller = ControllerUrl::parse(&controller).map_or(controller, |root| root.to_string());
        let expiry = expires.and_then(|expiry| expiry.parse().ok()).zip(requested_at);
        let expiry = expiry.map(|(expiry, at)| RequestedExpiry { expiry, at });
        let successor = successor.map(StoredSuccessor::read).transpose()?;
        Ok(Self { controller, user, token: Secret::new(token), uuid, name, expiry, successor })
    }
}

impl StoredSuccessor {
    fn read(self) -> Result<Successor, StoreError> {
        let Self { token, uuid, name, expires, requested_at } = self;
        let expiry = expires
            .parse()
            .map_err(|_| StoreError::Unusable("it was saved by a later version of latchkey".to_owned()))?;
        let expiry = RequestedExpiry { expiry, at: requested_at };
        Ok(Successor { token: Secret::new(token), uuid, name, expiry })
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::token::CalendarDate;

    use super::*;

    /// 2026-11-30, 10:00 in UTC.
    const MORNING: i64 = 1_796_032_800;

    fn saved(expiry: Expiry) -> SavedToken {
        SavedToken {
            controller: "https://ci.example.org".to_owned(),
            user: "zoë \"z\"".to_owned(),
            token: Secret::new("11aa"),
            uuid: Some("u-1".to_owned()),
            name: Some("nightly".to_owned()),
            expiry: Some(RequestedExpiry { expiry, at: MORNING }),
            successor: None,
        }
    }

    fn date(text: &str) -> Expiry {
        Expiry::On(CalendarDate::parse(text).unwrap())
    }

    #[test]
    fn a_saved_token_is_read_again() {
        for expiry in [Expiry::Days(30), date("2027-01-31"), Expiry::Never] {
            let saved = saved(expiry);
            let read = SavedToken::from_json(&saved.to_json()).unwrap();
            assert_eq!((read.user, read.token.reveal(), read.uuid), (saved.user, "11aa", saved.uuid));
            assert_eq!((read.name, read.expiry), (saved.name, saved.expiry));
        }
    }

    #[test]
    fn a_new_token_is_kept_next_to_the_old_one_and_takes_its_place() {
        let mut record = saved(Expiry::Days(30));
        let expiry = RequestedExpiry { expiry: Expiry::Days(60), at: MORNING + 1 };
        let (token, uuid, name) = (Secret::new("11bb"), "u-2".to_owned(), "new".to_owned());
        record.successor = Some(Successor { token, uuid, name, expiry });
        let read = SavedToken::from_json(&record.to_json()).unwrap();
        assert_eq!(read.token.reveal(), "11aa");
        let new = read.with_successor().unwrap();
        assert_eq!(
            (new.token.reveal(), new.uuid.as_deref(), new.expiry),
            ("11bb", Some("u-2"), Some(expiry))
        );
        assert!(new.with_successor().is_none());
    }

    #[test]
    fn what_version_0_1_saved_is_read() {
        let text = r#"{"controller":"https://ci:443","user":"alice","token":"11aa","uuid":"u-1"}"#;
        let read = SavedToken::from_json(&Secret::new(text)).unwrap();
        assert_eq!(read.controller, "https://ci");
        assert_eq!((read.uuid.as_deref(), read.name, read.expiry), (Some("u-1"), None, None));
    }

    #[test]
    fn an_expiry_that_is_not_understood_is_unknown() {
        for rest in [r#""expires":"30""#, r#""requested_at":1"#, r#""expires":"a year","requested_at":1"#] {
            let text = format!(r#"{{"controller":"https://ci","user":"alice","token":"11aa",{rest}}}"#);
            assert_eq!(SavedToken::from_json(&Secret::new(text)).unwrap().expiry, None, "{rest}");
        }
    }

    #[test]
    fn only_a_requested_date_is_certain() {
        let words = |expiry| saved(expiry).expiry.unwrap().to_string();
        assert_eq!(words(Expiry::Days(30)), "expires about 2026-12-29");
        assert_eq!(words(date("2027-01-31")), "expires 2027-01-31");
        assert_eq!(words(Expiry::Never), "never expires");
    }

    #[test]
    fn a_controller_may_ignore_what_is_requested() {
        let requested = RequestedExpiry { expiry: Expiry::Days(30), at: MORNING };
        assert_eq!(requested.granted(&Lifetime::Until("12/30/26".to_owned())), requested);
        for lifetime in [Lifetime::Never, Lifetime::NotSupported] {
            assert_eq!(requested.granted(&lifetime).last_day(), None);
        }
    }

    #[test]
    fn errors_do_not_repeat_the_saved_text() {
        for text in ["11secret", "{\"token\":\"11secret\"", "{\"token\":11}"] {
            let Err(StoreError::Unusable(reason)) = SavedToken::from_json(&Secret::new(text)) else {
                panic!()
            };
            assert!(!reason.contains("11"), "{reason}");
        }
    }
}
