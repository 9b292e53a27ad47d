//! `cargo xtask demo`: the main job in a real browser, from the toolbar button to the clipboard; with `--login`, from the
//! terminal to the browser and back.

mod arguments;
mod basic;
mod drive;
mod login;
mod window;

use anyhow::{Result, bail};
use latchkey_driver::{Browser, LaunchOptions};

pub(crate) use arguments::DemoArguments;

use latchkey_xtask::{browsers, build};

/// Gets a token with the extension, or lets the person at the display do it.
///
/// # Errors
///
/// One sentence about the first thing that went wrong.
pub(crate) fn demo(arguments: DemoArguments) -> Result<()> {
    if arguments.login() {
        return login::demo(arguments.browser(), arguments.core());
    }
    let in_window = arguments.in_window();
    if in_window && !window::has_display() {
        bail!("there is no display to open a window on; leave out --headed");
    }
    let kind = arguments.browser();
    let controller = arguments.controller()?;
    eprintln!("Building the extension.");
    let dist = build::build()?;
    browsers::ensure(kind)?;
    let extension = dist.join(kind.to_string());
    let options = LaunchOptions { headless: !in_window, ..LaunchOptions::for_browser(kind, extension) };
    let browser = Browser::launch(options)?;
    eprintln!("Signing in to {} as {} with Jenkins' own form.", controller.root, controller.user);
    let tab = controller.sign_in(&browser)?;
    if in_window {
        window::stay(kind, &browser, &controller)
    } else {
        let outcome = drive::drive(&browser, &tab, &controller)?;
        print!("{outcome}");
        if !controller.is_standin() {
            eprintln!("{}", outcome.how_to_revoke());
        }
        Ok(())
    }
}
