//! A table for people, of which the first lines are shown before the last are known.

use anstyle::Style;

use super::entry::{Entry, Expiry};
use super::report::{Report, Row};
use crate::terminal::escape::escape_unprintable;
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column, Layout};

const COLUMNS: [Column; 7] = [
    Column { title: "USER", order: 1 },
    Column { title: "NAME", order: 0 },
    Column { title: "LOOK AT", order: 3 },
    Column { title: "AGE", order: 6 },
    Column { title: "LAST USE", order: 4 },
    Column { title: "EXPIRES", order: 5 },
    Column { title: "UUID", order: 2 },
];

/// A terminal shows so many columns of a user's id.
const WIDEST_USER: usize = 24;

/// The first lines that come decide how wide the columns are.
pub(super) struct TableReport {
    width: Option<usize>,
    colours: bool,
    layout: Option<Layout>,
}

impl TableReport {
    pub(super) fn new(output: &Output) -> Self {
        Self { width: output.width(), colours: output.is_coloured(), layout: None }
    }

    fn row(&self, entry: &Entry<'_>) -> Vec<Cell> {
        let cell = |text: String| Cell { text, style: Style::new() };
        let user = escape_unprintable(entry.user);
        let warnings = entry.warnings();
        let words: Vec<&str> = warnings.iter().map(|warning| warning.words()).collect();
        let style = warnings.first().map(|warning| warning.style()).unwrap_or_default();
        vec![
            cell(if self.width.is_some() { table::shortened(&user, WIDEST_USER) } else { user }),
            cell(escape_unprintable(&entry.token.name)),
            Cell { text: words.join(", "), style },
            cell(entry.age.map_or_else(|| "unknown".to_owned(), |days| format!("{days} d"))),
            cell(last_use(entry)),
            cell(expiry(entry)),
            cell(escape_unprintable(&entry.token.uuid)),
        ]
    }
}

impl Report for TableReport {
    fn rows(&mut self, rows: &[Row<'_>]) -> String {
        let rows: Vec<Vec<Cell>> = rows
            .iter()
            .filter_map(|line| match line {
                Row::Token(entry) => Some(self.row(entry)),
                // Told to the person in words.
                Row::Unreadable { .. } => None,
            })
            .collect();
        let mut drawn = Vec::new();
        if self.layout.is_none() && !rows.is_empty() {
            let layout = Layout::of(&COLUMNS, &rows, self.width, self.colours);
            drawn.push(layout.titles());
            self.layout = Some(layout);
        }
        if let Some(layout) = &self.layout {
            drawn.extend(rows.iter().map(|row| layout.line(row)));
        }
        drawn.join("\n")
    }
}

fn last_use(entry: &Entry<'_>) -> String {
    match (entry.token.uses, entry.idle) {
        (None, _) => "not counted".to_owned(),
        (Some(0), _) => "never".to_owned(),
        (Some(_), None) => "unknown".to_owned(),
        (Some(_), Some(days)) => format!("{days} d ago"),
    }
}

fn expiry(entry: &Entry<'_>) -> String {
    match (entry.expiry, &entry.token.expires) {
        (Expiry::Never, _) | (_, None) => "never".to_owned(),
        (_, Some(date)) => escape_unprintable(date),
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::script::StoredToken;

    use super::super::entry::tests::{now, token};
    use super::*;

    fn table(width: Option<usize>) -> TableReport {
        TableReport { width, colours: false, layout: None }
    }

    #[test]
    fn later_lines_keep_to_the_columns_of_the_first() {
        let (first, later) = (token(3), StoredToken { name: "a much longer name".to_owned(), ..token(40) });
        let mut table = table(Some(100));
        let text = table.rows(&[Row::Token(Entry::of("bob", &first, now()))]);
        assert_eq!(
            text,
            "USER  NAME     LOOK AT                    AGE  LAST USE  EXPIRES  UUID\n\
             bob   nightly  never expires, never used  3 d  never     never    u-1"
        );
        let text = table.rows(&[Row::Token(Entry::of("carol", &later, now()))]);
        assert_eq!(text, "car…  a much…  never expires, never used  40…  never     never    u-1");
    }

    #[test]
    fn nobody_is_shown_where_nobody_can_be_read() {
        assert_eq!(table(None).rows(&[Row::Unreadable { user: "x", reason: "y" }]), "");
        assert_eq!(table(None).rows(&[]), "");
    }

    #[test]
    fn use_is_told_in_few_words() {
        let told = |uses, last_used| {
            last_use(&Entry::of("bob", &StoredToken { uses, last_used, ..token(9) }, now()))
        };
        assert_eq!(told(None, None), "not counted");
        assert_eq!(told(Some(0), None), "never");
        assert_eq!(told(Some(2), None), "unknown");
        assert_eq!(told(Some(2), token(4).created), "4 d ago");
    }
}
