//! The extension's popup.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::accessible::{AccessibleNode, outline};
use crate::backend::{ElementBackend, MediaPreferences, NodeKey, Page, PopupBackend};
use crate::element::Element;
use crate::error::Result;
use crate::input;
use crate::keys::KeyStroke;
use crate::page_script::VISIBLE_TEXT;
use crate::tab::write_file;
use crate::waiting::{until, until_condition};

/// An open popup. It closes when it loses the focus; every call then fails and says so.
pub struct Popup {
    backend: Arc<dyn PopupBackend>,
    media: Mutex<MediaPreferences>,
}

impl Popup {
    pub(crate) fn new(backend: Arc<dyn PopupBackend>) -> Self {
        Self { backend, media: Mutex::default() }
    }

    fn page(&self) -> &dyn Page {
        &*self.backend
    }

    /// Waits until exactly one element of this role and this very name is exposed, and gives it.
    ///
    /// # Errors
    /// If there is none, or more than one, in time.
    pub fn find(&self, role: &str, name: &str) -> Result<Element> {
        self.find_described(role, &format!("{role} {name:?}"), |found| found == name)
    }

    /// Waits until exactly one element of this role has a name that the predicate accepts, and gives it.
    ///
    /// # Errors
    /// If there is none, or more than one, in time.
    pub fn find_where(&self, role: &str, predicate: impl Fn(&str) -> bool) -> Result<Element> {
        self.find_described(role, &format!("{role} of a certain name"), predicate)
    }

    fn find_described(&self, role: &str, described: &str, accepts: impl Fn(&str) -> bool) -> Result<Element> {
        until(
            self.page(),
            || format!("exactly one {described}"),
            || {
                let [key] = self.matching(role, &accepts)?[..] else { return Ok(None) };
                let Some(node) = self.backend.element(key)? else { return Ok(None) };
                Ok(Some(Element::new(Arc::clone(&self.backend), node, described.to_owned())))
            },
            || self.outline(),
        )
    }

    fn matching(&self, role: &str, accepts: impl Fn(&str) -> bool) -> Result<Vec<NodeKey>> {
        let nodes = self.backend.nodes()?;
        Ok(nodes
            .into_iter()
            .filter(|(node, _)| node.role == role && accepts(&node.name))
            .map(|(_, key)| key)
            .collect())
    }

    fn outline(&self) -> String {
        self.accessibility_tree().map_or_else(|error| error.to_string(), |nodes| outline(&nodes))
    }

    /// Whether an element of this role and this very name is exposed now.
    pub fn exists(&self, role: &str, name: &str) -> Result<bool> {
        Ok(!self.matching(role, |found| found == name)?.is_empty())
    }

    /// Waits until no element of this role and this very name is exposed.
    ///
    /// # Errors
    /// If it stays, or the popup closes.
    pub fn wait_until_gone(&self, role: &str, name: &str) -> Result<()> {
        until(
            self.page(),
            || format!("{role} {name:?} to go"),
            || Ok((!self.exists(role, name)?).then_some(())),
            || self.outline(),
        )
    }

    /// Waits until an element of this role (alert, status, region…) contains the text, and gives the whole
    /// text of that element.
    ///
    /// # Errors
    /// If it does not come in time.
    pub fn wait_for_text(&self, role: &str, needle: &str) -> Result<String> {
        until(
            self.page(),
            || format!("{role} with the text {needle:?}"),
            || Ok(self.texts(role)?.into_iter().find(|text| text.contains(needle))),
            || self.outline(),
        )
    }

    /// The text of each element of the role.
    fn texts(&self, role: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for key in self.matching(role, |_| true)? {
            if let Some(element) = self.backend.element(key)? {
                texts.push(text_of(&*element)?);
            }
        }
        Ok(texts)
    }

    /// Waits until a JavaScript condition holds in the popup.
    ///
    /// # Errors
    /// If it does not hold in time, or is no JavaScript.
    pub fn wait_for(&self, js_condition: &str) -> Result<()> {
        until_condition(self.page(), js_condition)
    }

    /// Presses a key: a character, or a name such as "Enter", "Escape", "Shift+Tab" or "Control+a". It goes
    /// to the popup's document: what the browser's window does with a key, such as closing the popup on
    /// Escape, does not happen.
    ///
    /// # Errors
    /// If the key is unknown or the popup is closed.
    pub fn press_key(&self, key: &str) -> Result<()> {
        self.backend.press(&KeyStroke::parse(key)?)
    }

    /// Types into the focused element, key by key.
    pub fn type_text(&self, text: &str) -> Result<()> {
        input::type_text(self.page(), text)
    }

    /// The value of a JavaScript expression in the popup; a promise is awaited. It is not a user
    /// gesture.
    ///
    /// # Errors
    /// If the expression throws, its promise is rejected, or the popup closes meanwhile.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        self.backend.evaluate(expression)
    }

    /// All nodes that are exposed to assistive technology now, in document order.
    pub fn accessibility_tree(&self) -> Result<Vec<AccessibleNode>> {
        Ok(self.backend.nodes()?.into_iter().map(|(node, _)| node).collect())
    }

    /// Writes the whole popup, including what is scrolled out of view, to a PNG file.
    ///
    /// # Errors
    /// If the popup is closed or the file cannot be written.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        write_file(path, &self.backend.screenshot()?)
    }

    /// Closes the popup by focusing its tab, as a click next to it does, and waits until it is gone. Does nothing if it is
    /// closed.
    ///
    /// # Errors
    /// If it does not go.
    pub fn close(&self) -> Result<()> {
        self.backend.close()
    }

    /// Whether the popup is open.
    pub fn is_open(&self) -> Result<bool> {
        self.backend.is_open()
    }

    /// Waits until the popup has closed.
    ///
    /// # Errors
    /// If it stays open.
    pub fn wait_until_closed(&self) -> Result<()> {
        self.backend.wait_until_closed()
    }

    /// Makes the popup see that the person prefers dark or light colors.
    pub fn set_color_scheme(&self, dark: bool) -> Result<()> {
        self.change_media(|media| media.dark = Some(dark))
    }

    /// Makes the popup see whether the person prefers less motion.
    pub fn set_reduced_motion(&self, reduced: bool) -> Result<()> {
        self.change_media(|media| media.reduced_motion = Some(reduced))
    }

    /// Makes the popup see whether the person's system forces its own few colors on every page, as high contrast does.
    pub fn set_forced_colors(&self, forced: bool) -> Result<()> {
        self.change_media(|media| media.forced_colors = Some(forced))
    }

    fn change_media(&self, change: impl FnOnce(&mut MediaPreferences)) -> Result<()> {
        let mut media = self.media.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut media);
        self.backend.set_media(*media)
    }
}

impl fmt::Debug for Popup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Popup").field("media", &self.media).finish_non_exhaustive()
    }
}

/// What a person reads in the element.
pub(crate) fn text_of(element: &dyn ElementBackend) -> Result<String> {
    Ok(element.call(VISIBLE_TEXT, &[])?.as_str().unwrap_or_default().to_owned())
}
