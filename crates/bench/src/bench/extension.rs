//! Measures how fast the extension opens and shows a token, and how many requests that takes.
//!
//! Two browsers run at once and take turns, so that what slows the machine slows both: one with a copy of Latchkey, and one
//! with an extension that has the same manifest and background, but an empty popup. The script `times.js` in both measures
//! from the start of the document (`performance.timeOrigin`), because what the browser does before is the same for both.
//!
//! - *Ready for typing*: the document has the keyboard and, in Latchkey, the name is filled in, selected, and editable.
//! - *WebAssembly runs*: the document has the keyboard, and the texts are filled in.
//! - *Token visible*: from the key's event to the document that shows the token. The frame that paints it
//!   follows within 16 ms. The bare request is the same as the popup's, made by the page itself; its time ends when
//!   the page shows the token.
//! - *Last line of `latchkey login`*: from the key's event with the code from the terminal to the line in the terminal. In
//!   between, the terminal checks the code, tries the token, and saves it in a file.
//! - *Opened and pressed*: the sum, next to the controller's own tokens page ([`jenkins_page`]). The popup's time starts with
//!   its document, without the browser's work after the button is pressed. The robot's starts when the dashboard is left,
//!   so it includes loading the page.
//! - *Reply to list*: from the reply with the tokens page until the first rows are laid out, more than are in view. In
//!   between the popup asks again who is signed in, because the page belongs to that user.

mod extensions;
mod jenkins_page;
mod listing;
mod popup_speed;
mod requests;
mod terminal;

use std::path::Path;

use anyhow::Result;
use latchkey_driver::{Browser, LaunchOptions, Tab};
use latchkey_standin::NewToken;

pub(super) use self::extensions::Extensions;
use super::cleanup::check_interrupted;
use super::command_line::Program;
use super::median;
use super::table::{Goal, Table};
use super::target::Target;

/// What the reader of the table must know.
pub(super) const REMARKS: &str = "\
The popup's time starts with its document, the robot's when the dashboard is left. The robot spends no time reading or
typing. A person who has visited the page before has a warm cache. The stand-in's tokens page has Jenkins' elements, but a
small script and style sheet in place of Jenkins' bundles, so it is smaller and faster. Use --jenkins to measure a real one.";

/// The same for a real controller.
pub(super) const REMARKS_ON_REAL: &str = "\
On the real controller, the popup's requests are those that the browser reports for functions that an extension injected
into the page. Its list of tokens is measured as it is.";

/// Two browsers, signed in to one controller.
struct Bench<'a> {
    target: &'a Target,
    latchkey: Browser,
    latchkey_tab: Tab,
    empty: Browser,
    empty_tab: Tab,
}

/// Figures, and the browser they were measured in.
pub(super) struct Measured {
    pub(super) table: Table,
    pub(super) browser: String,
}

/// Measures.
///
/// # Errors
///
/// If a measurement fails. A missed goal is not an error.
pub(super) fn bench(
    extensions: &Extensions,
    program: &Program,
    target: &Target,
    rounds: u32,
) -> Result<Measured> {
    eprintln!("Measuring the extension, {}, {rounds} rounds.", target.heading());
    let bench = Bench::start(extensions, target)?;
    let requests = requests::count(&bench)?;
    let mut opened = Vec::new();
    let mut ran = Vec::new();
    let mut opened_empty = Vec::new();
    let mut pressed = Vec::new();
    let mut posted = Vec::new();
    let mut logged_in = Vec::new();
    for _ in 0..rounds {
        check_interrupted()?;
        let times = popup_speed::measure(&bench)?;
        opened.push(times.filled);
        ran.push(times.running);
        pressed.push(times.shown);
        posted.push(popup_speed::measure_bare_post(&bench)?);
        opened_empty.push(popup_speed::measure_empty(&bench)?);
        logged_in.push(terminal::measure(&bench, program)?);
    }
    let (opened, ran, opened_empty) = (median(opened)?, median(ran)?, median(opened_empty)?);
    let (pressed, posted) = (median(pressed)?, median(posted)?);
    let logged_in = median(logged_in)?;
    // One token is left, as on the page of a user who has tokens.
    target.sweep()?;
    if let Some(standin) = target.controller.as_standin() {
        standin.add_token(&target.controller.user, NewToken::new("in use"));
    }
    let jenkins_page = jenkins_page::measure(&bench, rounds)?;
    let listings = listing::measure(&bench, rounds)?;

    let mut table = Table::new();
    table.milliseconds("popup opened to ready for typing", opened, Goal::AtMost(60.0));
    table.milliseconds("  an empty popup page", opened_empty, Goal::None);
    table.remark("  more than an empty popup page", opened - opened_empty, Goal::AtMost(5.0));
    table.milliseconds("popup opened to WebAssembly running", ran, Goal::AtMost(60.0));
    table.milliseconds("pressed to token visible", pressed, Goal::None);
    table.milliseconds("  a bare POST by the page itself", posted, Goal::None);
    table.remark("  more than a bare POST", pressed - posted, Goal::AtMost(10.0));
    table.milliseconds("pressed to the last line of latchkey login", logged_in, Goal::None);
    table.remark("  more than to token visible", logged_in - pressed, Goal::AtMost(60.0));
    table.milliseconds("opened and pressed to token visible", opened + pressed, Goal::None);
    jenkins_page::add_to(&mut table, &jenkins_page);
    table.count("requests at opening", requests.at_opening, Goal::None);
    table.count("requests between press and token", requests.until_token, Goal::Exactly(1.0));
    table.count("requests after it", requests.afterwards, Goal::None);
    if listings.is_empty() {
        table.reason("tokens, reply to list", "the user has no tokens");
    }
    for listing in listings {
        let goal = if listing.tokens == 1000 { Goal::AtMost(100.0) } else { Goal::None };
        let what = format!("{} tokens, reply to list", listing.tokens);
        table.milliseconds(&what, listing.listed, goal);
        let (usable, longest) = if listing.tokens == 1000 {
            (Goal::AtMost(300.0), Goal::AtMost(50.0))
        } else {
            (Goal::None, Goal::None)
        };
        table.remark(&format!("  {} tokens, last row and filter", listing.tokens), listing.usable, usable);
        let what = format!("  {} tokens, longest task (0: under 50 ms)", listing.tokens);
        table.remark(&what, listing.longest_task, longest);
        table.kilobytes(
            &format!("  {} tokens, the reply", listing.tokens),
            listing.reply_bytes as u64,
            Goal::None,
        );
    }
    Ok(Measured { table, browser: bench.latchkey.version()? })
}

impl<'a> Bench<'a> {
    fn start(extensions: &Extensions, target: &'a Target) -> Result<Self> {
        let open = |extension: &Path| -> Result<(Browser, Tab)> {
            let controller = &target.controller;
            let browser = Browser::launch(LaunchOptions::new(extension))?;
            let tab = controller.sign_in(&browser)?;
            tab.goto(&target.dashboard())?;
            Ok((browser, tab))
        };
        let (latchkey, latchkey_tab) = open(&extensions.latchkey())?;
        let (empty, empty_tab) = open(&extensions.empty())?;
        Ok(Self { target, latchkey, latchkey_tab, empty, empty_tab })
    }
}
