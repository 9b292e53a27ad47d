//! Credential formats read by the parser of Kubernetes.

use std::process::Command;

use latchkey_core::credential_format::CredentialFormat;
use latchkey_tests::target_directory;
use serde_json::{Value, json};

use crate::consumer::run;
use crate::credentials::{TOKEN, for_ids, rendered};

#[test]
#[ignore = "needs Go: cargo xtask test --long"]
fn kubernetes_reads_the_variables_from_the_secret() {
    let parser = target_directory().join("credential_format/kubernetes-secret");
    for_ids(|id| {
        let manifest =
            rendered(CredentialFormat::KubernetesSecret, "https://ci.example.org/it's", id).unwrap();
        let output = run(&mut Command::new(&parser), &manifest);
        assert!(output.status.success(), "{output:?}");
        let expected = json!({
            "JENKINS_URL": "https://ci.example.org/it's/", "JENKINS_USER_ID": id, "JENKINS_API_TOKEN": TOKEN,
        });
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), expected);
    });
}
