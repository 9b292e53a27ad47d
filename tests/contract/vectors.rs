//! The recordings as vectors for anybody's tests: each line is what its schema says, and no two have the same name.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the files in a folder that end like this, without that end.
fn stems(folder: &Path, end: &str) -> HashSet<String> {
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").file_name());
    let stem = |file: OsString| file.to_str().and_then(|file| file.strip_suffix(end)).map(str::to_owned);
    files.filter_map(stem).collect()
}

/// The values of the fields that name a line.
fn name(schema: &Value, line: &Value) -> String {
    let fields = schema["x-name"].as_array().expect("the fields of the name");
    fields
        .iter()
        .map(|field| line[field.as_str().expect("a field")].to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn each_line_of_the_recordings_is_what_its_schema_says() {
    let recordings = stems(&fixtures(), ".jsonl");
    assert_eq!(recordings, stems(&fixtures().join("schemas"), ".json"));
    for file in recordings {
        let schema = read(&fixtures().join("schemas").join(format!("{file}.json")));
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let mut names = HashSet::new();
        for (number, line) in read(&fixtures().join(format!("{file}.jsonl"))).lines().enumerate() {
            let line: Value = serde_json::from_str(line).unwrap();
            if let Err(error) = validator.validate(&line) {
                panic!("{file}.jsonl, line {}: {}: {error}", number + 1, error.instance_path());
            }
            let name = name(&schema, &line);
            assert!(names.insert(name.clone()), "{file}.jsonl has {name} twice");
        }
        assert!(names.len() > 10, "{file}");
    }
}
