//! What a page sends, as the browser tells it.

/// Something that happened to a request of a page, or of an extension's script in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkEvent {
    /// It was sent, or sent on to where a redirect led. What the browser's cache answers is told, too.
    Sent {
        /// The address.
        url: String,
        /// Whether a script without an address of its own sent it: a function that an extension injected, or what
        /// [`Tab::evaluate`](crate::Tab::evaluate) runs.
        injected: bool,
    },
    /// The reply was there as a whole, or none will come.
    Ended {
        /// The address.
        url: String,
    },
}
