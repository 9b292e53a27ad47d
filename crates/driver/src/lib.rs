//! Drives a real browser with an unpacked extension, for tests, the demo and pictures.
//!
//! This crate presses the toolbar button as a person does, because a popup page that is opened in a tab gets no `activeTab`
//! and does not close on a click elsewhere. Controls are found by role and accessible name, as assistive technology finds
//! them, and get trusted input.
//!
//! ```no_run
//! use latchkey_driver::{Browser, LaunchOptions};
//!
//! # fn main() -> latchkey_driver::Result<()> {
//! let browser = Browser::launch(LaunchOptions::new("dist/chromium"))?;
//! let tab = browser.open("http://127.0.0.1:8080/jenkins/")?;
//! let popup = browser.press_toolbar_button(&tab)?;
//! popup.find("textbox", "Token name")?.fill("backup job")?;
//! popup.find("button", "Generate token")?.click()?;
//! let token = popup.find("textbox", "API token")?.value()?;
//! # drop(token);
//! # Ok(())
//! # }
//! ```
//!
//! # Chromium and Firefox
//! [`LaunchOptions::for_browser`] chooses the browser by [`BrowserKind`]; everything else is the same, so that
//! one test runs in both. What differs:
//! - The extension's directory: each browser wants a manifest of its own. Firefox's must name
//!   `browser_specific_settings.gecko.id`.
//! - [`Browser::open_in_container`] and [`Browser::answer_permission_prompt`] are for Firefox alone; in
//!   Chromium they fail with [`DriverError::Unsupported`].
//! - [`Tab::goto_with_script`], [`Tab::clear_cache`], [`Tab::record_network`], and [`Tab::screenshot_of_size`] are for
//!   Chromium alone.
//! - [`LaunchOptions::host_rules`] can map names to this machine only, in Firefox.
//! - [`Popup::set_reduced_motion`] holds for the whole of Firefox until a popup opens again, in Chromium for
//!   the popup alone.
//! - The words of errors that scripts throw, and the parts within date fields, are each browser's own.
//!
//! # In scope
//! - Blocking calls on plain threads. A call that waits gives up after [`WAIT_LIMIT`] and says what it
//!   awaited and what was there instead; when the browser ends, it fails at once.
//! - Browsers on Unix: what is driven is a process group, spoken to over inherited pipes (Chromium) or a
//!   socket of this machine (Firefox).
//! - Programs that open the person's browser: [`Terminal`] runs one on a terminal of its own, and [`OpenedAddresses`]
//!   tells what it opens. [`LoginCommand`] is `latchkey login` on such a terminal.
//!
//! # Out of scope
//! - Frames inside a page or popup, shadow trees, dialogs of the page, downloads.

#![forbid(unsafe_code)]

mod accessible;
mod backend;
mod browser;
mod chromium;
mod connection;
mod element;
mod error;
mod firefox;
mod input;
mod keys;
mod kind;
mod launch;
mod login_command;
mod network;
mod opened_addresses;
mod page_script;
mod popup;
mod process;
mod sign_in;
mod tab;
mod terminal;
mod waiting;

pub use accessible::AccessibleNode;
pub use browser::{Browser, ToolbarButton};
pub use element::Element;
pub use error::{DriverError, Result};
pub use kind::BrowserKind;
pub use launch::{LaunchOptions, find_chromium, find_firefox};
pub use login_command::{LoginCommand, SavedToken};
pub use network::NetworkEvent;
pub use opened_addresses::OpenedAddresses;
pub use popup::Popup;
pub use tab::Tab;
pub use terminal::Terminal;
pub use waiting::WAIT_LIMIT;
