//! Durations as bars, for the README.

use std::fmt::Write as _;

/// Bars of one heading, on a scale of their own.
pub(super) struct Group {
    pub(super) heading: String,
    /// What was measured, and milliseconds.
    pub(super) bars: Vec<(String, f64)>,
}

const WIDTH: f64 = 720.0;
const LABELS: f64 = 300.0;
const LINE: f64 = 24.0;

/// The width of the longest bar leaves room for its figure.
const LONGEST: f64 = WIDTH - LABELS - 90.0;

const STYLE: &str = "text { fill: #1b2733 } .heading { font-weight: 600 } .small { font-size: 11px; fill: #44525f } \
    .ours { fill: #0b5f66 } .other { fill: #a9bcc4 } @media (prefers-color-scheme: dark) { text { fill: #e8edf2 } \
    .small { fill: #b6c2cd } .ours { fill: #58b6be } .other { fill: #4b5b66 } }";

/// An SVG of the groups; `caption` says where and how they were measured. What a figure is compared with, which the
/// table indents, is paler.
pub(super) fn svg(groups: &[Group], caption: &str) -> String {
    let mut body = String::new();
    let mut y = LINE;
    // Writing to a string cannot fail.
    let mut text = |x: f64, y: f64, class: &str, text: &str| {
        let _ = writeln!(body, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\">{}</text>", escaped(text));
    };
    let mut rectangles = String::new();
    for Group { heading, bars } in groups {
        text(0.0, y, "heading", heading);
        let longest = bars.iter().map(|(_, figure)| *figure).fold(f64::EPSILON, f64::max);
        for (what, figure) in bars {
            y += LINE;
            let (top, width) = (y - 12.0, (figure / longest * LONGEST).max(1.0));
            let class = if what.starts_with(' ') { "other" } else { "ours" };
            let _ = writeln!(
                rectangles,
                "<rect class=\"{class}\" x=\"{LABELS}\" y=\"{top}\" width=\"{width:.1}\" height=\"15\" rx=\"3\"/>"
            );
            text(0.0, y, "", what.trim());
            text(LABELS + width + 6.0, y, "", &format!("{figure:.1} ms"));
        }
        y += 2.0 * LINE;
    }
    text(0.0, y, "small", caption);
    let (height, caption) = (y + LINE / 2.0, escaped(caption));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"13\" role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">Durations in milliseconds: {caption}\
         </title>\n<style>{STYLE}</style>\n{rectangles}{body}</svg>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_to_scale_and_texts_are_escaped() {
        let bars = vec![("ours & <fast>".to_owned(), 5.0), ("  curl".to_owned(), 10.0)];
        let svg = svg(&[Group { heading: "Command line".to_owned(), bars }], "2 cores");
        assert!(svg.contains("ours &amp; &lt;fast&gt;"));
        let longest = format!("class=\"other\" x=\"300\" y=\"60\" width=\"{LONGEST:.1}\"");
        assert!(svg.contains(&longest), "{svg}");
        assert!(svg.contains("width=\"165.0\""), "{svg}");
    }
}
