//! What is stored when the popup opens, read at once.

use js_sys::Reflect;
use latchkey_core::credential_format::CredentialFormat;
use latchkey_core::login::Code;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::model::draft::Draft;
use crate::model::held_token::HeldToken;
use crate::model::journal::{JournalEntry, JournalEntryKey, UnreadableEntry};
use crate::model::object::{Object, Stored};
use crate::model::recorded_error::RecordedError;
use crate::model::reminder::Reminder;
use crate::model::settings::Settings;
use crate::shell::{browser, js_object};

/// Both areas as they were at one moment.
pub(in crate::shell) struct Snapshot {
    session: JsValue,
    local: JsValue,
    /// Why the local area could not be read.
    failure: Option<String>,
}

impl Snapshot {
    /// Asks for both areas at once; the answers can be awaited later.
    pub(in crate::shell) fn take() -> impl Future<Output = Self> {
        let (session, local) = (browser::session_get(&JsValue::NULL), browser::local_get(&JsValue::NULL));
        async move {
            let session = JsFuture::from(session).await.unwrap_or(JsValue::UNDEFINED);
            let local = JsFuture::from(local).await;
            let failure = local.as_ref().err().map(|error| error.text("message").unwrap_or_default());
            Self { session, local: local.unwrap_or(JsValue::UNDEFINED), failure }
        }
    }

    /// The person's own settings.
    ///
    /// # Errors
    ///
    /// The browser's reason for not giving them, or their key if they are damaged.
    pub(in crate::shell) fn settings(&self) -> Result<Settings, String> {
        let settings = js_object::property(&self.local, Settings::KEY);
        match &self.failure {
            Some(reason) => Err(reason.clone()),
            None if settings.is_undefined() => Ok(Settings::default()),
            None => Settings::from_object(&settings).ok_or_else(|| Settings::KEY.to_owned()),
        }
    }

    /// The last alerts of popups, the oldest first.
    pub(in crate::shell) fn errors(&self) -> Vec<RecordedError> {
        let mut errors = Vec::<RecordedError>::new();
        for error in self.records::<RecordedError>(RecordedError::PREFIX) {
            let place = errors.partition_point(|other| other.at <= error.at);
            errors.insert(place, error);
        }
        errors
    }

    pub(in crate::shell) fn tokens(&self) -> Vec<HeldToken> {
        self.records("token/")
    }

    /// The entries of every journal, the oldest first, and those that cannot be read.
    pub(in crate::shell) fn journal(&self) -> (Vec<JournalEntry>, Vec<UnreadableEntry>) {
        let (mut entries, mut unreadable) = (Vec::<JournalEntry>::new(), Vec::new());
        for (key, record) in self.stored("journal/") {
            match JournalEntry::from_object(&record) {
                Some(mut entry) => {
                    if let Some(terminal) = &mut entry.terminal {
                        terminal.code = self.sent(&entry.id).text("code").as_deref().and_then(Code::parse);
                    }
                    let place = entries.partition_point(|other| other.at <= entry.at);
                    entries.insert(place, entry);
                }
                None => unreadable.push(UnreadableEntry::salvage(key, &record)),
            }
        }
        (entries, unreadable)
    }

    /// The tab that carries a request which has not been settled.
    pub(in crate::shell) fn tab_of(&self, id: &str) -> Option<i32> {
        self.sent(id).number("tabId").map(|tab| tab as i32)
    }

    fn sent(&self, id: &str) -> JsValue {
        js_object::property(&self.session, &format!("sent/{id}"))
    }

    pub(in crate::shell) fn copy_as(&self) -> CredentialFormat {
        let identifier = js_object::property(&self.local, "copyAs").as_string();
        identifier.as_deref().and_then(CredentialFormat::from_identifier).unwrap_or_default()
    }

    pub(in crate::shell) fn remembered(&self) -> Vec<String> {
        self.local.texts("remembered").unwrap_or_default().into_iter().flatten().collect()
    }

    pub(in crate::shell) fn drafts(&self) -> Vec<Draft> {
        self.records(Draft::PREFIX)
    }

    pub(in crate::shell) fn reminders(&self) -> Vec<Reminder> {
        self.records(Reminder::PREFIX)
    }

    /// The records that can be read. A token that cannot is not lost: the journal names it.
    fn records<T: Stored>(&self, prefix: &str) -> Vec<T> {
        self.stored(prefix).iter().filter_map(|(_, record)| T::from_object(record)).collect()
    }

    fn stored(&self, prefix: &str) -> Vec<(JournalEntryKey, JsValue)> {
        let mut stored = Vec::new();
        for (private, area) in [(true, &self.session), (false, &self.local)] {
            // Where the browser did not give the area there are no keys.
            let keys = Reflect::own_keys(area).unwrap_or_default();
            for key in keys.iter().filter_map(|key| key.as_string()) {
                if let Some(id) = key.strip_prefix(prefix) {
                    let record = js_object::property(area, &key);
                    stored.push((JournalEntryKey { id: id.to_owned(), private }, record));
                }
            }
        }
        stored
    }
}
