//! Chromium's accessibility tree, read into nodes whose names do not depend on the browser.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::accessible::AccessibleNode;
use crate::backend::NodeKey;
use crate::chromium::session::Session;
use crate::error::Result;

/// The exposed nodes of the session's document, in its order.
pub(crate) fn nodes(session: &Session) -> Result<Vec<(AccessibleNode, NodeKey)>> {
    let reply = session.call("Accessibility.getFullAXTree", json!({}))?;
    Ok(in_document_order(reply["nodes"].as_array().map_or(&[][..], Vec::as_slice)))
}

fn in_document_order(raw: &[Value]) -> Vec<(AccessibleNode, NodeKey)> {
    let by_identifier: HashMap<&str, &Value> =
        raw.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let mut exposed = Vec::new();
    let mut to_visit: Vec<(&Value, usize)> = raw.first().map(|root| (root, 0)).into_iter().collect();
    while let Some((raw_node, depth)) = to_visit.pop() {
        let key = raw_node["backendDOMNodeId"].as_u64().map(NodeKey);
        let children_depth = match key.filter(|_| is_exposed(raw_node)) {
            Some(key) => {
                exposed.push((AccessibleNode { depth, ..read_node(raw_node) }, key));
                depth + 1
            }
            None => depth,
        };
        let children = raw_node["childIds"].as_array().map_or(&[][..], Vec::as_slice).iter();
        let known = children.filter_map(|child| by_identifier.get(child.as_str()?));
        to_visit.extend(known.rev().map(|child| (*child, children_depth)));
    }
    exposed
}

fn is_exposed(raw: &Value) -> bool {
    raw["ignored"] != true
        && property(raw, "hidden") != Some(&Value::Bool(true))
        && raw["role"]["value"] != "InlineTextBox"
}

/// Reads one node, without its place in the tree.
pub(crate) fn read_node(raw: &Value) -> AccessibleNode {
    let text = |field: &str| raw[field]["value"].as_str().unwrap_or_default().to_owned();
    let holds = |name: &str| property(raw, name).is_some_and(|value| value == true);
    let words = |name: &str| property(raw, name).map(as_words);
    AccessibleNode {
        role: common_role(raw["role"]["value"].as_str().unwrap_or_default()).to_owned(),
        name: text("name"),
        description: text("description"),
        value: raw["value"].get("value").map(as_words),
        depth: 0,
        focused: holds("focused"),
        disabled: holds("disabled"),
        invalid: words("invalid").is_some_and(|value| value != "false"),
        required: holds("required"),
        readonly: holds("readonly"),
        selected: property(raw, "selected").and_then(Value::as_bool),
        expanded: property(raw, "expanded").and_then(Value::as_bool),
        checked: words("checked"),
        live: words("live"),
    }
}

fn property<'a>(raw: &'a Value, name: &str) -> Option<&'a Value> {
    let found = raw["properties"].as_array()?.iter().find(|property| property["name"] == name)?;
    found["value"].get("value")
}

fn as_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// The role's common name, where Chromium has one of its own.
fn common_role(role: &str) -> &str {
    match role {
        "RootWebArea" => "document",
        "StaticText" => "text",
        "DisclosureTriangle" | "DisclosureTriangleGrouped" => "summary",
        "Details" => "group",
        "Date" => "date",
        "DateTime" => "time",
        "LabelText" => "label",
        "MenuListPopup" => "listbox",
        "image" => "img",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(identifier: &str, role: &str, ignored: bool, children: &[&str]) -> Value {
        json!({
            "nodeId": identifier, "role": { "value": role }, "name": { "value": identifier },
            "ignored": ignored, "childIds": children, "backendDOMNodeId": 7,
        })
    }

    #[test]
    fn nodes_come_in_document_order_without_ignored_ones() {
        let raw = [
            node("page", "RootWebArea", false, &["wrapper", "last"]),
            node("last", "button", false, &[]),
            node("wrapper", "none", true, &["first", "second"]),
            node("second", "Date", false, &[]),
            node("first", "DisclosureTriangle", false, &[]),
        ];
        let nodes = in_document_order(&raw);
        let seen: Vec<_> =
            nodes.iter().map(|(node, _)| (node.name.as_str(), node.role.as_str(), node.depth)).collect();
        assert_eq!(
            seen,
            [("page", "document", 0), ("first", "summary", 1), ("second", "date", 1), ("last", "button", 1)]
        );
    }
}
