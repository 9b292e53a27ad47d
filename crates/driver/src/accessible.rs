//! A node of the accessibility tree, in names that do not depend on the browser.

use std::fmt;

use serde::Deserialize;

/// What assistive technology sees of an element or a piece of text.
///
/// Roles are those of WAI-ARIA. Three kinds of element have none there and are named as follows: `summary`
/// (the visible line of a `details`), `date` (a date field) and `text` (a piece of text). The page itself
/// is the `document`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct AccessibleNode {
    /// The role, such as "button".
    pub role: String,
    /// The accessible name; empty if there is none.
    pub name: String,
    /// The accessible description; empty if there is none.
    pub description: String,
    /// The value of a field, as assistive technology hears it.
    pub value: Option<String>,
    /// How many exposed nodes this one lies within.
    pub depth: usize,
    /// Whether it has the focus.
    pub focused: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Whether its content is marked as invalid.
    pub invalid: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether it can be read but not changed.
    pub readonly: bool,
    /// For a tab or an option: whether it is the one selected.
    pub selected: Option<bool>,
    /// For what opens and closes: whether it is open.
    pub expanded: Option<bool>,
    /// For a checkbox or a switch: "true", "false" or "mixed".
    pub checked: Option<String>,
    /// For a live region: "polite" or "assertive".
    pub live: Option<String>,
}

impl fmt::Display for AccessibleNode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:indent$}{} {:?}", "", self.role, self.name, indent = self.depth * 2)?;
        if let Some(value) = &self.value {
            write!(formatter, " = {value:?}")?;
        }
        for (holds, word) in [(self.focused, " (focused)"), (self.disabled, " (disabled)")] {
            if holds {
                formatter.write_str(word)?;
            }
        }
        Ok(())
    }
}

/// The tree as indented lines, for error messages.
pub(crate) fn outline<'a>(nodes: impl IntoIterator<Item = &'a AccessibleNode>) -> String {
    let lines: Vec<String> = nodes.into_iter().map(ToString::to_string).collect();
    if lines.is_empty() {
        "an empty accessibility tree".to_owned()
    } else {
        format!("\n{}", lines.join("\n"))
    }
}
