//! Headers for a gate in front of a controller, kept with the tokens: in the keychain, in an entry for each origin, or
//! in the file with the token.
//!
//! They belong to the origin and not to a user: all users pass the same gate.

mod cache;

use latchkey_core::{ControllerUrl, Secret};
use latchkey_native::ExtraHeaders;
use serde::Deserialize;
use serde_json::{Value, json};

use self::cache::CachedEntries;
use super::keychain::{self, SystemEntries};
use super::{StoreError, TokenStore, file};
use crate::error::{CliError, ExitCode};

/// The headers in the keychain of the person who runs the command: an entry for each origin.
static KEYCHAIN: CachedEntries<SystemEntries> = CachedEntries::new(keychain::system_headers());

/// The JSON of the entry in the keychain. In a file, it is a part of the token's record, which other versions ignore.
#[derive(Deserialize)]
struct Stored {
    /// One `name: value` per line.
    headers: String,
}

/// The origin in the record of a token, and the headers there.
#[derive(Deserialize)]
struct Record {
    controller: String,
    #[serde(default)]
    headers: Option<String>,
}

impl TokenStore {
    /// The headers remembered here for an origin; a keychain that cannot be opened has none.
    pub(crate) fn headers(&self, origin: &str) -> Result<Option<ExtraHeaders>, CliError> {
        let text = match self {
            Self::Keychain => {
                let headers = KEYCHAIN.read(origin).map(|text| from_entry(&text)).transpose();
                headers.map_err(|error| self.unusable_headers(error, origin))?
            }
            Self::File(file) => match file::read(file) {
                Ok(record) => of_record(&record, origin),
                Err(_) => None,
            },
        };
        let headers = text.map(|text| ExtraHeaders::parse(origin, text.reveal())).transpose();
        headers.map_err(|error| self.unusable_headers(StoreError::Unusable(error.to_string()), origin))
    }

    /// Remembers headers in place of those that are remembered here for the same origin. In a file, there must be a token
    /// for it.
    ///
    /// # Errors
    ///
    /// The reason why they cannot be remembered.
    pub(crate) fn remember_headers(&self, headers: &ExtraHeaders) -> Result<(), String> {
        match self {
            Self::Keychain => {
                let entry = json!({ "headers": headers.to_text().reveal() }).to_string();
                KEYCHAIN.write(headers.origin(), &Secret::new(entry)).map_err(StoreError::reason)
            }
            Self::File(file) => {
                let record = file::read(file).map_err(StoreError::reason)?;
                if origin_of(&record).as_deref() != Some(headers.origin()) {
                    return Err(format!("it has no token for {}", headers.origin()));
                }
                file::write(file, with_headers(&record, Some(headers)).reveal())
            }
        }
    }

    /// Removes the headers that are remembered here for an origin.
    pub(crate) fn forget_headers(&self, origin: &str) -> Result<(), CliError> {
        let removed = match self {
            Self::Keychain => KEYCHAIN.remove(origin),
            Self::File(file) => file::read(file).and_then(|record| {
                of_record(&record, origin).ok_or(StoreError::None)?;
                file::write(file, with_headers(&record, None).reveal()).map_err(StoreError::Unusable)
            }),
        };
        removed.map_err(|error| match error {
            StoreError::None => {
                let message = format!("No headers are remembered for {origin} in {self}");
                CliError::new(ExitCode::NoCredentials, "nothing-saved", message)
                    .hint("`latchkey status` shows for which controllers there are any.")
            }
            error => self.unusable(&error.reason()),
        })
    }

    /// Removes the headers for the origin of a controller from the keychain, if no token for that origin is left there.
    /// Returns whether there were any.
    pub(crate) fn forget_unused_headers(&self, root: &ControllerUrl) -> Result<bool, CliError> {
        let origin = root.origin();
        if *self != Self::Keychain || keychain::system().has_tokens_at(origin).unwrap_or(true) {
            return Ok(false);
        }
        match KEYCHAIN.remove(origin) {
            Ok(()) => Ok(true),
            Err(StoreError::None) => Ok(false),
            Err(error) => Err(self.unusable(&error.reason())),
        }
    }

    /// A record with the headers that are in the file it is written to, if they are for the same origin.
    pub(super) fn with_headers_kept(file: &std::path::Path, record: &Secret) -> Secret {
        let kept = origin_of(record).and_then(|origin| {
            let text = of_record(&file::read(file).ok()?, &origin)?;
            ExtraHeaders::parse(&origin, text.reveal()).ok()
        });
        with_headers(record, kept.as_ref())
    }

    fn unusable_headers(&self, error: StoreError, origin: &str) -> CliError {
        let message =
            format!("The headers remembered for {origin} in {self} cannot be used: {}", error.reason());
        CliError::new(ExitCode::Failed, "headers", message)
            .hint("Remove them with `latchkey forget --headers`, and remember them again.")
    }
}

fn from_entry(text: &Secret) -> Result<Secret, StoreError> {
    // The parser's own words may contain a part of the text.
    let stored: Result<Stored, _> = serde_json::from_str(text.reveal());
    let unusable = |_| StoreError::Unusable("they are not what latchkey writes".to_owned());
    stored.map(|stored| Secret::new(stored.headers)).map_err(unusable)
}

/// The headers in a record, if it is for this origin.
fn of_record(record: &Secret, origin: &str) -> Option<Secret> {
    let Record { controller, headers } = serde_json::from_str(record.reveal()).ok()?;
    let headers = Secret::new(headers?);
    let root = ControllerUrl::parse(&controller).ok()?;
    (root.origin() == origin).then_some(headers)
}

/// The origin of the controller that a record is for.
fn origin_of(record: &Secret) -> Option<String> {
    let Record { controller, .. } = serde_json::from_str(record.reveal()).ok()?;
    Some(ControllerUrl::parse(&controller).ok()?.origin().to_owned())
}

/// A record with these headers instead of those in it.
fn with_headers(record: &Secret, headers: Option<&ExtraHeaders>) -> Secret {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(record.reveal()) else { return record.clone() };
    match headers {
        Some(headers) => fields.insert("headers".to_owned(), headers.to_text().reveal().into()),
        None => fields.remove("headers"),
    };
    Secret::new(Value::Object(fields).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://ci.example.org";
    const RECORD: &str =
        r#"{"controller":"https://ci.example.org:443/jenkins","token":"11aa","user":"alice"}"#;

    #[test]
    fn a_record_has_headers_for_its_own_origin() {
        let headers = ExtraHeaders::parse(ORIGIN, "X-Gate: pa\"ss\nb: 2").unwrap();
        let record = with_headers(&Secret::new(RECORD), Some(&headers));
        assert_eq!(of_record(&record, ORIGIN).unwrap().reveal(), "x-gate: pa\"ss\nb: 2\n");
        for other in ["http://ci.example.org", "https://ci.example.org:8443", "https://ci.example.org.evil"] {
            assert!(of_record(&record, other).is_none(), "{other}");
        }
        assert_eq!(super::super::SavedToken::from_json(&record).unwrap().token.reveal(), "11aa");
        assert_eq!(with_headers(&record, None).reveal(), RECORD);
        assert!(of_record(&Secret::new(RECORD), ORIGIN).is_none());
    }

    #[test]
    fn errors_do_not_repeat_what_is_stored() {
        for text in ["c0ffee", r#"{"headers":["c0ffee"]}"#, r#"{"c0ffee":1}"#] {
            let Err(StoreError::Unusable(reason)) = from_entry(&Secret::new(text)) else { panic!() };
            assert!(!reason.contains("c0ffee"), "{reason}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_token_in_a_file_keeps_the_headers_there_unless_it_is_for_another_origin() {
        let folder = tempfile::tempdir().unwrap();
        let store = TokenStore::File(folder.path().join("token"));
        let TokenStore::File(file) = &store else { unreachable!() };
        let headers = ExtraHeaders::parse(ORIGIN, "a: 1").unwrap();
        file::write(file, RECORD).unwrap();
        store.remember_headers(&headers).unwrap();
        let new = super::super::SavedToken::from_json(&Secret::new(RECORD.replace("11aa", "11bb"))).unwrap();
        store.write(&new).unwrap();
        assert_eq!(store.headers(ORIGIN).unwrap().unwrap().to_text().reveal(), "a: 1\n");
        store.forget_headers(ORIGIN).unwrap();
        assert!(store.headers(ORIGIN).unwrap().is_none() && store.forget_headers(ORIGIN).is_err());
        store.remember_headers(&headers).unwrap();
        let elsewhere = super::super::SavedToken { controller: "https://elsewhere".to_owned(), ..new };
        store.write(&elsewhere).unwrap();
        assert!(!file::read(file).unwrap().reveal().contains("a: 1"));
        assert!(store.remember_headers(&headers).unwrap_err().contains("no token for"));
    }
}
