//! `cargo xtask demo --login`: `latchkey login` with a browser that is not signed in yet, behind a sign-on that posts a form.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use latchkey_core::Secret;
use latchkey_driver::{Browser, BrowserKind, LaunchOptions, LoginCommand, SavedToken};
use latchkey_standin::{Gate, JenkinsVersion, Options, Security};
use latchkey_xtask::{browsers, build, tools};

use super::basic;
use crate::controller::Controller;
use crate::popup_page;

/// What was read from the terminal and the browser. `Display` writes a line for each step.
struct Outcome {
    command: String,
    opened: String,
    sign_on: String,
    popup: String,
    screenshot: PathBuf,
    controller: String,
    version: JenkinsVersion,
    user: String,
    saved: String,
}

/// Signs in, presses the toolbar button, types the code, and tries the token that the terminal saved.
///
/// # Errors
///
/// One sentence about the first thing that went wrong.
pub(super) fn demo(kind: BrowserKind, core: JenkinsVersion) -> Result<()> {
    let gates = vec![Gate::Security(Security::SamlSignIn)];
    let controller = Controller::standin(Options { core, gates, ..Options::default() })?;
    eprintln!("Building the extension and the CLI.");
    let dist = build::build()?;
    tools::run(tools::cargo().args(["build", "--quiet", "--package", "latchkey"]))?;
    browsers::ensure(kind)?;
    let browser = Browser::launch(LaunchOptions::for_browser(kind, dist.join(kind.to_string())))?;
    let outcome = log_in(&browser, kind, &controller, core)?;
    print!("{outcome}");
    Ok(())
}

fn log_in(
    browser: &Browser,
    kind: BrowserKind,
    controller: &Controller,
    version: JenkinsVersion,
) -> Result<Outcome> {
    let folder = tools::workspace().join("target/demo");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (file, screenshot) = (folder.join("token"), folder.join("terminal.png"));
    // The terminal would ask whether to replace it.
    let _ = fs::remove_file(&file);
    let program = tools::target_directory().join("debug/latchkey");
    let command = LoginCommand::start(&program, &controller.root, &file, &[], &[])?;
    let opened = command.next_address()?;
    eprintln!("Signing in to {} with single sign-on.", controller.root);
    let tab = browser.open(&opened)?;
    tab.wait_for("location.pathname === '/auth' && document.readyState === 'complete'")?;
    let sign_on = tab.evaluate("location.origin + location.pathname")?;
    tab.click("button")?;
    tab.wait_for(&format!("location.href === {opened:?} && document.readyState === 'complete'"))?;

    let popup = browser.press_toolbar_button(&tab)?;
    popup.set_color_scheme(false)?;
    let field = popup.find("textbox", "Code from the terminal")?;
    popup_page::header(&popup)?;
    popup.screenshot(&screenshot)?;
    field.fill(&command.code()?)?;
    popup.press_key("Enter")?;
    if kind == BrowserKind::Firefox {
        browser.answer_permission_prompt(true)?;
    }
    let saved = command.saved_line()?.replace(&*file.to_string_lossy(), &tools::relative(&file));
    let told = popup_page::saved_by_terminal(&popup)?;
    let (code, shown) = command.end()?;
    ensure!(code == 0, "latchkey login failed: {shown}");
    let token = SavedToken::read(&file)?;
    let user = basic::user_of(&controller.root, &token.user, &Secret::new(token.value))?;
    ensure!(user == token.user, "the terminal saved a token of {}, but it works as {user}", token.user);
    ensure!(token.controller == controller.root, "the terminal saved a token for {}", token.controller);
    Ok(Outcome {
        command: format!("latchkey login {} --save-to {}", controller.root, tools::relative(&file)),
        opened,
        sign_on: sign_on.as_str().unwrap_or_default().to_owned(),
        popup: told,
        screenshot,
        controller: token.controller,
        version,
        user,
        saved,
    })
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "terminal    {}", self.command)?;
        writeln!(formatter, "opened      {}", self.opened)?;
        writeln!(formatter, "sign-on     {}, which posted a form", self.sign_on)?;
        writeln!(formatter, "popup       {}", self.popup)?;
        writeln!(formatter, "screenshot  {}", tools::relative(&self.screenshot))?;
        writeln!(formatter, "controller  {} ({}, stand-in)", self.controller, self.version)?;
        writeln!(formatter, "works as    {}", self.user)?;
        writeln!(formatter, "saved in    {}", self.saved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_name_controller_user_and_place() {
        let outcome = Outcome {
            command: "latchkey login http://127.0.0.1:8080/jenkins --save-to target/demo/token".to_owned(),
            opened: "http://127.0.0.1:8080/jenkins/me/?latchkey=1.53412.q8ZtW0c3mB1yN5uKxTe7Ag".to_owned(),
            sign_on: "http://127.0.0.1:8081/auth".to_owned(),
            popup: "Your terminal saved the token “deploy” for alice in a file.".to_owned(),
            screenshot: tools::workspace().join("target/demo/terminal.png"),
            controller: "http://127.0.0.1:8080/jenkins".to_owned(),
            version: JenkinsVersion::V2_579,
            user: "alice".to_owned(),
            saved: "target/demo/token: alice at http://127.0.0.1:8080/jenkins, \"deploy\".".to_owned(),
        };
        let expected = "\
terminal    latchkey login http://127.0.0.1:8080/jenkins --save-to target/demo/token
opened      http://127.0.0.1:8080/jenkins/me/?latchkey=1.53412.q8ZtW0c3mB1yN5uKxTe7Ag
sign-on     http://127.0.0.1:8081/auth, which posted a form
popup       Your terminal saved the token “deploy” for alice in a file.
screenshot  target/demo/terminal.png
controller  http://127.0.0.1:8080/jenkins (2.579, stand-in)
works as    alice
saved in    target/demo/token: alice at http://127.0.0.1:8080/jenkins, \"deploy\".
";
        assert_eq!(outcome.to_string(), expected);
    }
}
