//! The parameter `tree`, which selects keys: `id,property[*],views[name,url]`.

use serde_json::{Map, Value};

/// The keys of a model that `tree` selects. Every object keeps its `_class`.
pub(super) fn cut(model: &Value, tree: &str) -> Value {
    match model {
        Value::Object(map) => Value::Object(cut_object(map, tree)),
        Value::Array(items) => Value::Array(items.iter().map(|item| cut(item, tree)).collect()),
        other => other.clone(),
    }
}

fn cut_object(map: &Map<String, Value>, tree: &str) -> Map<String, Value> {
    let mut kept = Map::new();
    if let Some(class) = map.get("_class") {
        kept.insert("_class".to_owned(), class.clone());
    }
    for branch in branches(tree) {
        let (name, below) = match branch.split_once('[') {
            Some((name, below)) => (name, below.strip_suffix(']').unwrap_or(below)),
            None => (branch, "*"),
        };
        for (key, value) in map.iter().filter(|(key, _)| name == "*" || *key == name) {
            kept.insert(key.clone(), cut(value, below));
        }
    }
    kept
}

/// Splits at commas outside brackets.
fn branches(tree: &str) -> Vec<&str> {
    let (mut branches, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (index, character) in tree.char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                branches.push(tree[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    branches.push(tree[start..].trim());
    branches
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_asked_for_stays() {
        let model = json!({
            "_class": "User",
            "id": "admin",
            "description": null,
            "property": [{ "_class": "Search", "insensitive": true }, { "_class": "Seed" }],
        });
        assert_eq!(cut(&model, "id"), json!({ "_class": "User", "id": "admin" }));
        assert_eq!(
            cut(&model, "id,property[*]"),
            json!({ "_class": "User", "id": "admin", "property": model["property"] })
        );
        assert_eq!(
            cut(&model, "property[x,y]"),
            json!({ "_class": "User", "property": [{ "_class": "Search" }, { "_class": "Seed" }] })
        );
        assert_eq!(cut(&model, "nothing"), json!({ "_class": "User" }));
    }
}
