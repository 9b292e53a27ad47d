//! Credential formats read by fish.

use std::process::Command;

use latchkey_core::credential_format::CredentialFormat;

use crate::consumer::{run, variable};
use crate::credentials::{TOKEN, for_ids, rendered};

#[test]
#[ignore = "needs fish: cargo xtask test --long"]
fn variables_keep_their_values_in_fish() {
    let home = tempfile::tempdir().unwrap();
    for_ids(|id| {
        let script = rendered(CredentialFormat::Fish, "https://ci.example.org/it's", id).unwrap();
        let mut fish = Command::new("fish");
        fish.arg("--no-config").env("HOME", home.path());
        let output = run(&mut fish, &format!("{script}\nexec env -0\n"));
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let output = String::from_utf8(output.stdout).unwrap();
        assert_eq!(variable(&output, "JENKINS_URL"), "https://ci.example.org/it's/");
        assert_eq!(variable(&output, "JENKINS_USER_ID"), id);
        assert_eq!(variable(&output, "JENKINS_API_TOKEN"), TOKEN);
    });
}
