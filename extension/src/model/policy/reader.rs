//! Reads the values of a policy, each by its rules.

use latchkey_core::{ControllerUrl, TokenName};

use super::PolicyKey;
use crate::model::object::Object;

/// Reads values and remembers the keys of those that are invalid.
pub(super) struct Reader<'a, O> {
    pub(super) object: &'a O,
    pub(super) invalid: Vec<PolicyKey>,
}

impl<O: Object> Reader<'_, O> {
    pub(super) fn flag(&mut self, key: PolicyKey, strictest: bool) -> Option<bool> {
        self.value(key, self.object.flag(key.name()), Some(strictest))
    }

    pub(super) fn days(&mut self, key: PolicyKey, most: u16, otherwise: Option<u16>) -> Option<u16> {
        let is_possible = |days: &f64| days.fract() == 0.0 && (1.0..=f64::from(most)).contains(days);
        let days = self.object.number(key.name()).filter(is_possible).map(|days| days as u16);
        self.value(key, days, otherwise)
    }

    pub(super) fn prefix(&mut self) -> String {
        let is_possible =
            |text: &String| text.is_empty() || TokenName::new(text).is_ok_and(|name| name.as_str() == text);
        let prefix = self.object.text(PolicyKey::NamePrefix.name()).filter(is_possible);
        self.value(PolicyKey::NamePrefix, prefix, None).unwrap_or_default()
    }

    /// The roots in a list, without those that are none. Something else than a list is an empty one.
    pub(super) fn roots(&mut self, key: PolicyKey) -> Option<Vec<ControllerUrl>> {
        let items = self.object.texts(key.name());
        let items = self.value(key, items, Some(Vec::new()))?;
        let root = |item: &Option<String>| ControllerUrl::parse(item.as_deref()?).ok();
        let roots: Vec<_> = items.iter().filter_map(root).collect();
        if roots.len() < items.len() {
            self.invalid.push(key);
        }
        Some(roots)
    }

    /// The value, or this one where it is invalid; `None` where there is none.
    fn value<T>(&mut self, key: PolicyKey, value: Option<T>, otherwise: Option<T>) -> Option<T> {
        if value.is_none() && self.object.has(key.name()) {
            self.invalid.push(key);
            return otherwise;
        }
        value
    }
}
