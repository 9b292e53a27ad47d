//! Figures beside their goals, of one controller or of two side by side.

use std::fmt;

/// What a figure should be.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    None,
    AtMost(f64),
    Exactly(f64),
}

/// Lines of figure, goal and whether it is met.
#[derive(Default)]
pub(super) struct Table {
    lines: Vec<Line>,
    durations: Vec<Duration>,
}

#[derive(Clone)]
struct Line {
    /// Indented where it belongs to a line before that is less so.
    what: String,
    figure: String,
    goal: String,
    met: &'static str,
}

/// One of its lines that is a duration.
#[derive(Clone)]
pub(super) struct Duration {
    /// What took so long; indented where it stands beside the line before.
    pub(super) what: String,
    pub(super) milliseconds: f64,
}

impl Table {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn milliseconds(&mut self, what: &str, figure: f64, goal: Goal) {
        self.add(what, figure, goal, 1, " ms");
        self.durations.push(Duration { what: what.to_owned(), milliseconds: figure });
    }

    /// The durations, in the order of the lines.
    pub(super) fn durations(&self) -> Vec<Duration> {
        self.durations.clone()
    }

    pub(super) fn count(&mut self, what: &str, figure: usize, goal: Goal) {
        self.add(what, figure as f64, goal, 0, "");
    }

    /// The median of counts, which may lie between two.
    pub(super) fn median_count(&mut self, what: &str, figure: f64) {
        self.add(what, figure, Goal::None, usize::from(figure.fract() != 0.0), "");
    }

    /// In units of 1000 bytes.
    pub(super) fn kilobytes(&mut self, what: &str, bytes: u64, goal: Goal) {
        self.add(what, bytes as f64 / 1000.0, goal, 1, " KB");
    }

    /// In units of 1,000,000 bytes.
    pub(super) fn megabytes(&mut self, what: &str, bytes: u64, goal: Goal) {
        self.add(what, bytes as f64 / 1_000_000.0, goal, 1, " MB");
    }

    /// A duration that the chart has no bar for.
    pub(super) fn remark(&mut self, what: &str, milliseconds: f64) {
        self.add(what, milliseconds, Goal::None, 1, " ms");
    }

    /// Why there is no figure.
    pub(super) fn reason(&mut self, what: &str, reason: &str) {
        let (figure, goal) = ("none".to_owned(), reason.to_owned());
        self.lines.push(Line { what: what.to_owned(), figure, goal, met: "" });
    }

    fn add(&mut self, what: &str, figure: f64, goal: Goal, decimals: usize, unit: &str) {
        let (goal, met) = match goal {
            Goal::None => (String::new(), ""),
            Goal::AtMost(limit) => (format!("at most {limit}{unit}"), verdict(figure <= limit)),
            Goal::Exactly(number) => (format!("{number}{unit}"), verdict(figure == number)),
        };
        self.lines.push(Line {
            what: what.to_owned(),
            figure: format!("{figure:.decimals$}{unit}"),
            goal,
            met,
        });
    }

    /// The lines, each with those above it that it belongs to.
    fn keyed(&self) -> impl Iterator<Item = (Vec<&str>, &Line)> {
        let mut above: Vec<&str> = Vec::new();
        self.lines.iter().map(move |line| {
            let indent = |what: &str| what.len() - what.trim_start().len();
            while above.last().is_some_and(|last| indent(last) >= indent(&line.what)) {
                above.pop();
            }
            above.push(&line.what);
            (above.clone(), line)
        })
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

/// One column for each table, under its heading. The goal and whether it is met are those of the first table that
/// has the line.
pub(super) fn side_by_side(columns: &[(&str, &Table)]) -> String {
    let mut merged: Vec<(Vec<&str>, Line, Vec<String>)> = Vec::new();
    for (column, (_, table)) in columns.iter().enumerate() {
        // Where a line goes that the tables before do not have.
        let mut next = merged.len();
        for (key, line) in table.keyed() {
            let at = merged.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
                merged.insert(next, (key, line.clone(), vec![String::new(); columns.len()]));
                next
            });
            merged[at].2[column].clone_from(&line.figure);
            next = at + 1;
        }
    }
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned());
    let mut rows =
        vec![[vec![String::new()], headings.collect(), vec!["goal".into(), String::new()]].concat()];
    rows.extend(
        merged.into_iter().map(|(_, line, figures)| {
            [vec![line.what], figures, vec![line.goal, line.met.to_owned()]].concat()
        }),
    );
    laid_out(&rows, columns.len())
}

/// Rows as lines of text: the first column and those after the figures to the left, figures to the right.
pub(super) fn laid_out(rows: &[Vec<String>], figures: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let lengths = rows.iter().filter_map(|row| Some(row.get(column)?.chars().count()));
        lengths.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            _ if (1..=figures).contains(&column) => format!("{cell:>0$}", widths[column]),
            _ => format!("{cell:<0$}", widths[column]),
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&side_by_side(&[("measured", self)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_beside_their_goals() {
        let mut table = Table::new();
        table.milliseconds("opening", 61.25, Goal::AtMost(60.0));
        table.count("requests", 1, Goal::Exactly(1.0));
        table.kilobytes("size", 1500, Goal::None);
        let shown = table.to_string();
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[1], "opening    61.2 ms  at most 60 ms  missed");
        assert_eq!(lines[2], "requests         1  1              met");
        assert_eq!(lines[3], "size        1.5 KB");
    }

    #[test]
    fn lines_below_different_lines_stay_apart() {
        let table = |below: &str| {
            let mut table = Table::new();
            table.count("pressing", 1, Goal::None);
            table.count(below, 2, Goal::None);
            table.count("    requests", 3, Goal::None);
            table
        };
        let shown = side_by_side(&[("stand-in", &table("  here")), ("real", &table("  there"))]);
        assert_eq!(shown.matches("requests").count(), 2, "{shown}");
        assert_eq!(shown.matches("pressing").count(), 1, "{shown}");
    }

    #[test]
    fn lines_of_the_same_name_stay_with_what_they_belong_to() {
        let mut standin = Table::new();
        standin.count("opening", 1, Goal::None);
        standin.count("  requests", 2, Goal::Exactly(2.0));
        standin.count("pressing", 3, Goal::None);
        standin.count("  requests", 4, Goal::None);
        let mut real = Table::new();
        real.count("pressing", 30, Goal::None);
        real.count("  requests", 40, Goal::None);
        real.reason("listing", "there is nothing");
        let shown = side_by_side(&[("stand-in", &standin), ("real", &real)]);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0].trim(), "stand-in  real  goal");
        assert_eq!(lines[2].split_whitespace().collect::<Vec<_>>(), ["requests", "2", "2", "met"]);
        assert_eq!(lines[4].split_whitespace().collect::<Vec<_>>(), ["requests", "4", "40"]);
        assert!(lines[5].starts_with("listing") && lines[5].ends_with("none  there is nothing"), "{shown}");
    }
}
