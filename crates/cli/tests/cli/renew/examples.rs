//! The examples in `docs/examples` that run `latchkey renew` once a day.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/examples")
}

/// Runs a program, which must succeed. A computer without it does not check this example.
#[expect(clippy::print_stdout, reason = "the test harness keeps it and shows it with --nocapture")]
#[track_caller]
fn must_accept(command: &mut Command) {
    let Ok(output) = command.output() else {
        println!("not installed, so not checked: {command:?}");
        return;
    };
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said));
}

fn python(script: &str, file: &Path) {
    must_accept(Command::new("python3").args(["-c", script]).arg(file));
}

#[test]
fn systemd_accepts_the_timer() {
    let units = tempfile::tempdir().unwrap();
    for name in ["latchkey-renew.service", "latchkey-renew.timer"] {
        let unit = fs::read_to_string(folder().join(name)).unwrap();
        // It checks that the program is there.
        let unit = unit.replace("/usr/bin/latchkey", env!("CARGO_BIN_EXE_latchkey"));
        fs::write(units.path().join(name), unit).unwrap();
    }
    let timer = units.path().join("latchkey-renew.timer");
    let mut verify = Command::new("systemd-analyze");
    verify.args(["--user", "--man=no", "verify"]).arg(timer).env("XDG_RUNTIME_DIR", units.path());
    must_accept(&mut verify);
}

#[test]
fn the_property_list_for_launchd_is_valid() {
    let script = "import plistlib, sys\n\
                  agent = plistlib.load(open(sys.argv[1], 'rb'))\n\
                  assert agent['ProgramArguments'][1:] == ['renew', '--all'] and 'Hour' in agent['StartCalendarInterval']";
    python(script, &folder().join("org.example.latchkey.renew.plist"));
}

#[test]
fn the_task_for_windows_is_valid() {
    let script = "import sys, xml.etree.ElementTree as tree\n\
                  space = '{http://schemas.microsoft.com/windows/2004/02/mit/task}'\n\
                  task = tree.parse(sys.argv[1]).getroot()\n\
                  assert task.tag == space + 'Task'\n\
                  parts = [part.tag.removeprefix(space) for part in task]\n\
                  assert parts == ['RegistrationInfo', 'Triggers', 'Principals', 'Settings', 'Actions'], parts\n\
                  assert task.find(f'{space}Actions/{space}Exec/{space}Arguments').text == 'renew --all'";
    python(script, &folder().join("latchkey-renew.xml"));
}
