//! Tables that fit the terminal.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::escape::escape_unprintable;

/// An escaped text with its color.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) style: Style,
}

impl Cell {
    /// A text of a server, escaped, without color.
    pub(crate) fn of(text: &str) -> Self {
        Self { text: escape_unprintable(text), style: Style::new() }
    }
}

/// A column: its title, and when it is left out on a narrow terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    /// Columns with higher numbers are left out first. The column with 0 stays and is shortened.
    pub(crate) order: u8,
}

/// The column that stays is at least this wide.
const MINIMUM_WIDTH: usize = 12;

const GAP: &str = "  ";

/// Draws aligned rows below their titles, if possible in lines of at most `width` columns.
pub(crate) fn draw(columns: &[Column], rows: &[Vec<Cell>], width: Option<usize>, colors: bool) -> String {
    let layout = Layout::of(columns, rows, width, colors);
    let lines = std::iter::once(layout.titles()).chain(rows.iter().map(|row| layout.line(row)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The widths of the columns, for rows that come one after the other.
pub(crate) struct Layout {
    columns: Vec<Column>,
    widths: Vec<usize>,
    shown: Vec<usize>,
    colors: bool,
    /// Whether a text that is wider than its column is shortened.
    shortens: bool,
}

impl Layout {
    /// Fits the columns to these rows. In later rows, a text that is too wide is shortened on a terminal; elsewhere it
    /// shifts the columns after it.
    pub(crate) fn of(columns: &[Column], rows: &[Vec<Cell>], width: Option<usize>, colors: bool) -> Self {
        let mut widths: Vec<usize> = columns.iter().map(|column| column.title.width()).collect();
        for row in rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(cell.text.width());
            }
        }
        let shown = fit(columns, &mut widths, width.unwrap_or(usize::MAX));
        Self { columns: columns.to_vec(), widths, shown, colors, shortens: width.is_some() }
    }

    /// The line of titles.
    pub(crate) fn titles(&self) -> String {
        let title = |column: &Column| Cell { text: column.title.to_owned(), style: Style::new().bold() };
        self.line(&self.columns.iter().map(title).collect::<Vec<_>>())
    }

    /// The line of a row.
    pub(crate) fn line(&self, row: &[Cell]) -> String {
        let mut line = String::new();
        for (place, &column) in self.shown.iter().enumerate() {
            let (cell, width) = (&row[column], self.widths[column]);
            let text = if self.shortens { shortened(&cell.text, width) } else { cell.text.clone() };
            if self.colors {
                line.push_str(&format!("{}{text}{}", cell.style.render(), cell.style.render_reset()));
            } else {
                line.push_str(&text);
            }
            if place + 1 < self.shown.len() {
                line.push_str(&" ".repeat(width.saturating_sub(text.width())));
                line.push_str(GAP);
            }
        }
        if self.colors { line } else { line.trim_end().to_owned() }
    }
}

/// Leaves columns out, and then shortens the one that stays, until a line fits. Returns the remaining columns.
fn fit(columns: &[Column], widths: &mut [usize], width: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    loop {
        let needed: usize = shown.iter().map(|&place| widths[place]).sum();
        let needed = needed + GAP.len() * shown.len().saturating_sub(1);
        if needed <= width {
            return shown;
        }
        let over = needed - width;
        let Some(&stays) = shown.iter().find(|&&place| columns[place].order == 0) else { return shown };
        if widths[stays].saturating_sub(over) >= MINIMUM_WIDTH {
            widths[stays] -= over;
            return shown;
        }
        let last = shown.iter().copied().max_by_key(|&place| columns[place].order);
        match last.filter(|&place| columns[place].order > 0) {
            Some(last) => shown.retain(|&place| place != last),
            None => {
                widths[stays] = widths[stays].min(width.max(1));
                return shown;
            }
        }
    }
}

/// The text, cut to this width with an ellipsis.
pub(crate) fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        short.push(c);
    }
    // Characters together may be narrower or wider than each on its own.
    while short.width() + 1 > width && short.pop().is_some() {}
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COLUMNS: [Column; 3] = [
        Column { title: "NAME", order: 0 },
        Column { title: "USED", order: 1 },
        Column { title: "UUID", order: 2 },
    ];

    fn cells(texts: [&str; 3]) -> Vec<Cell> {
        texts.map(|text| Cell { text: text.to_owned(), style: Style::new() }).to_vec()
    }

    #[test]
    fn columns_align_by_displayed_width() {
        let rows = [cells(["令牌", "never", "u-1"]), cells(["plain", "3 times", "u-2"])];
        let table = draw(&COLUMNS, &rows, None, false);
        assert_eq!(table, "NAME   USED     UUID\n令牌   never    u-1\nplain  3 times  u-2");
    }

    #[test]
    fn a_narrow_table_shortens_the_name_then_drops_columns() {
        let rows = [cells(["a name that is rather long", "3 times", "u-2"])];
        let table = |width| draw(&COLUMNS, &rows, Some(width), false);
        assert_eq!(table(30), "NAME             USED     UUID\na name that is…  3 times  u-2");
        assert_eq!(table(21), "NAME          USED\na name that…  3 times");
        assert_eq!(table(8), "NAME\na name …");
    }

    #[test]
    fn later_rows_keep_the_columns() {
        let [first, later] = [cells(["ab", "never", "u-1"]), cells(["a longer name", "once", "u-2"])];
        let on_terminal = Layout::of(&COLUMNS, std::slice::from_ref(&first), Some(80), false);
        assert_eq!(on_terminal.titles(), "NAME  USED   UUID");
        assert_eq!(on_terminal.line(&later), "a l…  once   u-2");
        let elsewhere = Layout::of(&COLUMNS, &[first], None, false);
        assert_eq!(elsewhere.line(&later), "a longer name  once   u-2");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(name in "\\PC{0,60}", used in "\\PC{0,20}", width in 12usize..100) {
            let table = draw(&COLUMNS, &[cells([&name, &used, "u-1"])], Some(width), false);
            for line in table.lines() {
                prop_assert!(line.width() <= width, "{line:?}");
            }
        }
    }
}
