//! Texts by key, so that every one of them can be translated.

/// A text of `_locales/*/messages.json` and what is put into it.
///
/// What is put in may come from a server or a page: it is shown as text, isolated from the direction of
/// the text around it, never as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key in `messages.json`.
    pub key: &'static str,
    /// Values for `$1`, `$2`, … in their order.
    pub arguments: Vec<String>,
    /// A further sentence: why.
    pub reason: Option<Box<Message>>,
}

impl Message {
    /// A text that takes no values.
    pub fn plain(key: &'static str) -> Self {
        Self { key, arguments: Vec::new(), reason: None }
    }

    /// A text that takes one value.
    pub fn with(key: &'static str, argument: impl ToString) -> Self {
        Self { key, arguments: vec![argument.to_string()], reason: None }
    }

    /// Adds a further value.
    #[must_use]
    pub fn and(mut self, argument: impl ToString) -> Self {
        self.arguments.push(argument.to_string());
        self
    }

    /// Adds a sentence that says why.
    #[must_use]
    pub fn because(mut self, reason: Message) -> Self {
        self.reason = Some(Box::new(reason));
        self
    }
}
