//! Help, manual pages, completions, and command lines that are not valid.

use crate::context::TestContext;

const COMMANDS: [&str; 17] = [
    "login",
    "logout",
    "create",
    "list",
    "rename",
    "revoke",
    "replace",
    "whoami",
    "token",
    "exec",
    "save",
    "status",
    "renew",
    "forget",
    "audit",
    "completions",
    "man",
];

#[test]
fn every_command_has_help_with_examples() {
    let context = TestContext::new();
    let top = context.run_with(&["--help"], &[], "").done().stdout;
    assert!(top.contains("Exit codes:") && top.contains("JENKINS_URL"), "{top}");
    for command in COMMANDS {
        assert!(top.contains(&format!("\n  {command} ")), "{command}");
        let help = context.run_with(&[command, "--help"], &[], "").done().stdout;
        assert!(
            help.contains(&format!("Examples:\n  latchkey {command}")) || help.contains("Examples:\n"),
            "{help}"
        );
        assert!(help.contains(&format!("latchkey {command}")));
        assert!(help.lines().all(|line| line.chars().count() <= 120), "{help}");
    }
}

#[test]
fn completion_scripts_name_every_command() {
    let context = TestContext::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = context.run_with(&["completions", shell], &[], "").done().stdout;
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let context = TestContext::new();
    let page = context.run_with(&["man"], &[], "").done().stdout;
    assert!(page.contains(".TH latchkey 1") && page.contains("Exit codes:"), "{page}");
    for command in COMMANDS {
        let page = context.run_with(&["man", command], &[], "").done().stdout;
        assert!(page.contains(&format!(".TH latchkey-{command} 1")), "{page}");
        assert!(page.contains(&format!("latchkey {command}")) && page.contains("Examples:"), "{page}");
        assert!(page.contains("\\-\\-cacert"), "{command} takes the options of all: {page}");
    }
    context.run_with(&["man", "bogus"], &[], "").failed(2).says("no command bogus");
}

#[test]
fn version_is_printed_on_standard_output() {
    let output = TestContext::new().run_with(&["--version"], &[], "").done();
    assert_eq!(output.line(), concat!("latchkey ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_invalid_command_line_ends_with_exit_code_2() {
    let context = TestContext::new();
    context.run_with(&["list", "--bogus"], &[], "").failed(2).says("--bogus");
    let error = context.run_with(&["list", "--bogus", "--json"], &[], "").failed(2).json_error();
    assert_eq!(error["kind"], "usage");
    context.run_with(&["rename", "x"], &[], "").failed(2);
    context.run_with(&["rename", "http://ci", "x"], &[], "").failed(2).says("its new name");
    context.run_with(&["create", "--as", "json", "--json"], &[], "").failed(2);
    context.run_with(&["list", "--password-stdin"], &[], "x").failed(2).says("--user");
    context.run_with(&["save", "--user", "a", "--password-stdin"], &[], "x").failed(2);
    context.run_with(&["list", "--timeout", "0"], &[], "").failed(2).says("1 to 3600");
}
