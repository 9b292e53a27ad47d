//! Credential formats read by a shell.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use latchkey_core::credential_format::CredentialFormat;

use crate::consumer::{has, run, sh, variable};
use crate::credentials::{TOKEN, for_ids, rendered};

#[test]
fn environment_variables_keep_their_values_in_sh() {
    if !has("sh") {
        return;
    }
    for_ids(|id| {
        let script = rendered(CredentialFormat::Environment, "https://ci.example.org/it's", id).unwrap();
        let script = format!("{script}\nexec env -0\n");
        let output = run(sh().arg("-s"), &script);
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let output = String::from_utf8(output.stdout).unwrap();
        assert_eq!(variable(&output, "JENKINS_URL"), "https://ci.example.org/it's/");
        assert_eq!(variable(&output, "JENKINS_USER_ID"), id);
        assert_eq!(variable(&output, "JENKINS_API_TOKEN"), TOKEN);
    });
}

/// A replacement for Java that prints its arguments and the contents of the file.
const JAVA: &str =
    "#!/bin/sh\nprintf '%s\\0' \"$@\"\nfor last; do case $last in @*) cat \"${last#@}\";; esac; done\n";

#[test]
fn jenkins_cli_is_given_a_credentials_file() {
    if !has("sh") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let java = folder.path().join("java");
    fs::write(&java, JAVA).unwrap();
    fs::set_permissions(&java, fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::join_paths(
        std::iter::once(folder.path().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap();
    let file = folder.path().join(".jenkins-cli-ci.example.org-8443-jenkins");
    for_ids(|id| {
        let Ok(script) = rendered(CredentialFormat::Cli, "https://ci.example.org:8443/jenkins", id) else {
            assert!(id.starts_with(|c: char| c <= ' '), "{id:?}");
            return;
        };
        fs::write(&file, "left over").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let output = run(sh().arg("-s").env("HOME", folder.path()).env("PATH", &path), &script);
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let output = String::from_utf8(output.stdout).unwrap();
        let arguments = format!(
            "-jar\0jenkins-cli.jar\0-s\0https://ci.example.org:8443/jenkins/\0-auth\0@{}\0who-am-i\0",
            file.display()
        );
        assert_eq!(output, format!("{arguments}{id}:{TOKEN}\n"));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    });
}
