//! Measures from the press of `Give to the terminal` to the last line of `latchkey login`, which saves the token in a file.

use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, ensure};
use latchkey_driver::LoginCommand;

use super::super::command_line::Program;
use super::Bench;

/// Logs in once, and returns how long it took, in milliseconds.
pub(super) fn measure(bench: &Bench<'_>, program: &Program) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("token");
    let command = LoginCommand::start(program.binary(), &bench.target.controller.root, &file, &[], &[])?;
    let tab = &bench.latchkey_tab;
    tab.goto(&command.next_address()?)?;
    let popup = bench.latchkey.press_toolbar_button(tab)?;
    popup.find("textbox", "Token name")?.fill(&bench.target.token_name)?;
    popup.find("textbox", "Code from the terminal")?.fill(&command.code()?)?;
    popup.press_key("Enter")?;
    let ended = command.ended_at()?.context("latchkey login showed nothing")?.duration_since(UNIX_EPOCH)?;
    // `performance.timeOrigin` is not corrected when the system's clock is.
    let pressed = popup.evaluate("Date.now() - (performance.now() - latchkeyTimes.pressed)")?;
    let pressed = pressed.as_f64().context("the popup was not pressed")?;
    popup.close()?;
    tab.goto(&bench.target.dashboard())?;
    let (code, shown) = command.end()?;
    ensure!(code == 0, "latchkey login failed: {shown}");
    Ok(ended.as_secs_f64() * 1000.0 - pressed)
}
