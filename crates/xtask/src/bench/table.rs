//! Figures beside their goals.

use std::fmt;

/// What a figure should be.
#[derive(Clone, Copy)]
pub(super) enum Goal {
    None,
    AtMost(f64),
    Exactly(f64),
}

/// Lines of figure, goal and whether it is met.
pub(super) struct Table {
    lines: Vec<[String; 4]>,
    durations: Vec<Duration>,
}

/// One of its lines that is a duration.
pub(super) struct Duration {
    /// What took so long; indented where it stands beside the line before.
    pub(super) what: String,
    pub(super) milliseconds: f64,
}

impl Table {
    pub(super) fn new() -> Self {
        Self { lines: vec![["".into(), "measured".into(), "goal".into(), "".into()]], durations: Vec::new() }
    }

    pub(super) fn milliseconds(&mut self, what: &str, figure: f64, goal: Goal) {
        self.add(what, figure, goal, 1, " ms");
        self.durations.push(Duration { what: what.to_owned(), milliseconds: figure });
    }

    /// The durations, in the order of the lines.
    pub(super) fn into_durations(self) -> Vec<Duration> {
        self.durations
    }

    pub(super) fn count(&mut self, what: &str, figure: usize, goal: Goal) {
        self.add(what, figure as f64, goal, 0, "");
    }

    /// In units of 1000 bytes.
    pub(super) fn kilobytes(&mut self, what: &str, bytes: u64, goal: Goal) {
        self.add(what, bytes as f64 / 1000.0, goal, 1, " KB");
    }

    /// In units of 1,000,000 bytes.
    pub(super) fn megabytes(&mut self, what: &str, bytes: u64, goal: Goal) {
        self.add(what, bytes as f64 / 1_000_000.0, goal, 1, " MB");
    }

    fn add(&mut self, what: &str, figure: f64, goal: Goal, decimals: usize, unit: &str) {
        let (words, met) = match goal {
            Goal::None => (String::new(), ""),
            Goal::AtMost(limit) => (format!("at most {limit}{unit}"), verdict(figure <= limit)),
            Goal::Exactly(number) => (format!("{number}{unit}"), verdict(figure == number)),
        };
        self.lines.push([what.to_owned(), format!("{figure:.decimals$}{unit}"), words, met.to_owned()]);
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = [0, 1, 2, 3].map(|column| {
            self.lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
        });
        for [what, figure, goal, met] in &self.lines {
            let line =
                format!("{what:<0$}  {figure:>1$}  {goal:<2$}  {met}", widths[0], widths[1], widths[2]);
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
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
}
