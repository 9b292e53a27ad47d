//! HTTP, cookies and HTML for programs that run outside the browser: the command line, the contract tests and the
//! demo.
//!
//! [`latchkey_core`] has the flows; this crate has the [`Transport`](latchkey_core::Transport) and the HTML parser that
//! they need. Everything blocks, so [`block_on`] is all that runs a flow.

mod agent;
mod body;
mod cookies;
mod extra_headers;
pub mod html;
mod proxy;
mod tls;
mod transport;

pub use agent::{AgentError, CLIENT_CERTIFICATE_REQUIRED, agent_config};
pub use extra_headers::{ExtraHeaders, ExtraHeadersError};
pub use pollster::block_on;
pub use tls::{ClientFiles, TlsFiles};
pub use transport::{Credentials, HttpTransport};
