//! A table whose first lines are printed before the last ones are known.

use super::entry::Entry;
use super::report::{Report, Row};
use crate::expiry_state::ExpiryState;
use crate::fleet::{self, Fleet};
use crate::terminal::output::Output;
use crate::terminal::table::{self, Cell, Column, Layout};
use crate::warnings;

const COLUMNS: [Column; 7] = [
    Column { title: "USER", order: 1 },
    Column { title: "NAME", order: 0 },
    Column { title: "WARNINGS", order: 3 },
    Column { title: "AGE", order: 6 },
    Column { title: "LAST USE", order: 4 },
    Column { title: "EXPIRES", order: 5 },
    Column { title: "UUID", order: 2 },
];

/// On a terminal, user IDs are cut to this width.
const WIDEST_USER: usize = 24;

/// The columns if there may be several controllers, which stay long.
const COLUMNS_OF_FLEET: [Column; 8] = [
    Column { title: "CONTROLLER", order: 1 },
    Column { order: 2, ..COLUMNS[0] },
    COLUMNS[1],
    Column { order: 4, ..COLUMNS[2] },
    Column { order: 7, ..COLUMNS[3] },
    Column { order: 5, ..COLUMNS[4] },
    Column { order: 6, ..COLUMNS[5] },
    Column { order: 3, ..COLUMNS[6] },
];

/// The first lines decide how wide the columns are.
pub(super) struct TableReport {
    width: Option<usize>,
    colors: bool,
    /// The longest cell that names a controller, if there may be several.
    controller: Option<Cell>,
    layout: Option<Layout>,
    output: Output,
}

impl TableReport {
    pub(super) fn new(output: &Output, fleet: Option<&Fleet>) -> Self {
        let controller = fleet.map(|fleet| fleet.longest_cell(output));
        let (width, colors) = (output.width(), output.has_colors());
        Self { width, colors, controller, layout: None, output: output.clone() }
    }

    fn row(&self, entry: &Entry<'_>) -> Vec<Cell> {
        let mut user = Cell::of(entry.user);
        if self.width.is_some() {
            user.text = table::shortened(&user.text, WIDEST_USER);
        }
        vec![
            user,
            Cell::of(&entry.token.name),
            warnings::cell(entry.warnings()),
            Cell::of(&entry.age.map_or_else(|| "unknown".to_owned(), |days| format!("{days} d"))),
            Cell::of(&last_use(entry)),
            Cell::of(expiry(entry)),
            Cell::of(&entry.token.uuid),
        ]
    }
}

impl Report for TableReport {
    fn rows(&mut self, controller: Option<&str>, rows: &[Row<'_>]) -> String {
        let controller = controller.map(|root| fleet::controller_cell(root, &self.output));
        let rows: Vec<Vec<Cell>> = rows
            .iter()
            .filter_map(|line| match line {
                Row::Token(entry) => Some(controller.iter().cloned().chain(self.row(entry)).collect()),
                // A warning names the user.
                Row::Unreadable { .. } => None,
            })
            .collect();
        let mut drawn = Vec::new();
        if self.layout.is_none() && !rows.is_empty() {
            let layout = match &self.controller {
                None => Layout::of(&COLUMNS, &rows, self.width, self.colors),
                Some(longest) => {
                    let longest: Vec<Cell> = std::iter::once(longest).chain(&rows[0][1..]).cloned().collect();
                    let rows = [&rows[..], &[longest]].concat();
                    Layout::of(&COLUMNS_OF_FLEET, &rows, self.width, self.colors)
                }
            };
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

fn expiry<'a>(entry: &Entry<'a>) -> &'a str {
    match (entry.expiry, &entry.token.expires) {
        (ExpiryState::Never, _) | (_, None) => "never",
        (_, Some(date)) => date,
    }
}

#[cfg(test)]
mod tests {
    use latchkey_core::script::StoredToken;

    use super::super::entry::tests::{now, token};
    use super::*;

    fn table(width: Option<usize>) -> TableReport {
        TableReport { width, colors: false, controller: None, layout: None, output: Output::new(false) }
    }

    #[test]
    fn later_rows_keep_the_columns_of_the_first() {
        let (first, later) = (token(3), StoredToken { name: "a much longer name".to_owned(), ..token(40) });
        let mut table = table(Some(100));
        let text = table.rows(None, &[Row::Token(Entry::of("bob", &first, now()))]);
        assert_eq!(
            text,
            "USER  NAME     WARNINGS                   AGE  LAST USE  EXPIRES  UUID\n\
             bob   nightly  never expires, never used  3 d  never     never    u-1"
        );
        let text = table.rows(None, &[Row::Token(Entry::of("carol", &later, now()))]);
        assert_eq!(text, "car…  a much…  never expires, never used  40…  never     never    u-1");
    }

    #[test]
    fn the_column_is_as_wide_as_the_longest_controller() {
        let stored = token(3);
        let mut table = TableReport { controller: Some(Cell::of("https://longest")), ..table(Some(120)) };
        let mut line = |root| table.rows(Some(root), &[Row::Token(Entry::of("bob", &stored, now()))]);
        let first = line("https://ci");
        assert!(first.starts_with("CONTROLLER       USER  NAME"), "{first}");
        assert!(first.contains("\nhttps://ci       bob   nightly"), "{first}");
        assert!(line("https://longest").starts_with("https://longest  bob   nightly"));
    }

    #[test]
    fn an_unreadable_user_has_no_row() {
        assert_eq!(table(None).rows(None, &[Row::Unreadable { user: "x", reason: "y" }]), "");
        assert_eq!(table(None).rows(None, &[]), "");
    }

    #[test]
    fn the_last_use_is_a_few_words() {
        let shown = |uses, last_used| {
            last_use(&Entry::of("bob", &StoredToken { uses, last_used, ..token(9) }, now()))
        };
        assert_eq!(shown(None, None), "not counted");
        assert_eq!(shown(Some(0), None), "never");
        assert_eq!(shown(Some(2), None), "unknown");
        assert_eq!(shown(Some(2), token(4).created), "4 d ago");
    }
}
