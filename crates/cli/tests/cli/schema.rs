//! The JSON of every command is what `docs/schemas` says.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

/// The schemas by the names of their files, without the extension.
static SCHEMAS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let files = fs::read_dir(folder()).expect("the schemas").map(|file| file.expect("a schema").path());
    let read = |path: PathBuf| {
        let schema: Value =
            serde_json::from_str(&fs::read_to_string(&path).expect("a schema")).expect("JSON");
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let options = jsonschema::options().should_validate_formats(true);
        (name, options.build(&schema).expect("a schema"))
    };
    files.map(read).collect()
});

/// Checks every line that a command wrote to standard output, and every one on standard error.
pub(crate) fn check(arguments: &[&str], stdout: &str, stderr: &str) {
    let command = match arguments.first() {
        Some(&"replace") => "create",
        Some(command) => command,
        None => return,
    };
    for line in stdout.lines() {
        check_line(command, line);
    }
    for line in stderr.lines() {
        check_line("message", line);
    }
}

fn check_line(schema: &str, line: &str) {
    let validator = SCHEMAS.get(schema).unwrap_or_else(|| panic!("docs/schemas has no {schema}.json"));
    let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "docs/schemas/{schema}.json: {errors:#?}\n{line}");
}

#[test]
fn a_line_of_another_shape_is_refused() {
    for line in [r#"{"uuid":"u","name":"n"}"#, r#"{"uuid":"u","name":"n","oldName":"o","more":1}"#] {
        assert!(std::panic::catch_unwind(|| check_line("rename", line)).is_err(), "{line}");
    }
    check_line("rename", r#"{"uuid":"u","name":"n","oldName":"o"}"#);
}
