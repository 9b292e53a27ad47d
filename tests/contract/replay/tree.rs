//! The tree of a page and how it differs from the recorded one.

use std::collections::BTreeMap;

use scraper::ElementRef;
use serde_json::Value;

/// An element, without icons, scripts, styles, and sources of images.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) tag: String,
    pub(super) attributes: BTreeMap<String, String>,
    /// The text between its children, trimmed and with collapsed spaces, except for names of tokens.
    pub(super) text: String,
    /// All text in it, if text and elements are mixed.
    pub(super) whole: Option<String>,
    pub(super) children: Vec<Node>,
}

const LEFT_OUT: [&str; 3] = ["svg", "script", "style"];

impl Node {
    /// An element of a page.
    pub(super) fn of(element: ElementRef<'_>) -> Self {
        let children: Vec<Self> = element
            .child_elements()
            .filter(|child| !LEFT_OUT.contains(&child.value().name()))
            .map(Self::of)
            .collect();
        let attributes: BTreeMap<String, String> = element
            .value()
            .attrs()
            .filter(|(name, _)| *name != "src")
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let pieces = element.children().filter_map(|child| child.value().as_text().map(|text| &**text));
        let verbatim = attributes.get("class").is_some_and(|class| class == "token-name");
        let text = if verbatim {
            pieces.collect()
        } else {
            pieces.map(collapse).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let whole =
            (!text.is_empty() && children.iter().any(Self::has_text)).then(|| collapse(&all_text(element)));
        Self { tag: element.value().name().to_owned(), attributes, text, whole, children }
    }

    fn has_text(&self) -> bool {
        !self.text.is_empty() || self.children.iter().any(Self::has_text)
    }

    /// A recorded element: tag, attributes, and if present the text, the whole text, and the children. An
    /// object instead of an element names one of `parts`.
    pub(super) fn recorded(
        value: &Value,
        parts: &BTreeMap<String, Value>,
        fill: &dyn Fn(&str) -> String,
    ) -> Self {
        if let Some(name) = value["part"].as_str() {
            let Some(uuid) = value["uuid"].as_str().map(fill) else {
                return Self::recorded(&parts[name], parts, fill);
            };
            let fill_part = |text: &str| fill(&text.replace("{uuid}", &uuid));
            return Self::recorded(&parts[name], parts, &fill_part);
        }
        let items = value.as_array().expect("an element");
        let [tag, attributes, rest @ ..] = items.as_slice() else { panic!("no element: {value}") };
        let text = |value: &Value| fill(value.as_str().expect("a text"));
        let mut node = Self {
            tag: text(tag),
            attributes: attributes
                .as_object()
                .expect("attributes")
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            text: String::new(),
            whole: None,
            children: Vec::new(),
        };
        for item in rest {
            match item {
                Value::String(_) => node.text = text(item),
                Value::Object(object) => node.whole = Some(text(&object["whole"])),
                Value::Array(children) => {
                    node.children = children.iter().map(|child| Self::recorded(child, parts, fill)).collect();
                }
                other => panic!("unknown part of an element: {other}"),
            }
        }
        node
    }

    /// The first difference and its place.
    pub(super) fn difference(&self, wanted: &Self, path: &str) -> Option<String> {
        let path = format!("{path}/{}", self.tag);
        let same = |what: &str, got: &dyn std::fmt::Debug, wanted: &dyn std::fmt::Debug| {
            let (got, wanted) = (format!("{got:?}"), format!("{wanted:?}"));
            (got != wanted).then(|| format!("{path}: {what} {got} instead of {wanted}"))
        };
        let names = |node: &Self| node.children.iter().map(|child| child.tag.clone()).collect::<Vec<_>>();
        same("tag", &self.tag, &wanted.tag)
            .or_else(|| same("attributes", &self.attributes, &wanted.attributes))
            .or_else(|| same("text", &self.text, &wanted.text))
            .or_else(|| same("whole text", &self.whole, &wanted.whole))
            .or_else(|| same("children", &names(self), &names(wanted)))
            .or_else(|| {
                let pairs = self.children.iter().zip(&wanted.children);
                pairs.into_iter().find_map(|(got, wanted)| got.difference(wanted, &path))
            })
    }
}

fn all_text(element: ElementRef<'_>) -> String {
    element
        .children()
        .map(|child| match (child.value().as_text(), ElementRef::wrap(child)) {
            (Some(text), _) => text.to_string(),
            (None, Some(child)) if !LEFT_OUT.contains(&child.value().name()) => all_text(child),
            _ => String::new(),
        })
        .collect()
}

/// Collapses HTML's spaces. No-break spaces stay.
fn collapse(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_tree_that_differs_is_noticed() {
    let tree = |html: &str| {
        let html = scraper::Html::parse_fragment(html);
        let selector = scraper::Selector::parse("div").expect("a selector");
        Node::of(html.select(&selector).next().expect("an element"))
    };
    let recorded =
        serde_json::json!(["div", {"id": "{a}"}, "Used times", {"whole": "Used 3 times"}, [["b", {}, "3"]]]);
    let fill = |text: &str| text.replace("{a}", "x");
    let wanted = Node::recorded(&recorded, &BTreeMap::new(), &fill);
    let good = "<div id=x>Used <svg><title>icon</title></svg><b>3</b>\n times</div>";
    assert_eq!(tree(good).difference(&wanted, ""), None);
    for (from, to) in
        [("id=x", "id=y"), ("Used", "used"), ("3", "4"), ("<b>3</b>", "<i>3</i>"), (" times", " <i></i>")]
    {
        assert!(tree(&good.replace(from, to)).difference(&wanted, "").is_some(), "{to}");
    }
}
