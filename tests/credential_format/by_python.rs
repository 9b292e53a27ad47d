//! Credential formats read by python-dotenv.

use latchkey_core::credential_format::{CredentialFormat, FormatError};
use latchkey_tests::python;
use serde_json::json;

use crate::credentials::{TOKEN, for_ids, rendered};

const READ: &str = "
import io, json, sys
from dotenv import dotenv_values
print(json.dumps(dotenv_values(stream=io.StringIO(json.load(sys.stdin)))))
";

#[test]
#[ignore = "needs python-dotenv: cargo xtask test --long"]
fn variables_keep_their_values_in_python_dotenv() {
    for_ids(|id| {
        let lines = match rendered(CredentialFormat::Dotenv, "https://ci.example.org/it's${HOME}", id) {
            Ok(lines) => lines,
            Err(error) => return assert_eq!(error, FormatError::UnsupportedUserId),
        };
        let expected = json!({
            "JENKINS_URL": "https://ci.example.org/it%27s$%7BHOME}/",
            "JENKINS_USER_ID": id,
            "JENKINS_API_TOKEN": TOKEN,
        });
        assert_eq!(python::run(READ, &json!(lines)), expected);
    });
}
