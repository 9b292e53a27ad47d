//! HTTP, cookies, and HTML for programs that run outside the browser, such as Latchkey's command line.
//!
//! [`latchkey_core`] has the flows; this crate has the [`Transport`](latchkey_core::Transport) and the HTML parser that
//! they need. Everything blocks, so [`block_on`] is all that is needed to run a flow:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use latchkey_core::{Client, ControllerUrl, Owner, Secret, UserId};
//! use latchkey_native::{Credentials, HttpTransport, TlsFiles, agent_config, block_on, html};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let root = ControllerUrl::parse("https://ci.example.org/jenkins")?;
//! let agent = agent_config(root.scheme(), Duration::from_secs(60), &TlsFiles::default())?.build().into();
//! let credentials = Credentials { user: UserId::new("alice"), secret: Secret::new("11ab…") };
//! let transport = HttpTransport::new(&agent, root.origin(), Some(credentials));
//! let client = Client::new(root, transport);
//! for token in block_on(client.list(&Owner::Me, None, html::read_listing))?.tokens {
//!     println!("{}", token.name);
//! }
//! # Ok(())
//! # }
//! ```

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
