//! An element of the popup.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::backend::{ElementBackend, Page, PopupBackend};
use crate::error::{DriverError, Result};
use crate::input;
use crate::page_script::{SELECT_OPTION, SELECTED_OPTION, SELECTION};
use crate::popup::text_of;

/// An element that was found in the popup. It stays the same element when its name changes. Every
/// call fails once the popup is closed.
pub struct Element {
    popup: Arc<dyn PopupBackend>,
    backend: Arc<dyn ElementBackend>,
    /// Role and name when it was found, for errors.
    described: String,
}

impl Element {
    pub(crate) fn new(
        popup: Arc<dyn PopupBackend>,
        backend: Arc<dyn ElementBackend>,
        described: String,
    ) -> Self {
        Self { popup, backend, described }
    }

    fn page(&self) -> &dyn Page {
        &*self.popup
    }

    /// The accessible name as it is now.
    pub fn name(&self) -> Result<String> {
        Ok(self.backend.accessible()?.name)
    }

    /// The value of a field, empty for anything else.
    pub fn value(&self) -> Result<String> {
        self.string("function () { return this.value ?? ''; }")
    }

    /// The text a person reads in it: a field's value, else the rendered text.
    pub fn text(&self) -> Result<String> {
        text_of(&*self.backend)
    }

    /// Clicks with the mouse at its center, scrolled into view, after waiting until it can be clicked.
    ///
    /// # Errors
    /// If it is disabled, covered or gone.
    pub fn click(&self) -> Result<()> {
        self.click_times(1)
    }

    /// Clicks twice, as fast as a double click.
    ///
    /// # Errors
    /// If it is disabled, covered or gone.
    pub fn double_click(&self) -> Result<()> {
        self.click_times(2)
    }

    fn click_times(&self, count: u32) -> Result<()> {
        input::click(self.page(), &self.described, count, |function| self.call(function, &[]).map(Some))
    }

    /// Whether it has the focus.
    pub fn is_focused(&self) -> Result<bool> {
        self.holds("function () { return document.hasFocus() && document.activeElement === this; }")
    }

    /// Whether it can be used: it is neither disabled itself nor within something disabled.
    pub fn is_enabled(&self) -> Result<bool> {
        self.holds("function () { return !this.matches(':disabled, [aria-disabled=\"true\"]'); }")
    }

    /// Whether a checkbox, radio button or switch is on.
    pub fn is_checked(&self) -> Result<bool> {
        self.holds("function () { return this.checked ?? this.getAttribute('aria-checked') === 'true'; }")
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Result<Option<String>> {
        let value = self.call("function (name) { return this.getAttribute(name); }", &[Value::from(name)])?;
        Ok(value.as_str().map(ToOwned::to_owned))
    }

    /// Chooses the option with this visible label in a native `select`, which fires `input` and `change`.
    ///
    /// # Errors
    /// If there is no such option, or it is disabled.
    pub fn select_option(&self, label: &str) -> Result<()> {
        match self.call(SELECT_OPTION, &[Value::from(label)])?.as_str() {
            None => Ok(()),
            Some(reason) => Err(self.unusable(reason)),
        }
    }

    /// The label of the option chosen in a native `select`.
    ///
    /// # Errors
    /// If it is no `select`, or none is chosen.
    pub fn selected_option(&self) -> Result<String> {
        match self.call(SELECTED_OPTION, &[])?.as_str() {
            Some(label) => Ok(label.to_owned()),
            None => Err(self.unusable("no option is chosen in it")),
        }
    }

    /// Replaces the field's text, key by key; a date field takes `2027-01-31`.
    ///
    /// # Errors
    /// If it is disabled, read-only or gone.
    pub fn fill(&self, text: &str) -> Result<()> {
        input::fill(self.page(), &self.described, text, |function| self.call(function, &[]).map(Some))
    }

    /// The part of a field's text that is selected.
    pub fn selection(&self) -> Result<String> {
        self.string(SELECTION)
    }

    fn call(&self, function: &str, arguments: &[Value]) -> Result<Value> {
        self.backend.call(function, arguments)
    }

    fn string(&self, function: &str) -> Result<String> {
        Ok(self.call(function, &[])?.as_str().unwrap_or_default().to_owned())
    }

    fn holds(&self, function: &str) -> Result<bool> {
        Ok(self.call(function, &[])? == true)
    }

    fn unusable(&self, reason: &str) -> DriverError {
        DriverError::Unusable { element: self.described.clone(), reason: reason.to_owned() }
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Element").field(&self.described).finish()
    }
}
