//! Texts by key, so that every one of them can be translated.

/// A text of `_locales/*/messages.json` and what is put into it.
///
/// What is put in may come from a server or a page: it is shown as text, isolated from the direction of
/// the text around it, never as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The key in `messages.json`; with [`Message::counting`], the part of it before the plural category.
    pub key: &'static str,
    /// Whether the first argument is a count that the words around it follow: `1 token`, `3 tokens`.
    pub is_plural: bool,
    /// Values for `$1`, `$2`, … in their order.
    pub arguments: Vec<Argument>,
    /// A further sentence: why.
    pub reason: Option<Box<Message>>,
}

/// What is put into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A name, an address and the like, which stay as they are in every language.
    Text(String),
    /// A number of things, written with the digits of the language.
    Count(usize),
}

impl Message {
    /// A text that takes no values.
    pub fn plain(key: &'static str) -> Self {
        Self { key, is_plural: false, arguments: Vec::new(), reason: None }
    }

    /// A text that takes one value.
    pub fn with(key: &'static str, argument: impl ToString) -> Self {
        Self::plain(key).and(argument)
    }

    /// A text whose words follow a count. `messages.json` has one for each plural category of its language,
    /// `{key}_one`, `{key}_other` and so on, and the count is their first value.
    pub fn counting(key: &'static str, count: usize) -> Self {
        Self { is_plural: true, ..Self::plain(key).and_count(count) }
    }

    /// Adds a further value.
    #[must_use]
    pub fn and(mut self, argument: impl ToString) -> Self {
        self.arguments.push(Argument::Text(argument.to_string()));
        self
    }

    /// Adds a number that no word of the text depends on.
    #[must_use]
    pub fn and_count(mut self, count: usize) -> Self {
        self.arguments.push(Argument::Count(count));
        self
    }

    /// Adds a sentence that says why.
    #[must_use]
    pub fn because(mut self, reason: Message) -> Self {
        self.reason = Some(Box::new(reason));
        self
    }
}
