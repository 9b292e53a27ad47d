//! The extension: how fast it opens and hands out a token, and how large it is.
//!
//! Both browsers run at once and take turns, so that what slows the machine slows both. A script that takes the
//! time (`times.js`) is put into a copy of the built extension, and the very same into an extension that
//! has the same manifest and background, but an empty popup. Both count from the moment their document began
//! (`performance.timeOrigin`), because what the browser does before is the same for any popup.
//!
//! - *Ready for typing*: the document has the keyboard and, in Latchkey, the name is filled in and selected.
//! - *Token visible*: from the key's event to the document that shows the token. The frame that paints it
//!   follows within 16 ms. The bare request is the one that the popup sent, sent again by the page itself, to
//!   the document that shows its token.
//! - *Reply to list*: from the reply with the tokens page to the first rows laid out, more than are in view. In
//!   between the popup asks once more who is signed in, because the page is that of whoever is.

mod extensions;
mod listing;
mod opening;
mod pressing;
mod requests;

use anyhow::{Context, Result};
use latchkey_core::Secret;
use latchkey_driver::{Browser, BrowserKind, LaunchOptions, Tab};
use latchkey_standin::{Options, Standin};

use self::extensions::Extensions;
use super::table::{Goal, Table};
use super::{median, size};
use crate::sign_in::sign_in;
use crate::{browsers, build};

/// What a person with two browsers and one controller has in front of them.
struct Bench {
    standin: Standin,
    latchkey: Browser,
    latchkey_tab: Tab,
    empty: Browser,
    empty_tab: Tab,
}

/// Measures, prints the table and gives it.
///
/// # Errors
///
/// When something could not be measured; never because of a figure.
pub(super) fn bench(rounds: u32) -> Result<Table> {
    eprintln!("Building the extension.");
    let dist = build::build()?.join("chromium");
    browsers::ensure(BrowserKind::Chromium)?;
    let extensions = Extensions::prepare(&dist)?;
    let bench = Bench::start(&extensions)?;
    let requests = requests::count(&bench)?;

    eprintln!("Measuring, {rounds} rounds.");
    let mut opened = Vec::new();
    let mut opened_empty = Vec::new();
    let mut pressed = Vec::new();
    let mut posted = Vec::new();
    for _ in 0..rounds {
        let (ready, shown) = pressing::measure(&bench)?;
        opened.push(ready);
        pressed.push(shown);
        posted.push(pressing::measure_bare_post(&bench)?);
        opened_empty.push(opening::measure_empty(&bench)?);
    }
    let (opened, opened_empty) = (median(opened)?, median(opened_empty)?);
    let (pressed, posted) = (median(pressed)?, median(posted)?);

    let listings = listing::measure(&bench, rounds)?;

    let mut table = Table::new();
    table.milliseconds("popup opened to ready for typing", opened, Goal::AtMost(60.0));
    table.milliseconds("  an empty popup page", opened_empty, Goal::None);
    table.milliseconds("  more than that", opened - opened_empty, Goal::AtMost(30.0));
    table.milliseconds("pressed to token visible", pressed, Goal::None);
    table.milliseconds("  a bare POST by the page itself", posted, Goal::None);
    table.milliseconds("  more than that", pressed - posted, Goal::AtMost(10.0));
    table.count("requests at opening", requests.at_opening, Goal::None);
    table.count("requests between press and token", requests.until_token, Goal::Exactly(1.0));
    table.count("requests after it", requests.afterwards, Goal::None);
    for listing in listings {
        let goal = if listing.tokens == 1000 { Goal::AtMost(100.0) } else { Goal::None };
        let what = format!("{} tokens, reply to list", listing.tokens);
        table.milliseconds(&what, listing.listed, goal);
        table.milliseconds("  to its last row", listing.last_row, Goal::None);
        table.kilobytes("  a token in the reply", listing.bytes_a_token as u64, Goal::None);
    }
    let wasm = dist.join(size::WASM);
    table.kilobytes("WebAssembly", size::of_file(&wasm)?, Goal::None);
    table.kilobytes("WebAssembly, gzip", size::compressed(&wasm)?, Goal::AtMost(45.0));
    table.kilobytes("dist/chromium, unpacked", size::of_folder(&dist)?, Goal::None);
    println!("Medians of {rounds} rounds, {}, stand-in.\n\n{table}", bench.latchkey.version()?);
    Ok(table)
}

impl Bench {
    fn start(extensions: &Extensions) -> Result<Self> {
        let standin = Standin::start(Options { context: "/jenkins".to_owned(), ..Options::default() })?;
        let accounts = Options::default().accounts;
        let alice =
            accounts.iter().find(|account| account.id == "alice").context("the stand-in knows no alice")?;
        let password = Secret::new(alice.password.as_str());
        let latchkey = Browser::launch(LaunchOptions::new(extensions.latchkey()))?;
        let latchkey_tab = sign_in(&latchkey, standin.url(), &alice.id, &password)?;
        let empty = Browser::launch(LaunchOptions::new(extensions.empty()))?;
        let empty_tab = sign_in(&empty, standin.url(), &alice.id, &password)?;
        Ok(Self { standin, latchkey, latchkey_tab, empty, empty_tab })
    }
}
