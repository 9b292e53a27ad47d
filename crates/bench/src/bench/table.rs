//! Figures next to their goals, for one controller or two side by side.

use std::fmt;

/// What a figure should be.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    None,
    AtMost(f64),
    Exactly(f64),
}

/// Lines of figure, goal and whether it is met. Each line has a text of its own, indented below the line it belongs to.
#[derive(Default)]
pub(super) struct Table {
    lines: Vec<Line>,
}

#[derive(Clone)]
struct Line {
    what: String,
    figure: String,
    goal: String,
    met: &'static str,
    /// In milliseconds, if the chart has a bar for it.
    bar: Option<f64>,
}

impl Table {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn milliseconds(&mut self, what: &str, figure: f64, goal: Goal) {
        self.add(what, figure, goal, 1, " ms").bar = Some(figure);
    }

    /// What the chart has bars for, with milliseconds.
    pub(super) fn bars(&self) -> Vec<(String, f64)> {
        self.lines.iter().filter_map(|line| Some((line.what.clone(), line.bar?))).collect()
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
    pub(super) fn remark(&mut self, what: &str, milliseconds: f64, goal: Goal) {
        self.add(what, milliseconds, goal, 1, " ms");
    }

    /// Why there is no figure.
    pub(super) fn reason(&mut self, what: &str, reason: &str) {
        let (figure, goal) = ("none".to_owned(), reason.to_owned());
        self.lines.push(Line { what: what.to_owned(), figure, goal, met: "", bar: None });
    }

    fn add(&mut self, what: &str, figure: f64, goal: Goal, decimals: usize, unit: &str) -> &mut Line {
        let (goal, met) = match goal {
            Goal::None => (String::new(), ""),
            Goal::AtMost(limit) => (format!("at most {limit}{unit}"), verdict(figure <= limit)),
            Goal::Exactly(number) => (format!("{number}{unit}"), verdict(figure == number)),
        };
        let figure = format!("{figure:.decimals$}{unit}");
        self.lines.push_mut(Line { what: what.to_owned(), figure, goal, met, bar: None })
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

/// One column for each table, under its heading. The goal and whether it is met are those of the first table that
/// has the line.
pub(super) fn side_by_side(columns: &[(&str, &Table)]) -> String {
    let headings = columns.iter().map(|(heading, _)| (*heading).to_owned());
    let mut rows = vec![[vec![String::new()], headings.collect(), vec!["goal".to_owned()]].concat()];
    for (column, (_, table)) in (1..).zip(columns) {
        // Where to insert a line that the tables before do not have.
        let mut next = rows.len();
        for line in &table.lines {
            let at = rows.iter().position(|row| row[0] == line.what).unwrap_or_else(|| {
                let figures = vec![String::new(); columns.len()];
                let end = vec![line.goal.clone(), line.met.to_owned()];
                rows.insert(next, [vec![line.what.clone()], figures, end].concat());
                next
            });
            rows[at][column].clone_from(&line.figure);
            next = at + 1;
        }
    }
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
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if (1..=figures).contains(&column) {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
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
    fn figures_are_next_to_their_goals() {
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
    fn the_same_line_of_two_tables_is_one_row() {
        let mut standin = Table::new();
        standin.count("opening", 1, Goal::None);
        standin.count("pressing", 3, Goal::Exactly(2.0));
        let mut real = Table::new();
        real.count("pressing", 30, Goal::None);
        real.reason("  listing", "there is nothing");
        let shown = side_by_side(&[("stand-in", &standin), ("real", &real)]);
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0].trim(), "stand-in  real  goal");
        assert_eq!(lines[2].split_whitespace().collect::<Vec<_>>(), ["pressing", "3", "30", "2", "missed"]);
        assert!(lines[3].starts_with("  listing") && lines[3].ends_with("none  there is nothing"), "{shown}");
    }
}
