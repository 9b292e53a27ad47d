//! Requests the browser reported.

/// Something that happened to a request of a page, or of an extension's script in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetworkEvent {
    /// It was sent, or sent again because of a redirect. Requests answered from the browser's cache are included.
    Sent {
        /// The address.
        url: String,
        /// Whether a script without an address of its own sent it: a function that an extension injected, or what
        /// [`Tab::evaluate`](crate::Tab::evaluate) runs.
        injected: bool,
    },
    /// The reply arrived completely, or the request failed.
    Ended {
        /// The address.
        url: String,
    },
}
