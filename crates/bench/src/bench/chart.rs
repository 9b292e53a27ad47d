//! Durations as bars, for the README.

use std::fmt::Write as _;

use super::table::Duration;

/// Bars of one heading, on a scale of their own.
pub(super) struct Group {
    pub(super) heading: String,
    pub(super) durations: Vec<Duration>,
}

const WIDTH: f64 = 720.0;
const LABELS: f64 = 300.0;
const LINE: f64 = 24.0;

/// Widths of bars leave room for the figure behind them.
const LONGEST: f64 = WIDTH - LABELS - 90.0;

/// An SVG of the groups; `caption` says where and how they were measured. What stands beside a figure of ours, which
/// the table indents, is drawn paler.
pub(super) fn svg(groups: &[Group], caption: &str) -> String {
    let lines: usize = groups.iter().map(|group| group.durations.len() + 2).sum();
    let height = (lines as f64 + 1.5) * LINE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"system-ui, sans-serif\" \
         font-size=\"13\" role=\"img\" aria-labelledby=\"title\">\n<title id=\"title\">Durations in milliseconds: {}</title>\n\
         <style>text {{ fill: #1b2733 }} .heading {{ font-weight: 600 }} .small {{ font-size: 11px; fill: #44525f }} \
         .ours {{ fill: #0b5f66 }} .beside {{ fill: #a9bcc4 }} @media (prefers-color-scheme: dark) {{ text {{ fill: #e8edf2 }} \
         .small {{ fill: #b6c2cd }} .ours {{ fill: #58b6be }} .beside {{ fill: #4b5b66 }} }}</style>\n",
        escaped(caption)
    );
    let mut y = LINE;
    for group in groups {
        let longest =
            group.durations.iter().map(|duration| duration.milliseconds).fold(f64::EPSILON, f64::max);
        text(&mut svg, 0.0, y, "heading", &group.heading);
        y += LINE;
        for duration in &group.durations {
            let class = if duration.what.starts_with(' ') { "beside" } else { "ours" };
            let width = (duration.milliseconds / longest * LONGEST).max(1.0);
            text(&mut svg, 0.0, y, "", duration.what.trim());
            let top = y - 12.0;
            // Writing to a string cannot fail.
            let _ = writeln!(
                svg,
                "<rect class=\"{class}\" x=\"{LABELS}\" y=\"{top}\" width=\"{width:.1}\" height=\"15\" rx=\"3\"/>"
            );
            text(&mut svg, LABELS + width + 6.0, y, "", &format!("{:.1} ms", duration.milliseconds));
            y += LINE;
        }
        y += LINE;
    }
    text(&mut svg, 0.0, y, "small", caption);
    svg.push_str("</svg>\n");
    svg
}

fn text(svg: &mut String, x: f64, y: f64, class: &str, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y}\">{}</text>", escaped(text));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_its_room_and_texts_stay_texts() {
        let duration = |what: &str, milliseconds| Duration { what: what.to_owned(), milliseconds };
        let durations = vec![duration("ours & <fast>", 5.0), duration("  curl", 10.0)];
        let svg = svg(&[Group { heading: "Command line".to_owned(), durations }], "2 cores");
        assert!(svg.contains("ours &amp; &lt;fast&gt;"));
        assert!(
            svg.contains(&format!("class=\"beside\" x=\"300\" y=\"60\" width=\"{LONGEST:.1}\"")),
            "{svg}"
        );
        assert!(svg.contains("width=\"165.0\""), "{svg}");
    }
}
