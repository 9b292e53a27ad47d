//! On a terminal: a token that is pasted, the question before a token is replaced, and Ctrl-C.

use serde_json::json;

use crate::context::TestContext;
use crate::terminal::Terminal;

/// Runs a command line, and says whether the terminal is as before.
fn open(context: &TestContext, command: &str) -> Terminal {
    let line = format!(
        "trap : INT; before=$(stty -g); {command}; echo \"ended $?\"; [ \"$before\" = \"$(stty -g)\" ] && echo as before"
    );
    Terminal::open(context, &line, None)
}

#[test]
fn a_token_can_be_pasted_without_being_shown() {
    let context = TestContext::new();
    let value = context.token("by hand", 'a');
    let mut terminal = open(&context, "latchkey login --no-open --save-to \"$HOME/token\"");
    terminal.press("paste it here.", "alice\n");
    terminal.press("not a token with its user", &format!("alice:{value}\n"));
    let (_, shown) = terminal.end();
    assert!(shown.contains("ended 0") && shown.contains("as before"), "{shown}");
    assert!(shown.contains(&format!("alice at {}.", context.url())) && !shown.contains(&value), "{shown}");
    let file = context.text("token");
    assert_eq!(context.run_with(&["token", "--from", &file], &[], "").done().line(), value);
}

#[test]
fn an_interrupt_gives_the_terminal_back_and_saves_nothing() {
    let context = TestContext::new();
    let mut terminal = open(&context, "latchkey login --no-open --save-to \"$HOME/token\"");
    terminal.press("paste it here.", "\u{3}");
    let (_, shown) = terminal.end();
    assert!(shown.contains("ended 130") && shown.contains("as before"), "{shown}");
    assert!(!context.path("token").exists());
}

#[test]
fn a_saved_token_is_replaced_only_after_a_question() {
    let context = TestContext::new();
    let old = context.token("old", 'a');
    let saved = json!({ "controller": context.url(), "user": "alice", "token": old, "uuid": context.tokens()[0].uuid });
    context.write("token", &saved.to_string());
    let mut terminal = open(&context, "latchkey login --no-open --save-to \"$HOME/token\"");
    terminal.answer("[y/N]", "n");
    let (_, shown) = terminal.end();
    assert!(shown.contains("ended 15") && !shown.contains("latchkey=1."), "{shown}");
    assert!(shown.contains("The old one is revoked once the new one works."), "{shown}");
    let new = context.token("new", 'b');
    let mut terminal = open(&context, "latchkey login --no-open --save-to \"$HOME/token\"");
    terminal.answer("[y/N]", "y");
    terminal.press("paste it here.", &format!("alice:{new}\n"));
    let (_, shown) = terminal.end();
    assert!(shown.contains("ended 0") && shown.contains("Revoked the old token"), "{shown}");
    assert_eq!(context.names(), ["new"]);
}
